"""A campaign in the tables: one confirmation, a row for every customer, pauses and the end."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, update
from sqlalchemy.ext.asyncio import AsyncEngine

from models import campaigns, offers, tallies
from models.database import Sessions
from models.nudges import Notice
from models.rules.contact import Reason
from models.tables import Campaign, CampaignState, Nudge, NudgeState, Role
from tests.models.campaigning import (
    ALICE,
    BOB,
    MOSCOW,
    NOON,
    a_confirmed,
    a_draft,
    add,
    confirm,
    decide,
    person,
    rows_of,
)


@contextmanager
def statements(engine: AsyncEngine) -> Iterator[list[str]]:
    said: list[str] = []

    def listen(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", listen)
    yield said
    event.remove(engine.sync_engine, "before_cursor_execute", listen)


async def test_a_thousand_people_are_planned_in_one_statement(
    engine: AsyncEngine, sessions: Sessions
) -> None:
    await add(sessions, *(person(number) for number in range(2, 1002)))
    async with sessions.begin() as session:
        draft = await a_draft(session)
        with statements(engine) as said:
            await offers.plan(session, draft, MOSCOW, NOON)
    assert [one.split()[0] for one in said] == ["SELECT", "INSERT"]  # the variants, the rows
    assert "row_number" not in said[1]  # nobody sorts a million where nothing is drawn
    rows = await rows_of(sessions)
    assert len(rows) == 1000
    assert {row.good_until for row in rows} == {NOON + timedelta(days=7)}
    assert {row.key for row in rows} == {f"offer:{draft.id}:{number}" for number in range(2, 1002)}
    assert {(row.state, row.reason, row.due_at) for row in rows} == {("planned", None, NOON)}


async def test_a_campaign_is_confirmed_once(sessions: Sessions) -> None:
    await add(sessions, person(ALICE))
    campaign_id = await a_confirmed(sessions)
    async with sessions.begin() as session:
        assert not await confirm(session, campaign_id)
    assert len(await rows_of(sessions)) == 1


async def test_only_its_admin_confirms_it(sessions: Sessions) -> None:
    await add(sessions, person(ALICE, role=Role.ADMIN))
    async with sessions.begin() as session:
        draft = await a_draft(session)
        assert not await confirm(session, draft.id, admin=ALICE)
    assert await rows_of(sessions) == []


async def test_a_draft_without_content_is_never_confirmed(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        draft = await a_draft(session, letters="")
        assert not await confirm(session, draft.id)


async def test_a_row_is_made_for_customers_who_started_and_are_still_here(
    sessions: Sessions,
) -> None:
    await add(
        sessions,
        person(2),
        person(3, offers_at=None),  # skipped by the arbiter, and counted
        person(4, role=Role.OWNER),
        person(5, started_at=None),
        person(6, telegram_id=None),
    )
    await a_confirmed(sessions)
    assert {row.person_id for row in await rows_of(sessions)} == {2, 3}


# --- the end ---


async def test_a_campaign_is_done_when_its_last_row_is_decided(sessions: Sessions) -> None:
    await add(sessions, person(2), person(3))
    campaign_id = await a_confirmed(sessions)
    for person_id, left in [(2, True), (3, False)]:
        await decide(sessions, person_id, NudgeState.SENT)
        async with sessions.begin() as session:
            await campaigns.finish(session, NOON)
        assert await is_running(sessions, campaign_id) is left
    async with sessions.begin() as session:  # the result is a row too, but no offer
        assert (await tallies.of(session, campaign_id)).total == 2
    assert [row.person_id for row in await rows_of(sessions) if row.kind == Notice.RESULT] == [BOB]


@pytest.mark.parametrize("state", [NudgeState.PLANNED, NudgeState.CLAIMED, NudgeState.SENDING])
async def test_a_row_that_may_still_go_keeps_it_open(sessions: Sessions, state: str) -> None:
    await add(sessions, person(ALICE))
    campaign_id = await a_confirmed(sessions)
    await decide(sessions, ALICE, state)
    async with sessions.begin() as session:
        await campaigns.finish(session, NOON)
    assert await is_running(sessions, campaign_id)


async def is_running(sessions: Sessions, campaign_id: int) -> bool:
    async with sessions.begin() as session:
        campaign = await session.get_one(Campaign, campaign_id)
    return campaign.state == CampaignState.CONFIRMED


async def test_finishing_twice_tells_once(sessions: Sessions) -> None:
    campaign_id = await a_confirmed(sessions)
    for _ in range(2):
        async with sessions.begin() as session:
            await campaigns.finish(session, NOON)
    assert [row.key for row in await rows_of(sessions)] == [f"result:{campaign_id}"]


async def test_the_tally_counts_each_customer_once_and_the_result_not_at_all(
    sessions: Sessions,
) -> None:
    fates = [
        (NudgeState.SENT, None),
        (NudgeState.SENT, None),
        (NudgeState.UNKNOWN, "connection_lost"),
        (NudgeState.FAILED, Reason.BLOCKED),
        (NudgeState.SKIPPED, Reason.BLOCKED),
        (NudgeState.FAILED, "Bad Request: odd"),
        (NudgeState.SKIPPED, Reason.CAP),
        (NudgeState.SKIPPED, Reason.CONSENT),
        (NudgeState.PLANNED, Reason.GAP),
        (NudgeState.PLANNED, "retry_after"),
        (NudgeState.SENDING, None),
    ]
    people = range(2, 2 + len(fates))
    await add(sessions, *(person(number) for number in people))
    campaign_id = await a_confirmed(sessions)
    for number, (state, reason) in zip(people, fates, strict=True):
        await decide(sessions, number, state, reason)
    async with sessions.begin() as session:
        tally = await tallies.of(session, campaign_id)
    assert tally == tallies.Tally(
        sent=2,
        unknown=1,
        blocked=2,
        failed=1,
        skipped=Counter({Reason.CAP: 1, Reason.CONSENT: 1}),
        ready=2,
        later=Counter({Reason.GAP: 1}),
    )
    assert (tally.decided, tally.waiting, tally.total) == (8, 3, 11)


async def test_one_missing_source_stops_that_campaign_only(sessions: Sessions) -> None:
    await add(sessions, person(2), person(3))
    lost, other = await a_confirmed(sessions), await a_confirmed(sessions)
    async with sessions.begin() as session:
        await session.execute(
            update(Nudge)
            .where(Nudge.campaign_id == lost, Nudge.person_id == 2)
            .values(state=NudgeState.FAILED, reason="Bad Request: message to copy not found")
        )
    async with sessions.begin() as session:
        await campaigns.lose_source(session, lost, NOON)
        stopped, untouched = (
            await tallies.of(session, lost),
            await tallies.of(session, other),
        )
    assert (stopped.failed, stopped.waiting, stopped.source_gone) == (2, 0, True)
    assert (untouched.failed, untouched.waiting, untouched.source_gone) == (0, 2, False)
