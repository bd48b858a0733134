"""Touchpoints in the tables: what they are called, and what is counted of each."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from models import stats, touchpoints
from models.period import Period
from models.rules.nps import Tally
from models.tables import Case, CaseState, Person, Response, Role, Survey, SurveyState, Touchpoint
from tests.models.business import DAY, NOW, answer, answers, ask, person
from tests.models.steps import steps_of

LAST_30 = Period.of(30, NOW)


async def answer_at(
    session: AsyncSession,
    touchpoint: Touchpoint,
    customer: Person,
    score: int,
    *,
    days_ago: int = 1,
    why: str | None = None,
    wording: int | None = None,
) -> Response:
    given = await answer(session, customer, score, NOW - days_ago * DAY, why=why)
    survey = await session.get_one(Survey, given.survey_id)
    survey.touchpoint_id, survey.wording = touchpoint.id, wording or survey.wording
    await session.flush()
    return given


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("касса", "касса"),
        ("  мастер \t Анна\n", "мастер Анна"),
        ("к" * 40, "к" * 40),
        ("к" * 41, None),
        ("", None),
        (" \n ", None),
        ("две\nстроки", None),
        ("две\u2028строки", None),
        ("\u200b\u202e\ufeff", None),
        ("кас\u200bса", "касса"),
        (None, None),
        ("☕ бар", "☕ бар"),
    ],
)
def test_a_name_is_one_line_of_what_can_be_seen(written: str | None, name: str | None) -> None:
    assert touchpoints.clean_name(written) == name


async def test_namesakes_are_found_whatever_their_case_but_not_among_the_retired(
    session: AsyncSession,
) -> None:
    till = await touchpoints.make(session, "Касса", NOW)
    assert await touchpoints.namesake(session, "КАССА") is till
    assert await touchpoints.namesake(session, "КАССА", of=till.id) is None
    till.retired_at = NOW
    assert await touchpoints.namesake(session, "Касса") is None


async def test_each_touchpoint_has_its_own_latest_answer_of_a_customer(
    session: AsyncSession,
) -> None:
    till, anna = [await touchpoints.make(session, name, NOW) for name in ("Касса", "Анна")]
    alice, dave = await person(session), await person(session)
    for touchpoint, score, days_ago in (till, 2, 9), (till, 10, 3), (anna, 7, 1), (till, 0, 31):
        await answer_at(session, touchpoint, alice, score, days_ago=days_ago)
    await answer_at(session, till, dave, 4)
    await answer(session, dave, 10)
    counted = await stats.by_touchpoint(session, LAST_30)
    assert counted == {till.id: Tally(1, 0, 1), anna.id: Tally(0, 1, 0)}
    of_till = await stats.read(session, LAST_30, touchpoint=till.id)
    assert of_till.scores == {10: 1, 4: 1}
    assert of_till.scores_before == {0: 1}


async def test_the_staff_and_other_wordings_are_left_out(session: AsyncSession) -> None:
    till = await touchpoints.make(session, "Касса", NOW)
    await answer_at(session, till, await person(session, Role.ADMIN), 10)
    await answer_at(session, till, await person(session), 10, wording=99)
    assert await stats.by_touchpoint(session, LAST_30) == {}
    assert (await stats.read(session, LAST_30, touchpoint=till.id)).scores == {}


async def test_all_else_that_is_counted_is_of_the_touchpoint_too(session: AsyncSession) -> None:
    till, anna = [await touchpoints.make(session, name, NOW) for name in ("Касса", "Анна")]
    alice, dave = await person(session, referral_shown_at=NOW, shared_at=NOW), await person(session)
    unhappy = await answer_at(session, till, alice, 3, why="Долго")
    await answer_at(session, anna, dave, 10, why="Быстро")
    silent = await ask(session, await person(session), NOW - DAY, SurveyState.EXPIRED)
    silent.touchpoint_id = till.id
    for response_id in unhappy.id, None:
        customer = alice if response_id else dave
        session.add(Case(customer_id=customer.id, response_id=response_id, opened_at=NOW))
    await session.flush()
    figures = await stats.read(session, LAST_30, touchpoint=till.id)
    assert (figures.asked, figures.answered) == (2, 1)
    assert [reason.comment for reason in figures.reasons] == ["Долго"]
    assert figures.open_cases == 1
    assert (figures.funnel.live_nps, figures.friends) == (None, 0)
    everything = await stats.read(session, LAST_30)
    assert (everything.open_cases, everything.asked, len(everything.reasons)) == (2, 3, 2)


async def test_a_closed_case_is_open_nowhere(session: AsyncSession) -> None:
    till = await touchpoints.make(session, "Касса", NOW)
    alice = await person(session)
    given = await answer_at(session, till, alice, 3)
    session.add(
        Case(
            customer_id=alice.id,
            response_id=given.id,
            opened_at=NOW,
            closed_at=NOW + timedelta(hours=1),
            state=CaseState.CLOSED,
        )
    )
    await session.flush()
    assert (await stats.read(session, LAST_30, touchpoint=till.id)).open_cases == 0


async def test_the_figures_of_one_touchpoint_read_no_whole_table(
    session: AsyncSession, engine: AsyncEngine
) -> None:
    till = await touchpoints.make(session, "Касса", NOW)
    await answers(session, {10: 200})
    await answer_at(session, till, await person(session), 10)
    steps = await steps_of(session, engine, lambda: stats.count_scores(session, LAST_30, till.id))
    assert not [step for step in steps if step.startswith(("SCAN responses", "SCAN surveys"))]
