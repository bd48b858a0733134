"""What the owner's figures count, and what they leave out."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from models import stats
from models.period import Period
from models.rules.nps import Direction, Tally
from models.stats import Funnel, Stats
from models.tables import Case, CaseState, Closing, Person, Referral, Role, SurveyState
from tests.models.business import DAY, HOUR, NOW, answer, answers, ask, person
from tests.models.steps import steps_of

LAST_30 = Period.of(30, NOW)
AN_INSTANT = timedelta(microseconds=1)


async def read(session: AsyncSession, days: int | None = 30, now: datetime = NOW) -> Stats:
    return await stats.read(session, Period.of(days, now))


async def befriend(
    session: AsyncSession, inviter: Person, friend: Person, at: datetime, **of: Any
) -> None:
    session.add(Referral(inviter_id=inviter.id, friend_id=friend.id, joined_at=at, **of))
    await session.flush()


async def test_nothing_is_counted_where_nobody_answered(session: AsyncSession) -> None:
    figures = await read(session)
    assert figures.tally.nps is None
    assert figures.response_rate is None
    assert figures.funnel.live_nps is None
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
    funnel = (await read(session)).funnel
    assert (funnel.shared, funnel.shown) == (3, 12)
    assert funnel.live_nps == 0.25


async def test_each_step_of_word_of_mouth_is_counted_apart(session: AsyncSession) -> None:
    for tapped in [NOW] * 7 + [None] * 5:
        await person(session, referral_shown_at=NOW, referral_tapped_at=tapped)
    inviter = await person(session, referral_shown_at=None, shared_at=NOW)
    for proven_at in NOW, None, NOW, None:
        await befriend(session, inviter, await person(session), NOW, proven_at=proven_at)
    assert (await read(session)).funnel == Funnel(shown=12, tapped=7, shared=0, joined=4, proven=2)


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN])
async def test_whom_the_staff_brought_and_who_joined_the_staff_is_no_friend(
    session: AsyncSession, role: Role
) -> None:
    alice, bob = await person(session), await person(session, role)
    await befriend(session, alice, bob, NOW, proven_at=NOW)
    await befriend(session, bob, await person(session), NOW, proven_at=NOW)
    figures = await read(session)
    assert (figures.friends, figures.funnel.joined, figures.funnel.proven) == (0, 0, 0)


async def test_the_steps_of_word_of_mouth_are_one_query(
    session: AsyncSession, engine: AsyncEngine
) -> None:
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    await read(session)
    event.remove(engine.sync_engine, "before_cursor_execute", note)
    assert sum("referral_shown_at" in statement for statement in asked) == 1


async def test_of_the_cases_closed_in_the_period_those_won_back_are_counted(
    session: AsyncSession,
) -> None:
    for days, recovered_at in (1, NOW), (2, None), (40, NOW):
        customer, at = await person(session), NOW - days * DAY
        case = Case(customer_id=customer.id, state=CaseState.CLOSED, opened_at=at, since=at)
        case.closed_at, case.closing, case.recovered_at = at, Closing.WISHES, recovered_at
        session.add(case)
    figures = await read(session)
    assert (figures.recovered.recovered, figures.recovered.closed) == (1, 2)


async def test_friends_are_those_who_came_in_the_period(session: AsyncSession) -> None:
    alice = await person(session)
    for days in (1, 40):
        await befriend(session, alice, await person(session), NOW - days * DAY)
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
