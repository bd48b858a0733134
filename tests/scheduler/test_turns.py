"""A turn comes first, then *sending*: what that means for a crash, for closing, for people who
talk, and for a clock that is set while something is on its way."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from aiogram.client.session.middlewares.base import BaseRequestMiddleware
from sqlalchemy import event, update

from models.tables import NudgeState, Person
from sandbox import people
from tests.scheduler.bench import NOON, Bench

CROWD = range(1, 29)


class Wire(BaseRequestMiddleware):
    """Where requests are once they have left us. The nth may be held there."""

    def __init__(self, nth: int, *, hold: bool = False) -> None:
        self.nth = nth
        self.texts: list[str] = []
        self.arrived = asyncio.Event()
        self.released = asyncio.Event()
        if not hold:
            self.released.set()

    async def has_the_nth(self) -> None:
        async with asyncio.timeout(30):
            await self.arrived.wait()

    async def __call__(self, make_request: Any, bot: Any, method: Any) -> Any:
        self.texts.append(method.text)
        if len(self.texts) == self.nth:
            self.arrived.set()
            await self.released.wait()
        return await make_request(bot, method)


class Deadly(BaseRequestMiddleware):
    """Nothing is answered, and everything dies the moment the nth is on its way."""

    def __init__(self, nth: int) -> None:
        self.nth = nth
        self.on_their_way = 0
        self.survivors = asyncio.all_tasks()

    async def __call__(self, make_request: Any, bot: Any, method: Any) -> Any:
        self.on_their_way += 1
        if self.on_their_way == self.nth:
            for task in asyncio.all_tasks() - self.survivors:
                task.cancel()
        await asyncio.Event().wait()


async def a_crowd(bench: Bench, rate: float) -> None:
    await bench.engine.dispose()
    bench.open(rate)
    for id in CROWD:
        await bench.knows(f"Клиент {id}", id, referral_at=NOON)
    await bench.scheduler.tick()


def got(bench: Bench) -> list[int]:
    return [len(bench.telegram.people[id].texts) for id in CROWD]


async def states(bench: Bench) -> set[str]:
    return {nudge.state for nudge in await bench.nudges()}


@pytest.mark.parametrize("on_the_wire", [1, 2, 5])
async def test_a_crash_leaves_no_more_in_doubt_than_was_on_its_way(
    bench: Bench, on_the_wire: int
) -> None:
    await a_crowd(bench, rate=20)
    wire = Deadly(on_the_wire)
    bench.bot.session.middleware(wire)
    with suppress(asyncio.CancelledError):
        await asyncio.create_task(bench.scheduler.deliver_due())
    await bench.engine.dispose()
    bench.open()
    await bench.scheduler.settle()
    unknown = [nudge for nudge in await bench.nudges() if nudge.state == NudgeState.UNKNOWN]
    assert len(unknown) == wire.on_their_way == on_the_wire
    assert sorted(got(bench)) == [0] * on_the_wire + [1] * (len(CROWD) - on_the_wire)


async def test_who_talks_overtakes_all_that_is_queued(bench: Bench) -> None:
    await a_crowd(bench, rate=20)
    wire = Wire(3)
    bench.bot.session.middleware(wire)
    flight = asyncio.create_task(bench.scheduler.deliver_due())
    await wire.has_the_nth()
    await bench.bot.send_message(1, "answer")
    await flight
    assert wire.texts.index("answer") == 3
    assert len(wire.texts) == len(CROWD) + 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"stopped_at": NOON}, "stopped"),
        ({"consented_at": None}, "consent"),
        ({"blocked_at": NOON}, "blocked"),
    ],
)
async def test_who_says_stop_while_a_message_waits_for_its_turn_does_not_get_it(
    bench: Bench, change: dict[str, Any], reason: str
) -> None:
    await a_crowd(bench, rate=30)
    wire = Wire(1, hold=True)
    bench.bot.session.middleware(wire)
    flight = asyncio.create_task(bench.scheduler.deliver_due())
    await wire.has_the_nth()
    async with bench.sessions.begin() as session:
        await session.execute(update(Person).values(**change))
    wire.released.set()
    await flight
    assert len(wire.texts) <= 2, "the next may have had its turn already"
    rest = [nudge for nudge in await bench.nudges() if nudge.state != NudgeState.SENT]
    assert {(nudge.state, nudge.reason) for nudge in rest} == {(NudgeState.SKIPPED, reason)}


async def test_what_waits_until_night_has_come_waits_for_the_morning(bench: Bench) -> None:
    await a_crowd(bench, rate=30)
    wire = Wire(1, hold=True)
    bench.bot.session.middleware(wire)
    flight = asyncio.create_task(bench.scheduler.deliver_due())
    await wire.has_the_nth()
    bench.clock.advance(timedelta(hours=9))
    wire.released.set()
    await flight
    assert len(wire.texts) <= 2
    rest = [nudge for nudge in await bench.nudges() if nudge.state != NudgeState.SENT]
    assert {(nudge.state, nudge.reason) for nudge in rest} == {(NudgeState.PLANNED, "quiet_hours")}
    bench.clock.advance(timedelta(hours=13))
    await bench.scheduler.settle()
    assert got(bench) == [1] * len(CROWD)


async def test_closing_does_not_wait_for_those_without_a_permit(bench: Bench) -> None:
    await a_crowd(bench, rate=1)
    wire = Wire(1)
    bench.bot.session.middleware(wire)
    flight = asyncio.create_task(bench.scheduler.deliver_due())
    await wire.has_the_nth()
    await bench.close()
    await flight
    assert sum(got(bench)) == 1
    bench.open()
    await bench.scheduler.settle()
    assert got(bench) == [1] * len(CROWD)
    assert await states(bench) == {NudgeState.SENT}


@pytest.mark.parametrize("hours", [-2, 3])
async def test_a_clock_that_is_set_while_messages_leave_repeats_and_loses_none(
    bench: Bench, olga: people.Person, hours: int
) -> None:
    await a_crowd(bench, rate=1000)
    await bench.knows("Сердитый", 99)
    await bench.asked(99)
    await bench.scored(99, 3)
    await bench.scheduler.tick()
    wire = Wire(3, hold=True)
    bench.bot.session.middleware(wire)
    flight = asyncio.create_task(bench.scheduler.deliver_due())
    await wire.has_the_nth()
    bench.wrong = timedelta(hours=hours)
    async with asyncio.timeout(30):
        while await states(bench) != {NudgeState.SENDING, NudgeState.SENT}:
            pass  # until all but that one have landed
    look = asyncio.create_task(bench.scheduler.deliver_due())
    await asyncio.sleep(0)
    assert await states(bench) == {NudgeState.SENDING, NudgeState.SENT}
    wire.released.set()
    await asyncio.gather(flight, look)
    bench.wrong = max(bench.wrong, timedelta(0))
    await bench.scheduler.settle()
    assert got(bench) == [1] * len(CROWD)
    assert len(olga.texts) == 1
    assert await states(bench) == {NudgeState.SENT}


@pytest.mark.parametrize("hours", [-7, 7])
async def test_a_clock_that_is_set_before_a_restart_keeps_nothing_back(
    bench: Bench, prompted: people.Person, hours: int
) -> None:
    wire = Wire(1, hold=True)
    bench.bot.session.middleware(wire)
    flight = asyncio.create_task(bench.scheduler.deliver_due())
    await wire.has_the_nth()
    bench.wrong = timedelta(hours=hours)
    dead = bench.engine
    bench.open()
    await bench.scheduler.settle()
    assert await states(bench) == {NudgeState.UNKNOWN}
    wire.released.set()
    await flight
    await dead.dispose()
    assert len(prompted.texts) == 1


async def test_one_who_has_much_to_read_does_not_delay_the_others(
    bench: Bench, olga: people.Person
) -> None:
    """Notices go first, and yet the last of them waits until its chat may have one more."""
    await a_crowd(bench, rate=100)
    for id in range(1, 8):
        await bench.asked(id)
        await bench.scored(id, 3)
    await bench.scheduler.settle()
    assert len(olga.texts) == 7
    assert got(bench)[7:] == [1] * (len(CROWD) - 7)
    order = [call.params["chat_id"] for call in bench.telegram.calls("sendMessage")]
    assert order[:1] == order[-1:] == ["900"]


async def test_an_idle_look_is_two_statements(bench: Bench, alice: people.Person) -> None:
    await bench.scheduler.deliver_due()
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(bench.engine.sync_engine, "before_cursor_execute", note)
    await bench.scheduler.deliver_due()
    assert [one.split()[0] for one in seen] == ["BEGIN", "SELECT", "SELECT"]
