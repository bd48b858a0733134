"""Some go without, by chance: what they miss, what they don't, and what becomes of it then."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from models import holdout
from models.rules.contact import Kind
from models.rules.holdout import Side
from models.tables import Nudge
from sandbox.people import Person as Somebody
from tests.customers.aftermath import closes, leaps
from tests.customers.traces import forget
from tests.models.business import DAY, HOUR
from tests.world import NOON, World

QUESTION = "На сколько, по 10-балльной шкале"
REMINDER = "Мы всё ещё хотим узнать"
PROMPT = "Расскажете о нас тем, кому это пригодится?"
SOLVED = "теперь всё решено?"
HELD_OUT = ("skipped", "held_out")
SENT = ("sent", None)


@pytest.fixture
async def world(database: Path) -> AsyncIterator[World]:
    async with World(database, holdout_percent=30) as world:
        yield world


@pytest.fixture
def alice(world: World) -> Somebody:
    """Goes without."""
    return world.alice


@pytest.fixture
def dave(world: World) -> Somebody:
    return world.dave


@pytest.fixture
def olga(world: World) -> Somebody:
    return world.olga


async def meet(world: World, somebody: Somebody) -> None:
    """Alice is the last who goes without, dave the first who does not."""
    await world.meet(somebody)
    write(world, f"UPDATE people SET bucket = {29 if somebody is world.alice else 30}", somebody)


def write(world: World, change: str, somebody: Somebody) -> None:
    with closing(sqlite3.connect(world.database)) as connection, connection:
        connection.execute(f"{change} WHERE telegram_id = ?", [somebody.id])


def fates(world: World, kind: str) -> list[tuple[str, str | None]]:
    """In the order of the people."""
    return world.rows(
        f"SELECT state, reason FROM nudges WHERE kind = '{kind}' ORDER BY person_id, id"
    )


def times(somebody: Somebody, words: str) -> int:
    return sum(words in text for text in somebody.texts)


async def test_the_one_is_reminded_and_the_other_is_not(
    world: World, alice: Somebody, dave: Somebody
) -> None:
    await meet(world, alice)
    await meet(world, dave)
    await world.pass_time(2 * DAY)
    assert (times(alice, REMINDER), times(dave, REMINDER)) == (0, 1)
    assert fates(world, "reminder") == [HELD_OUT, SENT]
    ends = world.rows("SELECT DISTINCT ended_at FROM nudges WHERE kind = 'reminder'")
    assert ends == [(f"{NOON + 2 * DAY:%Y-%m-%d %H:%M:%S.%f}",)]


async def test_at_night_both_wait_and_part_in_the_morning(
    world: World, alice: Somebody, dave: Somebody
) -> None:
    await world.pass_time(10 * HOUR)  # ten at night, in Moscow
    await meet(world, alice)
    await meet(world, dave)
    await world.pass_time(2 * DAY)
    waits = [("planned", "quiet_hours")] * 2
    assert fates(world, "reminder") == waits
    await world.pass_time(12 * HOUR)
    assert fates(world, "reminder") == [HELD_OUT, SENT]
    assert world.rows("SELECT DISTINCT put_off, ended_at FROM nudges WHERE kind='reminder'") == [
        ("quiet_hours", f"{NOON + 2 * DAY + 22 * HOUR:%Y-%m-%d %H:%M:%S.%f}")
    ]


async def test_without_a_reminder_the_survey_ends_as_ever_and_the_next_one_comes(
    world: World, alice: Somebody
) -> None:
    await meet(world, alice)
    await world.pass_time(14 * DAY)
    assert world.rows("SELECT state, remind_at FROM surveys") == [("expired", None)]
    assert fates(world, "reminder") == [HELD_OUT]
    await world.pass_time(16 * DAY)
    assert world.rows("SELECT state FROM surveys ORDER BY id") == [("expired",), ("asked",)]
    assert times(alice, QUESTION) == 2
    assert fates(world, "survey") == [SENT]


async def test_the_score_may_still_be_given(world: World, alice: Somebody) -> None:
    await meet(world, alice)
    await world.pass_time(3 * DAY)
    alice.tap("9")
    await world.settle()
    assert world.rows("SELECT score FROM responses") == [(9,)]


async def test_the_prompt_to_share_is_done_without_once_and_not_planned_anew(
    world: World, alice: Somebody
) -> None:
    await meet(world, alice)
    await world.answer(alice, 10)
    await world.pass_time(80 * DAY)
    assert times(alice, PROMPT) == 0
    assert fates(world, "referral") == [HELD_OUT]
    assert world.rows("SELECT referral_at, referral_shown_at FROM people") == [(None, None)]


async def test_who_was_not_prompted_may_still_share(world: World, alice: Somebody) -> None:
    await meet(world, alice)
    await world.answer(alice, 10)
    await world.pass_time(2 * DAY)
    alice.send("/share")
    await world.settle()
    assert "?start=r_" in str(alice.last.text) + str(alice.last.buttons)


async def test_nobody_who_was_hurt_goes_without(
    world: World, alice: Somebody, olga: Somebody
) -> None:
    await world.meet(olga)
    await meet(world, alice)
    await world.answer(alice, 3, "Ждала час")
    await world.settle()
    assert "Ждала час" in "".join(olga.texts)
    await closes(world)
    await leaps(world, 3 * DAY)
    assert times(alice, SOLVED) == 1
    await leaps(world, 18 * DAY)
    assert QUESTION in alice.last.text
    assert fates(world, "recovery") == fates(world, "reask") == [SENT]


async def test_a_birthday_may_pass_without_a_greeting(
    world: World, alice: Somebody, dave: Somebody
) -> None:
    for somebody in (alice, dave):
        await meet(world, somebody)
        born = f"birth_month = {NOON.month}, birth_day = {NOON.day}"
        write(world, f"UPDATE people SET {born}, greeting_at = '{NOON:%F %T.%f}'", somebody)
    await world.app.scheduler.settle()
    assert fates(world, "greeting") == [HELD_OUT, SENT]


async def plan(world: World, kind: Kind, at: datetime, person_id: int = 1) -> None:
    async with world.app.sessions.begin() as session:
        session.add(
            Nudge(
                key=f"{kind}:test:{person_id}",
                kind=kind,
                person_id=person_id,
                priority=kind.priority,
                due_at=at,
                good_until=at + 7 * DAY,
                survey_id=1 if kind is Kind.REMINDER else None,
            )
        )


async def test_a_birthday_without_a_greeting_is_over_for_this_year(
    world: World, alice: Somebody
) -> None:
    await meet(world, alice)
    alice.tap("8")
    await world.settle()
    due_at = f"{NOON + 23 * HOUR:%Y-%m-%d %H:%M:%S.%f}"
    birthday = f"birth_month = 5, birth_day = 16, greeting_at = '{due_at}'"
    write(world, f"UPDATE people SET {birthday}", alice)
    await world.pass_time(3 * DAY)
    assert fates(world, "greeting") == [HELD_OUT]
    assert times(alice, "с днём рождения") == 0
    assert world.rows("SELECT substr(greeting_at, 1, 10) FROM people") == [("2027-05-16",)]


async def test_what_was_not_sent_fills_no_gap(
    world: World, alice: Somebody, dave: Somebody
) -> None:
    for somebody in alice, dave:
        await meet(world, somebody)
    await world.pass_time(2 * DAY)
    for person_id in 1, 2:
        await plan(world, Kind.REFERRAL, world.app.now(), person_id)
    await world.settle()
    assert fates(world, "reminder") == [HELD_OUT, SENT]
    assert fates(world, "referral") == [HELD_OUT, ("planned", "gap")]


async def test_after_a_while_both_sides_can_be_compared(
    world: World, alice: Somebody, dave: Somebody
) -> None:
    for somebody in alice, dave:
        await meet(world, somebody)
    await world.pass_time(3 * DAY)
    dave.tap("9")
    await world.settle()
    await world.pass_time(10 * DAY)
    async with world.app.sessions() as session:
        [reminders] = await holdout.compare(session, world.app.now())
    assert reminders == holdout.Compared(Kind.REMINDER, Side(1, 1), Side(1, 0))


async def test_a_bucket_is_for_life(world: World, alice: Somebody) -> None:
    await meet(world, alice)
    alice.start()
    await world.settle()
    await world.answer(alice, 9)
    await world.restart()
    alice.send("/settings")
    await world.settle()
    assert world.rows("SELECT bucket FROM people") == [(29,)]


async def test_everybody_whom_we_meet_has_a_bucket(world: World) -> None:
    for number in range(40):
        world.telegram.add_person(1000 + number, "Гость").start()
    await world.settle()
    buckets = [bucket for (bucket,) in world.rows("SELECT bucket FROM people")]
    assert len(buckets) == 40
    assert set(buckets) <= set(range(100))
    assert len(set(buckets)) > 15  # all alike, or nearly, is no chance


async def test_the_erased_leave_a_number_that_is_nobodys_and_return_with_a_new_one(
    world: World, alice: Somebody
) -> None:
    """What was counted stays counted; whoever comes back is somebody new to chance."""
    await meet(world, alice)
    await forget(world, alice)
    assert world.rows("SELECT telegram_id, bucket FROM people") == [(None, 29)]
    await world.meet(alice)
    before, after = world.rows("SELECT telegram_id, bucket FROM people ORDER BY id")
    assert before == (None, 29)
    assert after[0] == alice.id
    assert after[1] in range(100)


async def test_what_is_not_needed_any_more_is_held_out_from_nobody(
    world: World, alice: Somebody, dave: Somebody
) -> None:
    for somebody in (alice, dave):
        await meet(world, somebody)
    await world.pass_time(10 * HOUR)  # ten at night: so the prompt will wait for a morning
    for somebody in (alice, dave):
        await world.answer(somebody, 10)
    await world.pass_time(25 * HOUR)
    for somebody in (alice, dave):
        somebody.send("/share")
    await world.settle()
    await world.pass_time(12 * HOUR)
    assert fates(world, "referral") == [("skipped", "not_needed")] * 2
