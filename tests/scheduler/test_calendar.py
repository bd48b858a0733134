"""Whatever the calendar brings is planned once: twice, late, or by two processes at once."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models.rules.contact import Kind, Reason
from models.tables import Case, CaseState, Nudge, Person, Role, Survey
from sandbox import people
from scheduler.plan import nothing_due
from scheduler.plans import PLANS
from tests.scheduler.bench import NOON, Bench

DAY = timedelta(days=1)
FACTS: dict[int, dict[str, Any]] = {
    1: {"survey_at": NOON},
    2: {"referral_at": NOON},
    3: {"greeting_at": NOON, "birth_month": 5, "birth_day": 15},
    4: {},
    5: {},
    6: {},
}


@pytest.fixture
async def customers(bench: Bench) -> list[people.Person]:
    return [await bench.knows(f"Клиент-{id}", id, **facts) for id, facts in FACTS.items()]


@pytest.fixture
async def busy(bench: Bench, customers: list[people.Person]) -> Bench:
    """A moment at which everything is due."""
    await bench.knows("Ольга", 900, role=Role.OWNER)
    await bench.asked(4, NOON - 2 * DAY)
    closed = {"state": CaseState.CLOSED, "closing": "wishes", "closed_at": NOON - 21 * DAY}
    await bench.add(
        Case(customer_id=5, opened_at=NOON - 22 * DAY, check_at=NOON, reask_at=NOON, **closed),
        Case(customer_id=6, opened_at=NOON - DAY, red_at=NOON),
    )
    return bench


async def planned(bench: Bench) -> list[tuple[str, str]]:
    async with bench.sessions() as session:
        query = select(Nudge.kind, Nudge.key).order_by(Nudge.kind, Nudge.key)
        return [(kind, key) for kind, key in await session.execute(query)]


async def test_each_is_planned_once_however_often_it_is_looked_at(busy: Bench) -> None:
    await busy.scheduler.tick()
    once = await planned(busy)
    assert {kind for kind, _ in once} >= {
        *("survey", "referral", "reminder", "recovery", "reask", "red", "card", "greeting"),
    }
    for _ in range(2):
        await busy.scheduler.tick()
    assert await planned(busy) == once


async def test_a_plan_leaves_nothing_that_the_next_look_would_pay_for(busy: Bench) -> None:
    await busy.scheduler.tick()
    async with busy.sessions() as session:
        left = await session.scalars(
            select(Person.id).where(
                (Person.survey_at <= NOON)
                | (Person.referral_at <= NOON)
                | (Person.greeting_at <= NOON)
            )
        )
        assert left.all() == []
        reminders = await session.scalars(select(Survey.id).where(Survey.remind_at <= NOON))
        assert reminders.all() == []
    assert await busy.scheduler._look(NOON) == []


async def test_two_processes_at_once_plan_what_one_would(busy: Bench) -> None:
    other = Bench(busy.database)
    try:
        await asyncio.gather(*(one.scheduler.tick() for one in (busy, other, busy, other)))
    finally:
        await other.close()
    keys = [key for _, key in await planned(busy)]
    assert len(keys) == len(set(keys))
    kinds = [kind for kind, _ in await planned(busy)]
    for kind in ("survey", "referral", "reminder", "recovery", "red", "greeting"):
        assert kinds.count(kind) == 1, kind
    async with busy.sessions() as session:
        assert len((await session.scalars(select(Survey.id))).all()) == 3


async def test_after_weeks_without_the_bot_nothing_stale_is_sent(
    busy: Bench, customers: list[people.Person]
) -> None:
    busy.clock.advance(20 * DAY)
    await busy.scheduler.settle()
    assert [text for customer in customers for text in customer.texts] == []
    async with busy.sessions() as session:
        query = select(Nudge.kind, Nudge.reason).where(Nudge.kind.in_(tuple(Kind)))
        reasons = {one.kind: one.reason for one in await session.execute(query)}
    assert reasons.pop("reminder", "too_late") in ("too_late", "not_needed")
    assert reasons == dict.fromkeys(sorted(reasons), Reason.TOO_LATE)


def test_every_plan_that_writes_rows_says_when_it_is_due() -> None:
    silent = [
        plan
        for plan in PLANS
        if plan.plan is not nothing_due and plan.is_due is None and plan.mark is None
    ]
    assert silent == []
