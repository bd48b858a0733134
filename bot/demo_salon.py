"""The salon of the demo: what has happened in it so far, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from bot.demo_words import SAID_BY_MEN, SAID_BY_WOMEN
from models.rules.cadence import Cadence
from models.rules.clock import at_local
from models.rules.codes import ALPHABET, LENGTH
from models.rules.contact import Policy
from models.rules.nps import Group
from models.tables import (
    Campaign,
    Case,
    CaseState,
    Consent,
    Coupon,
    Line,
    Nudge,
    Person,
    Referral,
    Response,
    Survey,
    Tick,
    Touchpoint,
    Variant,
)

SEED = "Астра 13"
OPENS = time(10, 15)
OPEN_FOR = timedelta(hours=10)
TOUCHPOINTS = {"Касса": 0.4, "Мастер Анна": 0.2, "Сайт": 0.15}
"""And the part of the customers who came by each."""


@dataclass
class Salon:
    """The rows so far; their ids are given out where they are made."""

    now: datetime
    zone: ZoneInfo
    cadence: Cadence
    policy: Policy
    campaigns: Sequence[Campaign] = ()
    variants: Sequence[Variant] = ()
    coupons: list[Coupon] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    surveys: list[Survey] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)
    nudges: list[Nudge] = field(default_factory=list)
    touchpoints: list[Touchpoint] = field(default_factory=list)

    def __post_init__(self) -> None:
        shuffle = Random(SEED).sample
        self._women = {group: shuffle(said, len(said)) for group, said in SAID_BY_WOMEN.items()}
        self._men = {group: shuffle(said, len(said)) for group, said in SAID_BY_MEN.items()}
        self._message_ids = count(1)
        self.touchpoints += (self._touchpoint(*one) for one in enumerate(TOUCHPOINTS, 1))

    def message_id(self) -> int:
        return next(self._message_ids)

    def words(self, group: Group, *, by_woman: bool) -> str | None:
        """Nobody says what somebody else has said."""
        left = (self._women if by_woman else self._men)[group]
        return left.pop() if left else None

    def at(self, days_ago: float) -> datetime:
        """So many days before today; the fraction is of the opening hours."""
        whole, part = divmod(days_ago, 1)
        day = self.now.astimezone(self.zone).date() - timedelta(days=whole)
        return at_local(day, OPENS, self.zone) + (1 - part) * OPEN_FOR

    def _touchpoint(self, number: int, name: str) -> Touchpoint:
        chance = Random(f"{SEED} {name}")
        code = "".join(chance.choices(ALPHABET, k=LENGTH))
        return Touchpoint(id=number, code=code, name=name, made_at=self.at(200))

    def touchpoint_of(self, person: Person) -> Touchpoint | None:
        """By which the person came. Drawn apart from the rest of their life, and changes nothing
        in it."""
        chance, no_touchpoint = Random(f"{SEED} {person.id} came by"), 1 - sum(TOUCHPOINTS.values())
        weights = [*TOUCHPOINTS.values(), no_touchpoint]
        return chance.choices([*self.touchpoints, None], weights)[0]

    def bring_friends(self, chance: Random) -> None:
        """Some of those who came had opened the link of somebody who was here before."""
        for friend in self.people:
            came_at = friend.started_at
            assert came_at is not None
            hosts = [
                person
                for person in self.people
                if person.referral_tapped_at is not None and person.referral_tapped_at < came_at
            ]
            if hosts and chance.random() < 0.16:
                inviter = chance.choice(hosts)
                inviter.shared_at = min(inviter.shared_at or came_at, came_at)
                self.referrals.append(
                    Referral(inviter_id=inviter.id, friend_id=friend.id, joined_at=came_at)
                )

    def leave_cases_open(self, last: int) -> None:
        self.cases.sort(key=lambda case: case.opened_at)
        for case in self.cases[:-last]:
            case.closed_at = min(case.closed_at or self.now, self.now)
        for case in self.cases[-last:]:
            case.state, case.closed_at = CaseState.NEW, None
