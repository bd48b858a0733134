"""What a customer did and got, as somebody would write it down who knows nothing of the tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(slots=True)
class Spell:
    """From `since` until just before `until`; none while it goes on."""

    since: datetime
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the bot's own accord."""

    at: datetime
    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    at: datetime
    score: int
    first_at: datetime
    """When this answer was given first: it may be changed."""


@dataclass(slots=True)
class Life:
    name: str
    business_zone: str
    zones: list[tuple[datetime, str | None]] = field(default_factory=list)
    agreed: list[Spell] = field(default_factory=list)
    offers: list[Spell] = field(default_factory=list)
    off: dict[str, list[Spell]] = field(default_factory=dict)
    """Topics switched off."""
    stopped: list[Spell] = field(default_factory=list)
    blocked: list[Spell] = field(default_factory=list)
    """As the bot was told; of a block without a word it learns from a refusal."""
    refused: list[datetime] = field(default_factory=list)
    back: list[datetime] = field(default_factory=list)
    cases: list[Spell] = field(default_factory=list)
    closings: list[Spell] = field(default_factory=list)
    """By owners, until the case was open again."""
    asked: list[datetime] = field(default_factory=list)
    """When the customer called for a question."""
    scores: list[Score] = field(default_factory=list)
    shared: list[datetime] = field(default_factory=list)
    """When the customer asked for the link."""
    birthdays: list[tuple[datetime, date | None]] = field(default_factory=list)
    """Any year stands for the day and the month."""
    said: list[Said] = field(default_factory=list)

    def zone(self, at: datetime) -> ZoneInfo:
        """The business's, until the customer chooses."""
        chosen = [zone for since, zone in self.zones if since <= at]
        return ZoneInfo(chosen[-1] if chosen and chosen[-1] else self.business_zone)

    def birthday(self, at: datetime) -> date | None:
        known = [day for since, day in self.birthdays if since <= at]
        return known[-1] if known else None

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone(at))

    def is_blocked(self, at: datetime) -> bool:
        """Known to the bot: it was told, or refused, and the customer is not back since."""
        told = any(one.holds(at) for one in self.blocked)
        return told or any(self._is_away(since, at) for since in self.refused)

    def _is_away(self, since: datetime, at: datetime) -> bool:
        return since < at and not any(since < back <= at for back in self.back)

    def welcomes_offers(self, at: datetime) -> bool:
        """A yes that stands: a block takes it back for good."""
        yes = [one for one in self.offers if one.holds(at)]
        blocks = [one.since for one in self.blocked] + self.refused
        return any(not any(one.since < block < at for block in blocks) for one in yes)

    def has_off(self, at: datetime, *topics: str) -> bool:
        return any(holds(self.off.get(topic, ()), at) for topic in topics)


def holds(spells: Sequence[Spell], at: datetime) -> bool:
    return any(one.holds(at) for one in spells)


def end(spells: list[Spell], at: datetime) -> None:
    for running in going_on(spells):
        running.until = at


def going_on(spells: Sequence[Spell]) -> Iterator[Spell]:
    return (one for one in spells if one.until is None)
