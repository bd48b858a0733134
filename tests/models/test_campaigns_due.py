"""When a tick has to look at campaigns: not while their offers are simply on their way."""

from datetime import timedelta

from sqlalchemy import select, text

from models import campaigns, first_batch
from models.database import Sessions
from scheduler.plans.offers import PLAN
from tests.models.campaigning import MOSCOW, NOON, a_confirmed, add, person

HOUR = timedelta(hours=1)
DONE = "UPDATE nudges SET state = 'sent', sent_at = '2026-05-15 09:00:00.000000'"


async def is_due(sessions: Sessions, after: timedelta = timedelta()) -> bool:
    assert PLAN.is_due is not None
    async with sessions.begin() as session:
        return bool(await session.scalar(select(PLAN.is_due), {"now": NOON + after}))


async def run(sessions: Sessions, statement: str) -> None:
    async with sessions.begin() as session:
        await session.execute(text(statement))


async def plan(sessions: Sessions, after: timedelta = timedelta()) -> None:
    now = NOON + after
    async with sessions.begin() as session:
        await first_batch.wait(session, now)
        await first_batch.judge(session, MOSCOW, now, now)
        await campaigns.finish(session, now)


async def test_it_is_due_when_the_last_is_decided_and_not_before(sessions: Sessions) -> None:
    await add(sessions, person(2), person(3))
    assert not await is_due(sessions)
    await a_confirmed(sessions)
    assert not await is_due(sessions)
    await run(sessions, f"{DONE} WHERE person_id = 2")
    assert not await is_due(sessions)
    await run(sessions, DONE)
    assert await is_due(sessions)
    await plan(sessions)
    assert not await is_due(sessions)


async def test_it_is_due_when_the_first_batch_is_out_and_when_it_is_judged(
    sessions: Sessions,
) -> None:
    await add(sessions, *(person(number) for number in range(2, 25)))
    await a_confirmed(sessions, first_batch="twenty")
    assert not await is_due(sessions)
    await run(sessions, f"{DONE} WHERE state = 'planned'")
    assert await is_due(sessions)
    await plan(sessions)
    assert not await is_due(sessions)
    assert not await is_due(sessions, 2 * HOUR - timedelta(seconds=1))
    assert await is_due(sessions, 2 * HOUR)
    await plan(sessions, 2 * HOUR)
    assert not await is_due(sessions, 2 * HOUR)


async def test_a_pause_is_no_end_and_a_stop_is(sessions: Sessions) -> None:
    await add(sessions, person(2))
    await a_confirmed(sessions)
    await run(sessions, "UPDATE campaigns SET state = 'paused'")
    await run(sessions, "UPDATE nudges SET state = 'held', reason = 'admin'")
    assert not await is_due(sessions)
    await run(sessions, "UPDATE campaigns SET state = 'stopped'")
    assert await is_due(sessions)
    await plan(sessions)
    assert not await is_due(sessions)
