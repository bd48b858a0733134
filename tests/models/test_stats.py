"""What the owner's figures count, and what they leave out."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from models import stats
from models.rules.nps import Direction, Tally
from models.stats import Period, Stats
from models.tables import Case, Referral, Role, SurveyState
from tests.models.business import DAY, HOUR, NOW, answer, answers, ask, person
from tests.models.steps import steps_of

LAST_30 = Period.of(30, NOW)
AN_INSTANT = timedelta(microseconds=1)


async def read(session: AsyncSession, days: int | None = 30, now: datetime = NOW) -> Stats:
    return await stats.read(session, Period.of(days, now))


async def test_nothing_is_counted_where_nobody_answered(session: AsyncSession) -> None:
    figures = await read(session)
    assert figures.tally.nps is None
    assert figures.response_rate is None
    assert figures.live_nps is None
    assert figures.reasons == []


async def test_fifty_thirty_twenty_of_a_hundred_is_plus_thirty(session: AsyncSession) -> None:
    await answers(session, {10: 32, 9: 18, 8: 20, 7: 10, 6: 8, 0: 12})
    figures = await read(session)
    assert figures.scores == {10: 32, 9: 18, 8: 20, 7: 10, 6: 8, 0: 12}
    assert figures.tally == Tally(50, 30, 20)
    assert figures.tally.rounded == 30


async def test_zero_is_a_score(session: AsyncSession) -> None:
    await answers(session, {0: 1})
    assert (await read(session)).scores == {0: 1}


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN])
async def test_the_staff_are_never_counted(session: AsyncSession, role: Role) -> None:
    bob = await person(session, role, referral_shown_at=NOW, shared_at=NOW)
    await answer(session, bob, 10, why="Сам себя не похвалишь")
    assert await read(session) == await read(session, now=NOW - 300 * DAY)


async def test_the_latest_answer_of_a_customer_counts(session: AsyncSession) -> None:
    alice = await person(session)
    for score, days in (3, 20), (10, 2), (7, 9):
        await answer(session, alice, score, NOW - days * DAY)
    assert (await read(session)).scores == {10: 1}


async def test_each_period_has_its_own_latest_answer(session: AsyncSession) -> None:
    alice = await person(session)
    for score, days in (3, 50), (5, 40), (10, 20):
        await answer(session, alice, score, NOW - days * DAY)
    figures = await read(session)
    assert (figures.scores, figures.scores_before) == ({10: 1}, {5: 1})


async def test_of_two_answers_at_one_moment_the_one_written_last_counts(
    session: AsyncSession,
) -> None:
    alice = await person(session)
    for score in (4, 9):
        await answer(session, alice, score)
    assert (await read(session)).scores == {9: 1}


async def test_periods_in_a_row_share_no_answer_and_lose_none(session: AsyncSession) -> None:
    edges = NOW, NOW - 30 * DAY, NOW - 60 * DAY
    for at in (edge + step for edge in edges for step in (-AN_INSTANT, AN_INSTANT * 0, AN_INSTANT)):
        await answer(session, await person(session), 10, at)
    figures = await read(session)
    assert figures.scores == {10: 3}  # just after the edge, just before now, and now
    assert figures.scores_before == {10: 3}


async def test_all_time_has_no_beginning_and_nothing_before_it(session: AsyncSession) -> None:
    await answer(session, await person(session), 10, NOW - 9000 * DAY)
    figures = await read(session, days=None)
    assert (figures.scores, figures.scores_before) == ({10: 1}, {})


async def test_another_wording_is_another_trend(session: AsyncSession) -> None:
    alice = await person(session)
    await answer(session, alice, 10, NOW - 9 * DAY)
    await answer(session, alice, 0, NOW - 2 * DAY, wording=99)
    figures = await read(session)
    assert figures.scores == {10: 1}
    assert (figures.answered, figures.asked) == (1, 1)


async def test_a_change_is_proven_or_not_named(session: AsyncSession) -> None:
    await answers(session, {10: 24, 8: 26}, NOW - 40 * DAY)
    await answers(session, {10: 10, 8: 40})
    assert (await read(session)).change.direction is Direction.FELL


async def test_the_response_rate_is_of_what_was_delivered_in_the_period(
    session: AsyncSession,
) -> None:
    alice = await person(session)
    await answer(session, alice, 10)
    for state in SurveyState.REMINDED, SurveyState.EXPIRED, SurveyState.ASKED:
        await ask(session, await person(session), NOW - DAY, state)
    undelivered = await ask(session, await person(session), NOW - DAY, SurveyState.SKIPPED)
    undelivered.asked_at = None
    await ask(session, await person(session), NOW - 31 * DAY, SurveyState.EXPIRED)
    figures = await read(session)
    assert (figures.answered, figures.asked) == (1, 4)


async def test_live_nps_is_of_those_who_were_shown_the_offer(session: AsyncSession) -> None:
    for shared_at in [NOW] * 3 + [None] * 9:
        await person(session, referral_shown_at=NOW, shared_at=shared_at)
    await person(session, shared_at=NOW)
    await person(session, referral_shown_at=NOW, shared_at=None, role=Role.ADMIN)
    figures = await read(session)
    assert (figures.shared, figures.shown) == (3, 12)
    assert figures.live_nps == 0.25


async def test_friends_are_those_who_came_in_the_period(session: AsyncSession) -> None:
    alice = await person(session)
    for days in (1, 40):
        friend = await person(session)
        at = NOW - days * DAY
        session.add(Referral(inviter_id=alice.id, friend_id=friend.id, joined_at=at))
    assert (await read(session)).friends == 1


async def test_open_cases_are_counted_however_old(session: AsyncSession) -> None:
    for state, days in ("new", 1), ("in_progress", 90), ("closed", 1):
        customer = await person(session)
        session.add(Case(customer_id=customer.id, state=state, opened_at=NOW - days * DAY))
    assert (await read(session)).open_cases == 2


async def test_the_last_reasons_come_newest_first(session: AsyncSession) -> None:
    for number in range(5):
        await answer(session, await person(session), 9, NOW - number * DAY, why=f"слова {number}")
    await answer(session, await person(session), 9, NOW)
    await answer(session, await person(session), 9, NOW - 31 * DAY, why="давно")
    reasons = (await read(session)).reasons
    assert [reason.comment for reason in reasons] == ["слова 0", "слова 1", "слова 2"]


async def test_a_voice_is_a_reason_too(session: AsyncSession) -> None:
    await answer(session, await person(session), 9, kind="voice")
    (response,) = (await read(session)).reasons
    assert [reason.kind for reason in response.reasons] == ["voice"]


async def test_the_last_30_days_are_found_by_the_index_among_many_years(
    session: AsyncSession, engine: AsyncEngine
) -> None:
    alice = await person(session)
    for hours in range(50):
        await answer(session, alice, 9, NOW - hours * HOUR)
    steps = await steps_of(session, engine, lambda: stats.count_scores(session, LAST_30))
    found = (
        "SEARCH responses USING INDEX ix_responses_answered_at (answered_at>? AND answered_at<?)"
    )
    assert found in steps
    assert [step for step in steps if re.match("SCAN (responses|surveys|people)", step)] == []
