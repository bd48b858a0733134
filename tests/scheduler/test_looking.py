"""What each look costs: it reads what is due, and nothing that is not."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from models import claims, nudges, referrals, surveys
from models.rules.cadence import Cadence
from scheduler import LOOK
from tests.scheduler.bench import NOON, Bench

Query = Callable[[AsyncSession], Awaitable[Any]]
SPAN = timedelta(days=1)


async def explained(bench: Bench, query: Query) -> list[str]:
    """The plan of each statement, with the values bound as they are when it runs."""
    seen: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        seen.append((statement, parameters))

    event.listen(bench.engine.sync_engine, "before_cursor_execute", note)
    async with bench.sessions.begin() as session:
        await query(session)
        connection = await session.connection()
        rows = []
        for statement, parameters in list(seen):
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            rows += [row.detail for row in plan]
    event.remove(bench.engine.sync_engine, "before_cursor_execute", note)
    return rows


@pytest.fixture
async def crowded(bench: Bench) -> Bench:
    await bench.knows_a_crowd(500)
    for customer in range(1, 20):
        await bench.asked(customer, NOON)
    return bench


async def test_a_claim_probes_each_priority_and_scans_nothing(crowded: Bench) -> None:
    lines = await explained(crowded, lambda session: claims.claim(session, 30, NOON, SPAN))
    probes = [line for line in lines if "ix_nudges_due" in line]
    assert len(probes) == len(nudges.PRIORITIES)
    assert all("priority=? AND due_at<?" in probe for probe in probes)
    scans = {line for line in lines if "SCAN nudges" in line}
    assert scans == {"SCAN nudges_1 USING INDEX ix_nudges_in_flight"}


QUERIES: dict[str, tuple[Query, str]] = {
    "what is in flight": (
        lambda session: claims.give_back(session, NOON, all_of_them=False, flying=(1, 2)),
        "ix_nudges_in_flight",
    ),
    "what expires": (
        lambda session: surveys.expire_due(session, Cadence(), NOON),
        "ix_surveys_expires_at",
    ),
    "what is to be reminded of": (
        lambda session: surveys.plan_reminders(session, NOON),
        "ix_surveys_remind_at",
    ),
    "who is to be prompted": (
        lambda session: referrals.plan_prompts(session, SPAN, NOON),
        "ix_people_referral_at",
    ),
    "the next expiry": (
        lambda session: surveys.next_expiry(session, NOON),
        "ix_surveys_expires_at",
    ),
    "the next reminder": (
        lambda session: surveys.next_reminder(session, NOON),
        "ix_surveys_remind_at",
    ),
}


@pytest.mark.parametrize(("query", "index"), QUERIES.values(), ids=QUERIES.keys())
async def test_a_look_uses_its_index(crowded: Bench, query: Query, index: str) -> None:
    lines = await explained(crowded, query)
    assert any(index in line for line in lines), lines
    read = [line for line in lines if f" {index.split('_')[1]}" in line]
    by_key = ("PRIMARY KEY", "(customer_id=?)")
    assert [line for line in read if not any(way in line for way in (index, *by_key))] == []


async def test_a_tick_with_nothing_due_is_one_statement(crowded: Bench) -> None:
    await crowded.scheduler.tick()
    seen: list[str] = []
    event.listen(
        crowded.engine.sync_engine, "before_cursor_execute", lambda *call: seen.append(call[2])
    )
    await crowded.scheduler.tick()
    assert [one.split()[0] for one in seen] == ["BEGIN", "SELECT"]


async def test_the_look_of_a_tick_reads_indices_only(crowded: Bench) -> None:
    lines = await explained(crowded, lambda session: session.execute(LOOK, {"now": NOON}))
    scans = {line for line in lines if line.startswith("SCAN") and "CONSTANT" not in line}
    assert all("uq_cases_open" in scan for scan in scans), "it holds what is open, and no more"
    for index in (
        *("ix_people_survey_at", "ix_cases_reask_at", "ix_surveys_remind_at"),
        *("ix_surveys_expires_at", "ix_people_referral_at", "ix_people_greeting_at"),
        *("ix_cases_red_at", "ix_cases_check_at", "ix_people_invitation_at"),
    ):
        assert any(index in line for line in lines), index
