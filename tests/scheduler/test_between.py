"""Between a plan's INSERT and its UPDATE, PostgreSQL lets others write: who falls due there is not
in the one, and must not be forgotten by the other."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from models import birthdays, referrals
from models.rules.cadence import WORTH_SENDING_FOR
from models.tables import Person
from sandbox import people
from tests.scheduler.bench import BUSINESS, NOON, Bench

COLUMNS = ["greeting_at", "invitation_at", "referral_at"]


async def plan(session: AsyncSession, column: str) -> None:
    match column:
        case "greeting_at":
            await birthdays.plan_greetings(session, BUSINESS.zone, NOON)
        case "invitation_at":
            await birthdays.plan_invitations(session, WORTH_SENDING_FOR, NOON)
        case "referral_at":
            await referrals.plan_prompts(session, WORTH_SENDING_FOR, NOON)


@contextmanager
def falls_due_meanwhile(bench: Bench, column: str, person_id: int) -> Iterator[None]:
    """After the first INSERT, as another transaction would have it."""
    statement = f"UPDATE people SET {column} = '{NOON:%F %T}.000000' WHERE id = {person_id}"

    def after(_c: Any, cursor: sqlite3.Cursor, said: str, *_: Any) -> None:
        if said.startswith("INSERT INTO nudges"):
            cursor.execute(statement)

    event.listen(bench.engine.sync_engine, "after_cursor_execute", after)
    yield
    event.remove(bench.engine.sync_engine, "after_cursor_execute", after)


@pytest.mark.parametrize("column", COLUMNS)
async def test_who_falls_due_while_others_are_planned_is_planned_next(
    bench: Bench, alice: people.Person, column: str
) -> None:
    await bench.knows("Давид", 2)
    await bench.change(Person, 1, **{column: NOON})
    async with bench.sessions.begin() as session:
        with falls_due_meanwhile(bench, column, 2):
            await plan(session, column)
    assert [getattr(await bench.row(Person, id), column) for id in (1, 2)] == [None, NOON]
    async with bench.sessions.begin() as session:
        await plan(session, column)
    assert [nudge.person_id for nudge in await bench.nudges()] == [1, 2]
    assert getattr(await bench.row(Person, 2), column) is None


@pytest.mark.parametrize("column", COLUMNS)
async def test_the_staff_is_planned_nothing_and_not_looked_at_again(
    bench: Bench, olga: people.Person, column: str
) -> None:
    await bench.change(Person, 900, **{column: NOON})
    async with bench.sessions.begin() as session:
        await plan(session, column)
    assert getattr(await bench.row(Person, 900), column) is None
    assert await bench.nudges() == []
