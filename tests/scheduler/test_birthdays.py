"""Greetings by themselves: whose day it is, where they live, once a year."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from models import birthdays, choices
from models.rules.contact import Kind, Reason
from models.tables import Mute, Nudge, NudgeState, Person
from sandbox import people
from sandbox.faults import error
from tests.scheduler.bench import BUSINESS, NOON, Bench

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
GREETING = "с днём рождения!"
ELEVEN = NOON + DAY - HOUR
"""Tomorrow, in Moscow."""
NEXT_YEAR = datetime(2027, 5, 16, 8, tzinfo=UTC)
TOMORROW: dict[str, Any] = {"birth_month": 5, "birth_day": 16, "greeting_at": ELEVEN}
ROW = ["key", "due_at", "good_until", "state"]


async def set_birthday(bench: Bench, day: date | None) -> None:
    async with bench.sessions.begin() as session:
        person = await session.get_one(Person, 1)
        await choices.keep_birthday(session, person, day, BUSINESS.zone, bench.now)


def greetings(somebody: people.Person) -> int:
    return sum(GREETING in text for text in somebody.texts)


async def test_the_greeting_comes_at_eleven_and_the_next_a_year_later(
    bench: Bench, alice: people.Person
) -> None:
    await set_birthday(bench, date(2000, 5, 16))
    assert (await bench.row(Person, 1)).greeting_at == ELEVEN
    await bench.lives_through(DAY - HOUR - timedelta(seconds=1))
    assert alice.texts == []
    await bench.lives_through(timedelta(seconds=1))
    assert greetings(alice) == 1
    assert "Алиса, с днём рождения!" in alice.last.text
    assert alice.last.buttons == []
    person = await bench.row(Person, 1)
    assert person.greeting_at == NEXT_YEAR
    assert person.invitation_at == NEXT_YEAR - 14 * DAY
    bench.clock.move_to(NEXT_YEAR)
    await bench.scheduler.settle()
    assert greetings(alice) == 2


@pytest.mark.parametrize(
    ("zone", "greeting_at", "midnight"),
    [
        (None, ELEVEN, datetime(2026, 5, 16, 21, tzinfo=UTC)),
        (
            "Pacific/Kiritimati",
            datetime(2026, 5, 15, 21, tzinfo=UTC),
            datetime(2026, 5, 16, 10, tzinfo=UTC),
        ),
        (
            "Etc/GMT+12",
            datetime(2026, 5, 16, 23, tzinfo=UTC),
            datetime(2026, 5, 17, 12, tzinfo=UTC),
        ),
    ],
)
async def test_it_is_good_until_the_day_is_over_there(
    bench: Bench,
    alice: people.Person,
    zone: str | None,
    greeting_at: datetime,
    midnight: datetime,
) -> None:
    await bench.change(Person, 1, zone=zone)
    await set_birthday(bench, date(2000, 5, 16))
    bench.clock.move_to(greeting_at)
    await bench.scheduler.tick()
    nudge = await bench.nudge(Kind.GREETING)
    assert (nudge.due_at, nudge.good_until) == (greeting_at, midnight)


async def test_planning_twice_and_late_plans_the_same_row(
    bench: Bench, alice: people.Person
) -> None:
    await bench.change(Person, 1, **TOMORROW)
    bench.clock.move_to(ELEVEN + 7 * DAY)
    await bench.scheduler.tick()
    await bench.change(Person, 1, **TOMORROW)  # as if the first had not been written down
    await bench.scheduler.tick()
    nudge = await bench.nudge()
    assert nudge.key == "greeting:1:2026-05-16 08:00:00.000000"
    assert (nudge.due_at, nudge.good_until) == (ELEVEN, datetime(2026, 5, 16, 21, tzinfo=UTC))
    assert (await bench.row(Person, 1)).greeting_at is None


async def test_two_processes_at_once_plan_one_row_each(bench: Bench, alice: people.Person) -> None:
    await bench.knows("Давид", 2, zone="Asia/Tokyo", **TOMORROW)
    await bench.change(Person, 1, **TOMORROW)
    bench.clock.move_to(ELEVEN)

    async def plan() -> None:
        async with bench.sessions.begin() as session:
            await birthdays.plan_greetings(session, BUSINESS.zone, bench.now)

    await asyncio.gather(plan(), plan())
    assert [nudge.person_id for nudge in await bench.nudges()] == [1, 2]


async def test_a_greeting_of_yesterday_is_not_sent_and_next_years_is_set(
    bench: Bench, alice: people.Person
) -> None:
    await bench.change(Person, 1, **TOMORROW)
    bench.clock.move_to(ELEVEN + 7 * DAY)
    await bench.scheduler.settle()
    assert alice.texts == []
    assert (await bench.nudge()).reason == Reason.TOO_LATE
    assert (await bench.row(Person, 1)).greeting_at == NEXT_YEAR


async def test_who_wants_no_greetings_has_none_and_keeps_the_next(
    bench: Bench, alice: people.Person
) -> None:
    await bench.change(Person, 1, **TOMORROW)
    await bench.add(Mute(person_id=1, topic="greetings", at=NOON))
    await bench.lives_through(2 * DAY)
    assert alice.texts == []
    assert (await bench.nudge()).reason == Reason.TOPIC_OFF
    assert (await bench.row(Person, 1)).greeting_at == NEXT_YEAR


async def test_a_refused_greeting_is_not_tried_again_this_year(
    bench: Bench, alice: people.Person
) -> None:
    bench.telegram.faults.add("sendMessage", kind=error(400, "Bad Request: something new"))
    await bench.change(Person, 1, **TOMORROW)
    await bench.lives_through(3 * DAY)
    assert (await bench.nudge()).state == NudgeState.FAILED
    assert (await bench.row(Person, 1)).greeting_at == NEXT_YEAR


async def test_what_may_have_arrived_before_a_crash_counts_as_a_greeting(
    bench: Bench, alice: people.Person
) -> None:
    await bench.change(Person, 1, **TOMORROW)
    bench.clock.move_to(ELEVEN)
    await bench.scheduler.tick()
    nudge = await bench.nudge()
    await bench.change(Nudge, nudge.id, state=NudgeState.SENDING, sent_at=ELEVEN)
    await bench.scheduler.settle()
    assert (await bench.nudge()).state == NudgeState.UNKNOWN
    assert (await bench.row(Person, 1)).greeting_at == NEXT_YEAR
    await set_birthday(bench, date(2000, 6, 1))
    assert (await bench.row(Person, 1)).greeting_at == datetime(2027, 6, 1, 8, tzinfo=UTC)


async def test_a_birthday_corrected_while_the_greeting_waits_is_greeted_on_its_day(
    bench: Bench, alice: people.Person
) -> None:
    await bench.change(Person, 1, **TOMORROW)
    bench.clock.move_to(ELEVEN)
    await bench.scheduler.tick()
    await set_birthday(bench, date(2000, 5, 18))
    await bench.lives_through(DAY)
    assert alice.texts == []
    assert (await bench.nudge()).reason == "not_needed"
    await bench.lives_through(2 * DAY)
    assert greetings(alice) == 1
    assert alice.last.date == ELEVEN + 2 * DAY


async def test_a_birthday_corrected_and_corrected_back_is_greeted_once(
    bench: Bench, alice: people.Person
) -> None:
    await bench.change(Person, 1, **TOMORROW)
    bench.clock.move_to(ELEVEN)
    await bench.scheduler.tick()
    for day in (date(2000, 5, 17), date(2000, 5, 16)):
        bench.clock.advance(timedelta(minutes=1))
        await set_birthday(bench, day)
    await bench.lives_through(5 * DAY)
    assert greetings(alice) == 1
    assert (await bench.row(Person, 1)).greeting_at == NEXT_YEAR


async def test_a_birthday_removed_while_the_greeting_waits_is_forgotten(
    bench: Bench, alice: people.Person
) -> None:
    await bench.change(Person, 1, **TOMORROW)
    bench.clock.move_to(ELEVEN)
    await bench.scheduler.tick()
    await set_birthday(bench, None)
    await bench.lives_through(DAY)
    assert alice.texts == []
    assert (await bench.nudge()).reason == "not_needed"
    person = await bench.row(Person, 1)
    assert (person.greeting_at, person.invitation_at) == (None, None)


async def test_the_staff_is_not_greeted(bench: Bench, olga: people.Person) -> None:
    await bench.change(Person, 900, **TOMORROW)
    bench.clock.move_to(ELEVEN)
    await bench.scheduler.tick()
    assert await bench.nudges() == []
    assert (await bench.row(Person, 900)).greeting_at is None
