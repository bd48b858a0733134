"""Many served at once: what it saves, and what an error of one must not do to the others."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import event, update

from models import claims
from models.tables import Nudge, NudgeState
from scheduler.records import Landed, write_down
from scheduler.together import Together
from tests.bench.campaign import TERMS
from tests.scheduler.bench import NOON, Bench

LEASE = timedelta(minutes=5)


class Till:
    """Doubles numbers, in rounds; it can't read a negative one."""

    def __init__(self) -> None:
        self.rounds: list[list[int]] = []

    async def work(self, numbers: Sequence[int]) -> list[int]:
        self.rounds.append(list(numbers))
        await asyncio.sleep(0)
        if min(numbers) < 0:
            raise ValueError("negative")
        return [2 * number for number in numbers]


async def test_who_comes_while_one_round_is_on_shares_the_next() -> None:
    till = Till()
    together = Together(till.work)
    first = asyncio.create_task(together.do(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    rest = [asyncio.create_task(together.do(number)) for number in (2, 3, 4)]
    assert await asyncio.gather(first, *rest) == [2, 4, 6, 8]
    assert till.rounds == [[1], [2, 3, 4]]


async def test_an_error_of_one_is_told_to_that_one_only() -> None:
    till = Till()
    together = Together(till.work)
    said = await asyncio.gather(*map(together.do, (1, -2, 3)), return_exceptions=True)
    assert [type(one) for one in said] == [int, ValueError, int]
    assert till.rounds == [[1, -2, 3], [1], [-2], [3]]


async def test_who_has_gone_is_left_out() -> None:
    till = Till()
    together = Together(till.work)
    tasks = [asyncio.create_task(together.do(number)) for number in (1, 2, 3)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert till.rounds == [[1, 3]]


# --- in the tables ---


async def claimed(bench: Bench, size: int) -> Sequence[Nudge]:
    await bench.knows_a_crowd(size)
    async with bench.sessions.begin() as session:
        return await claims.claim(session, size, NOON, LEASE)


async def test_only_what_is_still_claimed_is_marked(bench: Bench) -> None:
    """A campaign that is paused takes its rows away."""
    rows = await claimed(bench, 3)
    async with bench.sessions.begin() as session:
        await session.execute(update(Nudge).where(Nudge.id == 2).values(state=NudgeState.HELD))
        assert await claims.mark_sending(session, rows, NOON, LEASE) == {1, 3}
    assert [row.state for row in await bench.nudges()] == ["sending", "held", "sending"]


async def test_one_row_may_be_several_messages(bench: Bench) -> None:
    rows = await claimed(bench, 2)
    landed = [Landed([rows[0]], [7, 8, 9]), Landed([rows[1]], [10])]
    async with bench.sessions.begin() as session:
        await write_down(session, landed, TERMS, NOON)
    kept = [(row.state, row.message_id) for row in await bench.nudges()]
    assert kept == [(NudgeState.SENT, 7), (NudgeState.SENT, 10)]


async def test_at_a_high_rate_many_are_marked_in_one_statement(bench: Bench) -> None:
    for id in range(1, 41):
        await bench.knows(f"Клиент {id}", id, referral_at=NOON)
    await bench.scheduler.tick()
    marked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if "attempts" in statement and statement.startswith("UPDATE nudges"):
            marked.append(statement)

    event.listen(bench.engine.sync_engine, "before_cursor_execute", note)
    await bench.scheduler.deliver_due()
    assert {row.state for row in await bench.nudges()} == {NudgeState.SENT}
    assert len(marked) < 20
