"""A year of a salon's cases, judged by people's chats and by arithmetic of its own: no case without
an owner's notice, none red twice, none closed without three ticks or a reason."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sandbox.people import Person
from tests.models.salon_year import AGAIN, IS_IT_SOLVED, OWNERS, Spell, Year
from tests.world import World

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
A_TICK = timedelta(minutes=1)
MOSCOW = timedelta(hours=3)
"""All the year."""


async def test_a_year_of_cases(database: Path) -> None:
    await prove(1, database, customers=2)


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(1, 6))
async def test_a_year_of_many_cases(seed: int, database: Path) -> None:
    await prove(seed, database, customers=12)


async def prove(seed: int, database: Path, customers: int) -> None:
    async with World(database, owner_ids=OWNERS) as world:
        year = Year(world, seed, customers)
        await year.live()
        audit = Audit(year)
        assert list(audit.cards()) == []
        assert list(audit.reds()) == []
        assert list(audit.noes()) == []
        assert list(audit.checks()) == []
        assert list(audit.reasks()) == []
        assert closed_without_cause(world) == []
        assert world.failures == {}
        print(f"\nseed {seed}: {dict(audit.figures)}")
        assert min(audit.figures[what] for what in audit.MUST_HAPPEN) > 0


class Audit:
    MUST_HAPPEN = ("cards", "red 24", "red 48", "checks", "yeses", "noes", "asked again")

    def __init__(self, year: Year) -> None:
        self.year, self.diary = year, year.diary
        self.end = year.now
        self.figures = Counter[str](yeses=len(self.diary.yeses))

    def told(self, who: Person, pattern: str) -> list[tuple[str, datetime]]:
        """Whom the bot's messages of this kind name, and when they came."""
        found = [(re.search(pattern, one.text), one.date) for one in who.messages if one.from_bot]
        return [(match[1], at) for match, at in found if match]

    def can_be_told(self, owner: Person, at: datetime) -> bool:
        return any(one.who == owner.first_name and one.holds(at) for one in self.diary.reachable)

    def cards(self) -> Iterator[str]:
        """At once to who can be written to; to the others when they are back, if it is open."""
        for owner in self.year.owners:
            came = self.told(owner, r"🔔(?s:.*)(Клиент\d\d)")
            self.figures["cards"] += len(came)
            for case in self.diary.open:
                moments = [case.since, *(one.since for one in self._returns(owner))]
                seen_at = [at for at in moments if case.holds(at) and self.can_be_told(owner, at)]
                notices = [*came, *self.told(owner, r"(Клиент\d\d): не решено")]
                for due in seen_at[:1]:
                    if not any(who == case.who and at <= due + A_TICK for who, at in notices):
                        yield f"{owner.first_name} has no card of {case}"

    def _returns(self, owner: Person) -> list[Spell]:
        return [one for one in self.diary.reachable if one.who == owner.first_name]

    def reds(self) -> Iterator[str]:
        """After 24 and 48 hours of waiting, to each who can be written to then, once; no others."""
        for owner in self.year.owners:
            due = [
                (one.who, one.since + hours * HOUR, hours)
                for one in self.diary.waiting
                for hours in (24, 48)
                if one.since + hours * HOUR < (one.until or self.end)
                and self.can_be_told(owner, one.since + hours * HOUR)
            ]
            came = self.told(owner, r"🔴 (Клиент\d\d)")
            for who, at, hours in due:
                self.figures[f"red {hours}"] += 1
                here = [one for one in came if one[0] == who and is_on_time(one[1], at)]
                if len(here) != 1:
                    yield f"{owner.first_name}: {who} after {hours} h at {at}: {len(here)} times"
                came = [one for one in came if one not in here]
            yield from (f"{owner.first_name} was told for nothing: {one}" for one in came)

    def noes(self) -> Iterator[str]:
        for owner in self.year.owners:
            came = Counter(self.told(owner, r"(Клиент\d\d): не решено"))
            due = Counter(one for one in self.diary.noes if self.can_be_told(owner, one[1]))
            self.figures["noes"] += due.total()
            if came != due:
                yield f"{owner.first_name}: {came - due} too many, {due - came} too few"

    def checks(self) -> Iterator[str]:
        """Three days after each closing that holds till then, in waking hours, once."""
        for customer in self.year.customers:
            due = [
                awake(closing.since + 3 * DAY)
                for closing in self.diary.closed
                if closing.who == customer.first_name
                and closing.holds(awake(closing.since + 3 * DAY))
                and awake(closing.since + 3 * DAY) <= self.end
                and not self._has_open(customer, awake(closing.since + 3 * DAY))
            ]
            came = self._asked(customer, IS_IT_SOLVED)
            self.figures["checks"] += len(due)
            if len(came) != len(due) or any(
                not is_on_time(seen, at) for at, seen in zip(due, came, strict=True)
            ):
                yield f"{customer.first_name}: {came}, not {due}"

    def _has_open(self, customer: Person, at: datetime) -> bool:
        return any(one.who == customer.first_name and one.holds(at) for one in self.diary.open)

    def reasks(self) -> Iterator[str]:
        """Not before three weeks, in waking hours, at most once a closing, and never where there
        was no need; always where nothing spoke against it."""
        for customer in self.year.customers:
            name = customer.first_name
            closings = [one for one in self.diary.closed if one.who == name]
            came = self._asked(customer, AGAIN)
            self.figures["asked again"] += len(came)
            answers = [at for who, at in self.diary.answers if who == name]
            for closing in closings:
                due = awake(closing.since + 21 * DAY)
                here = [at for at in came if is_on_time(at, due)]
                came = [at for at in came if at not in here]
                answered = any(closing.since < at <= due for at in answers)
                needless = answered or not closing.holds(due) or self._has_open(customer, due)
                if here and needless:
                    yield f"{name} was asked again for nothing at {here}"
                if (
                    not here
                    and not needless
                    and due <= self.end
                    and not self._is_asked(customer, due)
                ):
                    yield f"{name} was not asked again at {due}"
            yield from (f"{name} was asked again out of turn at {at}" for at in came)

    def _is_asked(self, customer: Person, at: datetime) -> bool:
        """A usual question of the last fortnight may be open."""
        questions = self._asked(customer, "На сколько, по 10-балльной")
        return any(at - 14 * DAY <= when <= at for when in questions)

    def _asked(self, customer: Person, words: str) -> list[datetime]:
        return [
            at for who, text, at in self.diary.asked if who == customer.first_name and words in text
        ]


def is_on_time(came: datetime, due: datetime) -> bool:
    """Not early, but for what SQLite cuts off a moment it has moved."""
    return due - timedelta(milliseconds=1) <= came <= due + A_TICK


def awake(at: datetime) -> datetime:
    """Or ten in the morning: nothing goes out in the night."""
    local = at + MOSCOW
    ten = local.replace(hour=10, minute=0, second=0, microsecond=0)
    if local.hour >= 21:
        return ten + DAY - MOSCOW
    return ten - MOSCOW if local.hour < 10 else at


def closed_without_cause(world: World) -> list[object]:
    """By owners: without three ticks, and without a written reason."""
    return world.rows(
        "SELECT id, closing, close_reason FROM cases c WHERE closed_by_id IS NOT NULL AND NOT ("
        "closing = 'wishes' AND 3 = (SELECT count(*) FROM ticks t WHERE t.case_id = c.id) OR "
        "closing = 'reason' AND trim(coalesce(close_reason, '')) <> '')"
    )
