"""A campaign in the tables: one draft an admin, one confirmation, a row for every customer."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from models import campaigns, outcomes
from models.database import Sessions, connect, sessions_of
from models.nudges import Notice
from models.rules.contact import Policy, Reason
from models.tables import Campaign, CampaignState, Nudge, NudgeState, Person, Role, Table

NOON = datetime(2026, 5, 15, 9, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")
BOB, ALICE = 1, 2
PREVIEW, CONTROLS = 70, 71


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    engine = connect(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
    async with engine.begin() as connection:
        await connection.run_sync(Table.metadata.create_all)
        await connection.execute(insert(Person), [person(BOB, role=Role.ADMIN)])
    yield engine
    await engine.dispose()


@pytest.fixture
def sessions(engine: AsyncEngine) -> Sessions:
    return sessions_of(engine)


def person(number: int, **facts: Any) -> dict[str, Any]:
    return {
        "id": number,
        "telegram_id": number,
        "role": Role.CUSTOMER,
        "name": f"Клиент {number}",
        "language": "ru",
        "code": str(number),
        "met_at": NOON,
        "started_at": NOON,
        "consented_at": NOON,
        "offers_at": NOON,
        "demo": False,
        **facts,
    }


async def add(sessions: Sessions, *people: dict[str, Any]) -> None:
    async with sessions.begin() as session:
        for one in people:
            await session.execute(insert(Person).values(**one))


async def a_draft(session: AsyncSession) -> Campaign:
    draft, _replaced = await campaigns.open_draft(session, BOB, NOON)
    await campaigns.set_content(session, draft.id, BOB, PREVIEW)
    return draft


async def confirm(
    session: AsyncSession, campaign_id: int, *, admin: int = BOB, message: int = PREVIEW
) -> bool:
    return await campaigns.confirm(
        session, admin, campaign_id, message, progress_message_id=CONTROLS, now=NOON
    )


async def a_confirmed(sessions: Sessions) -> int:
    async with sessions.begin() as session:
        draft = await a_draft(session)
        assert await confirm(session, draft.id)
        return draft.id


async def rows_of(sessions: Sessions) -> list[Nudge]:
    async with sessions.begin() as session:
        return list(await session.scalars(select(Nudge).order_by(Nudge.id)))


async def decide(sessions: Sessions, person_id: int, state: str, reason: str | None = None) -> None:
    async with sessions.begin() as session:
        await session.execute(
            update(Nudge).where(Nudge.person_id == person_id).values(state=state, reason=reason)
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
            await campaigns.plan_offers(session, draft.id, NOON)
    assert len(said) == 1
    rows = await rows_of(sessions)
    assert len(rows) == 1000
    assert {row.good_until for row in rows} == {NOON + timedelta(days=7)}
    assert {row.key for row in rows} == {f"offer:{draft.id}:{number}" for number in range(2, 1002)}


async def test_a_campaign_is_confirmed_once(sessions: Sessions) -> None:
    await add(sessions, person(ALICE))
    campaign_id = await a_confirmed(sessions)
    async with sessions.begin() as session:
        assert not await confirm(session, campaign_id)
    assert len(await rows_of(sessions)) == 1


@pytest.mark.parametrize("wrong", [{"admin": ALICE}, {"message": PREVIEW - 1}])
async def test_only_its_admin_confirms_what_they_saw(
    sessions: Sessions, wrong: dict[str, int]
) -> None:
    await add(sessions, person(ALICE, role=Role.ADMIN))
    async with sessions.begin() as session:
        draft = await a_draft(session)
        assert not await confirm(session, draft.id, **wrong)
    assert await rows_of(sessions) == []


async def test_a_draft_without_content_is_never_confirmed(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        draft, _ = await campaigns.open_draft(session, BOB, NOON)
        assert not await confirm(session, draft.id, message=0)


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


async def test_content_comes_too_late_for_a_confirmed_campaign(sessions: Sessions) -> None:
    campaign_id = await a_confirmed(sessions)
    async with sessions.begin() as session:
        await campaigns.set_content(session, campaign_id, BOB, PREVIEW + 5)
    async with sessions.begin() as session:
        assert (await session.get_one(Campaign, campaign_id)).message_id == PREVIEW


# --- the forecast ---


async def test_the_forecast_counts_everybody_once_batch_by_batch(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "BATCH", 3)
    await add(
        sessions,
        *(person(number) for number in range(2, 9)),
        person(20, zone="Asia/Tokyo"),
        person(21, zone="America/Los_Angeles"),
        person(22, offers_at=None),
        person(23, stopped_at=NOON),
        person(24, blocked_at=NOON),
        person(25, consented_at=None),
        person(26, role=Role.OWNER),
    )
    expected = await outcomes.forecast(sessions, NOON, Policy(), MOSCOW)
    assert expected.now == 8
    assert expected.later == Counter({Reason.QUIET_HOURS: 1})
    assert expected.never == Counter(
        {Reason.OFFERS_CONSENT: 1, Reason.STOPPED: 1, Reason.BLOCKED: 1, Reason.CONSENT: 1}
    )
    assert expected.reached == 9


async def test_a_batch_costs_the_same_few_statements_whatever_its_size(
    engine: AsyncEngine, sessions: Sessions
) -> None:
    await add(sessions, *(person(number) for number in range(2, 302)))
    with statements(engine) as said:
        await outcomes.forecast(sessions, NOON, Policy(), MOSCOW)
    assert len(said) <= 8


async def test_nobody_to_forecast_is_nobody(sessions: Sessions) -> None:
    assert await outcomes.forecast(sessions, NOON, Policy(), MOSCOW) == outcomes.Forecast()


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
        assert (await outcomes.tally(session, campaign_id)).total == 2
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
        tally = await outcomes.tally(session, campaign_id)
    assert tally == outcomes.Tally(
        sent=2,
        unknown=1,
        blocked=2,
        failed=1,
        skipped=Counter({Reason.CAP: 1, Reason.CONSENT: 1}),
        waiting=3,
        deferred=1,
    )
    assert (tally.decided, tally.total) == (8, 11)


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
        await campaigns.stop_those_without_a_source(session, NOON)
        stopped, untouched = (
            await outcomes.tally(session, lost),
            await outcomes.tally(session, other),
        )
    assert (stopped.failed, stopped.waiting, stopped.source_gone) == (2, 0, True)
    assert (untouched.failed, untouched.waiting, untouched.source_gone) == (0, 2, False)


async def test_an_admin_has_one_draft(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        first, replaced_none = await campaigns.open_draft(session, BOB, NOON)
        second, replaced_one = await campaigns.open_draft(session, BOB, NOON)
        open_now = await campaigns.draft_of(session, BOB)
    assert (replaced_none, replaced_one) == (False, True)
    assert open_now is second
    async with sessions.begin() as session:
        drafts = select(func.count()).where(Campaign.state == CampaignState.DRAFT)
        assert await session.scalar(drafts) == 1
        assert (await session.get_one(Campaign, first.id)).state == CampaignState.CANCELLED


async def test_an_album_is_news_once(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        draft, _ = await campaigns.open_draft(session, BOB, NOON)
        heard = [await campaigns.refuse_album(session, draft.id, album) for album in "aaba"]
    assert heard == [True, False, True, True]
