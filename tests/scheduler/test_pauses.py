"""Telegram says to wait: for how long, who waits, and what neither a restart nor somebody who sets
the clock can change."""

from datetime import timedelta

import pytest

from models.tables import NudgeState, Person
from sandbox import people
from sandbox.faults import error
from tests.scheduler.bench import NOON, Bench

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
PAUSE = error(429, retry_after=3600)
CROWD = range(1, 41)


@pytest.fixture
async def refused(bench: Bench) -> Bench:
    """Forty have something due. Three got it, and then Telegram said to wait for an hour."""
    await bench.engine.dispose()
    bench.open(rate=45)  # so that they leave one by one
    for id in CROWD:
        await bench.knows(f"Клиент {id}", id, referral_at=NOON)
    bench.telegram.faults.add("sendMessage", after=3, kind=PAUSE)
    await bench.scheduler.settle()
    assert asked(bench) == 4
    return bench


def asked(bench: Bench) -> int:
    return len(bench.telegram.calls("sendMessage"))


def got(bench: Bench) -> list[int]:
    return [len(bench.telegram.people[id].texts) for id in CROWD]


async def test_a_pause_is_obeyed_by_all_to_the_second(refused: Bench) -> None:
    await refused.lives_through(HOUR - SECOND)
    assert asked(refused) == 4
    await refused.lives_through(SECOND)
    assert got(refused) == [1] * len(CROWD)
    assert asked(refused) == len(CROWD) + 1


async def test_a_restart_does_not_end_it(refused: Bench) -> None:
    for _ in range(3):
        refused.clock.advance(HOUR / 4)
        await refused.close()
        refused.open()
        await refused.scheduler.settle()
    assert asked(refused) == 4
    await refused.lives_through(HOUR / 4 - SECOND)
    assert asked(refused) == 4
    await refused.lives_through(SECOND)
    assert got(refused) == [1] * len(CROWD)


@pytest.mark.parametrize("hours", [-7, 5])
async def test_who_sets_the_clock_neither_shortens_nor_lengthens_it(
    refused: Bench, hours: int
) -> None:
    refused.wrong = timedelta(hours=hours)
    refused.clock.advance(HOUR - SECOND)
    await refused.scheduler.settle()
    assert asked(refused) == 4
    refused.clock.advance(SECOND)
    for _ in range(2):
        await refused.scheduler.settle()
        refused.wrong = max(refused.wrong, timedelta(0))  # all were due at noon: it is noon again
    assert got(refused) == [1] * len(CROWD)


async def test_who_was_refused_need_not_wait_for_a_clock_that_was_set_back(
    bench: Bench, prompted: people.Person
) -> None:
    bench.telegram.faults.add("sendMessage", kind=PAUSE)
    await bench.scheduler.settle()
    bench.wrong = -timedelta(minutes=30)
    await bench.lives_through(HOUR)
    assert len(prompted.texts) == 1


async def test_a_failure_to_connect_holds_up_all_for_a_moment(
    bench: Bench, prompted: people.Person
) -> None:
    bench.telegram.faults.add("sendMessage", kind=error(409))
    await bench.scheduler.settle()
    dave = await bench.knows("Давид", 2, referral_at=bench.now)
    await bench.lives_through(timedelta(seconds=9))
    assert asked(bench) == 1
    await bench.lives_through(SECOND)
    assert (len(prompted.texts), len(dave.texts)) == (1, 1)


# --- the limit of one chat ---


@pytest.fixture
async def crowded(bench: Bench, olga: people.Person) -> Bench:
    """The second of an owner's three cards is refused, and five others have something due."""
    await bench.engine.dispose()
    bench.open(rate=30)  # so that one chat has its second of real time
    for id in (1, 2, 3):
        await bench.knows(f"Клиент {id}", id)
        await bench.asked(id)
        await bench.scored(id, 3)
    for id in range(11, 16):
        await bench.knows(f"Клиент {id}", id, referral_at=NOON)
    bench.telegram.faults.add("sendMessage", 900, after=1, kind=error(429, retry_after=60))
    await bench.scheduler.settle()
    return bench


def to_olga(bench: Bench) -> int:
    return sum(call.params["chat_id"] == "900" for call in bench.telegram.calls("sendMessage"))


async def test_one_chats_limit_holds_up_that_chat_only(crowded: Bench, olga: people.Person) -> None:
    assert all(len(crowded.telegram.people[id].texts) == 1 for id in range(11, 16))
    assert (len(olga.texts), to_olga(crowded)) == (1, 2)
    waiting = [nudge for nudge in await crowded.nudges("card") if nudge.message_id is None]
    minute = NOON + timedelta(minutes=1)
    assert [(row.state, row.reason, row.due_at) for row in waiting] == [
        (NudgeState.PLANNED, "chat_busy", minute),
        (NudgeState.PLANNED, None, NOON),  # keeps its place
    ]
    await crowded.lives_through(timedelta(seconds=59))
    assert to_olga(crowded) == 2
    await crowded.lives_through(SECOND)
    assert len(olga.texts) == 3


async def test_a_restart_does_not_let_it_go(crowded: Bench, olga: people.Person) -> None:
    await crowded.close()
    crowded.open()
    await crowded.knows("Клиент 4", 4)  # there is news for the owner
    await crowded.asked(4)
    await crowded.scored(4, 3)
    dave = await crowded.knows("Давид", 20, referral_at=NOON)
    await crowded.lives_through(timedelta(seconds=59))
    assert to_olga(crowded) == 2
    assert len(dave.texts) == 1
    await crowded.lives_through(SECOND)
    assert len(olga.texts) == 4


async def test_a_chat_that_had_only_one_message_was_not_the_one_with_the_limit(
    bench: Bench, carded: people.Person
) -> None:
    bench.telegram.faults.add("sendMessage", 900, kind=error(429, retry_after=60))
    await bench.scheduler.settle()
    await bench.change(Person, 1, referral_at=NOON)
    await bench.lives_through(timedelta(seconds=59))
    assert asked(bench) == 1


async def test_too_many_requests_without_a_time_loses_nothing(
    bench: Bench, prompted: people.Person
) -> None:
    bench.telegram.faults.add("sendMessage", kind=error(429, retry_after=0))
    await bench.scheduler.settle()
    assert prompted.texts == []
    assert (await bench.nudge()).state == NudgeState.PLANNED
    await bench.lives_through(timedelta(minutes=1))
    assert len(prompted.texts) == 1


async def test_a_clock_set_back_before_a_restart_does_not_lengthen_it(refused: Bench) -> None:
    refused.wrong = timedelta(days=-2)
    await refused.close()
    refused.open()
    await refused.scheduler.settle()
    assert asked(refused) == 4
    assert 0 < refused.pace.paused_for <= HOUR.total_seconds()
