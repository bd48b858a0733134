"""When a report is planned, to whom, and what it counts."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.settings import Settings
from models import reports
from models.period import Period
from models.reports import Span
from models.rules.nps import Tally
from models.tables import Case, Nudge, Referral, Role
from tests.models.business import DAY, HOUR, answer, nudge, person
from tests.models.steps import steps_of

BUSINESS = Settings(_env_file=None).business
FIVE = datetime(2026, 5, 15, 14, tzinfo=UTC)
"""17:00 in Moscow."""
AN_INSTANT = timedelta(microseconds=1)


async def planned(session: AsyncSession) -> list[str]:
    return list(await session.scalars(select(Nudge.key).order_by(Nudge.id)))


async def tick(session: AsyncSession, now: datetime) -> list[str]:
    await reports.plan(session, BUSINESS, now)
    return await planned(session)


async def test_it_comes_at_five_and_not_before(session: AsyncSession) -> None:
    await person(session, Role.OWNER)
    await answer(session, await person(session), 10, FIVE - HOUR)
    assert await tick(session, FIVE - AN_INSTANT) == []
    assert await tick(session, FIVE) == ["report:2026-05-15:1"]


async def test_a_day_has_one_report_however_often_we_look(session: AsyncSession) -> None:
    await person(session, Role.OWNER)
    await answer(session, await person(session), 10, FIVE - HOUR)
    for hours in range(24):
        assert await tick(session, FIVE + hours * HOUR) == ["report:2026-05-15:1"]


async def test_it_is_silent_where_nothing_has_happened_since_the_last(
    session: AsyncSession,
) -> None:
    await person(session, Role.OWNER)
    await answer(session, await person(session), 10, FIVE - DAY)
    await answer(session, await person(session), 10, FIVE + AN_INSTANT)
    assert await tick(session, FIVE) == []


@pytest.mark.parametrize("what", ["answer", "newcomer", "case", "unknown", "failed"])
async def test_each_of_these_is_news(session: AsyncSession, what: str) -> None:
    await person(session, Role.OWNER)
    alice = await person(session)
    at = FIVE - HOUR
    if what == "answer":
        await answer(session, alice, 0, at)
    elif what == "newcomer":
        alice.started_at = at
    elif what == "case":
        session.add(Case(customer_id=alice.id, state="new", opened_at=at))
    else:
        await nudge(session, alice, "survey", what, sent_at=at, ended_at=at)
    await session.flush()
    assert "report:2026-05-15:1" in await tick(session, FIVE)


@pytest.mark.parametrize("state", ["sent", "skipped", "planned"])
async def test_what_we_do_as_always_is_no_news(session: AsyncSession, state: str) -> None:
    await person(session, Role.OWNER)
    at = FIVE - HOUR
    ended_at = None if state == "planned" else at
    await nudge(session, await person(session), "survey", state, sent_at=at, ended_at=ended_at)
    await reports.plan(session, BUSINESS, FIVE)
    assert await session.scalar(select(Nudge).where(Nudge.kind == "report")) is None


async def test_a_customer_who_blocks_the_bot_is_no_news(session: AsyncSession) -> None:
    await person(session, Role.OWNER)
    sent = {"ended_at": FIVE - HOUR, "reason": "blocked"}
    await nudge(session, await person(session), "survey", "failed", **sent)
    await reports.plan(session, BUSINESS, FIVE)
    assert await session.scalar(select(Nudge).where(Nudge.kind == "report")) is None


async def test_what_the_staff_do_is_no_news(session: AsyncSession) -> None:
    await person(session, Role.OWNER, started_at=FIVE - HOUR)
    bob = await person(session, Role.ADMIN)
    await answer(session, bob, 3, FIVE - HOUR)
    assert await tick(session, FIVE) == []


async def test_only_owners_who_can_be_written_to_get_it(session: AsyncSession) -> None:
    olga = await person(session, Role.OWNER)
    await person(session, Role.OWNER, started_at=None)
    await person(session, Role.OWNER, blocked_at=FIVE)
    await person(session, Role.ADMIN)
    await answer(session, await person(session), 10, FIVE - HOUR)
    assert await tick(session, FIVE) == [f"report:2026-05-15:{olga.id}"]


async def test_after_a_long_stop_only_the_latest_comes(session: AsyncSession) -> None:
    await person(session, Role.OWNER)
    for days in range(5):
        await answer(session, await person(session), 10, FIVE - HOUR - days * DAY)
    assert await tick(session, FIVE + 3 * HOUR) == ["report:2026-05-15:1"]


async def test_a_stop_that_ends_after_a_silent_day_brings_nothing(session: AsyncSession) -> None:
    await person(session, Role.OWNER)
    await answer(session, await person(session), 10, FIVE - 2 * DAY)
    assert await tick(session, FIVE + HOUR) == []


@pytest.mark.parametrize("days", [0, 1, 40])
async def test_an_owner_who_starts_late_gets_the_last_one_only(
    session: AsyncSession, days: int
) -> None:
    await answer(session, await person(session), 10, FIVE - 3 * DAY)
    await answer(session, await person(session), 10, FIVE)
    olga = await person(session, Role.OWNER)
    for _ in range(2):
        await reports.plan_last(session, olga, BUSINESS, FIVE + days * DAY)
    assert await planned(session) == [f"report:2026-05-15:{olga.id}"]
    row = (await session.scalars(select(Nudge))).one()
    assert row.about == {"until": "2026-05-15T14:00:00+00:00"}


async def test_an_owner_of_a_business_without_news_gets_none(session: AsyncSession) -> None:
    olga = await person(session, Role.OWNER)
    alice = await person(session, started_at=FIVE + HOUR)
    await answer(session, alice, 10, FIVE + HOUR)
    await reports.plan_last(session, olga, BUSINESS, FIVE + 2 * HOUR)
    assert await planned(session) == []


async def test_the_last_report_is_not_sent_again_to_who_has_had_it(session: AsyncSession) -> None:
    olga = await person(session, Role.OWNER)
    await answer(session, await person(session), 10, FIVE - HOUR)
    await tick(session, FIVE)
    await reports.plan_last(session, olga, BUSINESS, FIVE + 5 * DAY)
    assert await planned(session) == ["report:2026-05-15:1"]


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
async def test_where_the_clocks_change_nothing_is_lost_or_told_twice(
    session: AsyncSession, day: date
) -> None:
    berlin = replace(BUSINESS, zone=ZoneInfo("Europe/Berlin"), report_at=time(2, 30))
    await person(session, Role.OWNER)
    noon = datetime.combine(day - 2 * DAY, time(12), UTC)
    for hours in range(96):
        await answer(session, await person(session), 10, noon + hours * HOUR)
        await reports.plan(session, berlin, noon + hours * HOUR)
    untils = [row.about["until"] for row in await session.scalars(select(Nudge)) if row.about]
    told = [await reports.read(session, datetime.fromisoformat(at), berlin) for at in untils]
    first, last = (datetime.fromisoformat(at) for at in (untils[0], untils[-1]))
    assert len(untils) == 4
    assert sum(report.answers.n for report in told[1:]) == (last - first) / HOUR


async def test_it_counts_the_day_and_the_month(session: AsyncSession) -> None:
    for score, hours in (10, 1), (9, 2), (8, 3), (2, 23), (10, 25), (10, 24 * 40):
        await answer(session, await person(session), score, FIVE - hours * HOUR)
    report = await reports.read(session, FIVE, BUSINESS)
    assert report.answers == Tally(2, 1, 1)
    assert report.month == Tally(3, 1, 1)
    assert report.month_before == Tally(1, 0, 0)


async def test_it_counts_people_and_cases(session: AsyncSession) -> None:
    alice = await person(session, started_at=FIVE - HOUR)
    dave = await person(session, started_at=FIVE - 2 * DAY)
    await person(session, Role.ADMIN, started_at=FIVE - HOUR)
    for customer, state, at in (alice, "new", FIVE), (dave, "in_progress", FIVE - 2 * DAY):
        session.add(Case(customer_id=customer.id, state=state, opened_at=at))
    session.add(Case(customer_id=dave.id, state="closed", opened_at=FIVE - HOUR))
    report = await reports.read(session, FIVE, BUSINESS)
    assert (report.newcomers, report.new_cases, report.open_cases) == (1, 2, 2)


async def test_it_counts_what_became_of_our_messages(session: AsyncSession) -> None:
    alice = await person(session)
    await nudge(session, alice, "survey", "planned", due_at=FIVE - HOUR, reason="gap")
    for kind, state, at, reason in (
        ("survey", "sent", FIVE, None),
        ("survey", "sent", FIVE - DAY, None),
        ("survey", "sent", FIVE + AN_INSTANT, None),
        ("card", "sent", FIVE, None),
        ("offer", "skipped", FIVE - HOUR, "cap"),
        ("reminder", "skipped", FIVE - HOUR, "cap"),
        ("reminder", "skipped", FIVE - HOUR, "held_out"),
        ("survey", "skipped", FIVE - HOUR, "blocked"),
        ("offer", "unknown", FIVE - HOUR, "timeout"),
        ("card", "failed", FIVE - HOUR, "bad request"),
        ("referral", "failed", FIVE - HOUR, "blocked"),
    ):
        of = {"due_at": FIVE - 30 * DAY, "ended_at": at, "reason": reason}
        await nudge(session, alice, kind, state, **of)
    report = await reports.read(session, FIVE, BUSINESS)
    assert (report.sent, report.unknown, report.failed) == (1, 1, 1)
    assert report.skipped == {"cap": 2, "blocked": 2, "held_out": 1}


async def test_newcomers_who_came_by_a_link_are_told_apart(session: AsyncSession) -> None:
    host, old = await person(session), await person(session)
    bob = await person(session, Role.ADMIN)
    friends = [await person(session, started_at=FIVE - HOUR) for _ in range(4)]
    for inviter, friend in (host, friends[0]), (host, friends[1]), (bob, friends[2]), (host, old):
        at = FIVE - HOUR
        session.add(Referral(inviter_id=inviter.id, friend_id=friend.id, joined_at=at))
    await session.flush()
    report = await reports.read(session, FIVE, BUSINESS)
    assert (report.newcomers, report.friends) == (4, 2)


@pytest.mark.parametrize(
    ("span", "answers"), [(Span.DAY, 1), (Span.WEEK, 3), (Span.MONTH, 5)], ids=str
)
async def test_on_demand_it_is_of_the_time_asked_for(
    session: AsyncSession, span: Span, answers: int
) -> None:
    now = FIVE + HOUR
    for ago in HOUR - AN_INSTANT, HOUR, 7 * DAY - AN_INSTANT, 7 * DAY, 30 * DAY - HOUR, 30 * DAY:
        await answer(session, await person(session), 10, now - ago)
    report = await reports.read_span(session, span, now, BUSINESS)
    assert report.answers.n == answers
    assert report.period.until == now


async def test_on_demand_at_the_minute_of_the_report_it_is_of_the_day_before(
    session: AsyncSession,
) -> None:
    report = await reports.read_span(session, Span.DAY, FIVE, BUSINESS)
    assert report.period == Period(FIVE - DAY, FIVE)


async def test_looking_for_news_reads_no_table_through(
    session: AsyncSession, engine: AsyncEngine
) -> None:
    for days in range(50):
        alice = await person(session, started_at=FIVE - days * DAY)
        await answer(session, alice, 9, FIVE - days * DAY)
        state, at = "failed" if days == 9 else "sent", FIVE - days * DAY
        await nudge(session, alice, "survey", state, sent_at=at, ended_at=at)
    steps = await steps_of(session, engine, lambda: reports.last_event(session, FIVE))
    assert [step for step in steps if "SCAN" in step] == []
    assert [step for step in steps if "FOR ORDER BY" in step] == []
    assert any("ix_cases_opened_at" in step for step in steps)
    assert any("ix_cases_closed_at" in step for step in steps)
    assert any("ix_responses_answered_at" in step for step in steps)
    assert any("ix_people_started_at" in step for step in steps)
    assert any("ix_nudges_ended_at" in step for step in steps)


async def test_counting_our_messages_reads_those_of_the_period_only(
    session: AsyncSession, engine: AsyncEngine
) -> None:
    alice = await person(session)
    for days in range(300):
        ended = {"sent_at": FIVE - days * DAY, "ended_at": FIVE - days * DAY}
        await nudge(session, alice, "survey", "sent", **ended)
    for span in Span:
        read = partial(reports.read_span, session, span, FIVE, BUSINESS)
        steps = [step for step in await steps_of(session, engine, read) if "nudges" in step]
        assert steps == [
            "SEARCH nudges USING COVERING INDEX ix_nudges_ended_at (ended_at>? AND ended_at<?)"
        ]


async def test_the_last_trouble_is_found_behind_many_messages_that_arrived(
    session: AsyncSession,
) -> None:
    alice = await person(session, started_at=FIVE - 50 * DAY)
    for days in range(40):
        state, at = "unknown" if days == 30 else "sent", FIVE - days * DAY
        await nudge(session, alice, "survey", state, ended_at=at)
    assert await reports.last_event(session, FIVE) == FIVE - 30 * DAY
    assert await reports.last_event(session, FIVE - 31 * DAY) == FIVE - 50 * DAY
