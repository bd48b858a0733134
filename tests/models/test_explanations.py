"""What an explanation costs, and what it foresees."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.settings import Settings
from models import explanations, names
from models.explanations import Coming
from models.rules.contact import Kind, Policy
from models.tables import Case, CaseState, Nudge, NudgeState, Person, SurveyState
from tests.models import business
from tests.models.business import DAY, NOW
from tests.models.steps import steps_of

BUSINESS = Settings(_env_file=None).business


async def sent_to(session: AsyncSession, person: Person, count: int) -> None:
    for number in range(count):
        at = NOW - number * timedelta(hours=1)
        session.add(
            Nudge(
                key=f"survey:{person.id}:{number}",
                kind=Kind.SURVEY,
                person_id=person.id,
                priority=Kind.SURVEY.priority,
                due_at=at,
                state=NudgeState.SENT,
                sent_at=at,
                ended_at=at,
            )
        )
    await session.flush()


async def test_it_reads_no_table_from_end_to_end(
    session: AsyncSession, engine: AsyncEngine
) -> None:
    for _ in range(60):
        await sent_to(session, await business.person(session), 20)
    somebody = await session.get_one(Person, 7)
    steps = await steps_of(
        session, engine, lambda: explanations.explain(session, somebody, BUSINESS, Policy(), NOW)
    )
    of_tables = [step for step in steps if "VIRTUAL TABLE" not in step]  # json_each, of a list
    assert [step for step in of_tables if step.startswith("SCAN")] == []
    assert [step for step in steps if "ix_nudges_ended_at" in step] == []
    assert any("nudges USING INDEX" in step for step in steps)


async def test_what_comes_after_a_case_is_foreseen_the_nearest_first(session: AsyncSession) -> None:
    somebody = await business.person(session)
    somebody.consented_at, somebody.survey_at = NOW, NOW + 80 * DAY
    somebody.greeting_at, somebody.invitation_at = NOW + 5 * DAY, NOW + 4 * DAY
    session.add(
        Case(
            customer_id=somebody.id,
            opened_at=NOW,
            state=CaseState.CLOSED,
            closed_at=NOW,
            check_at=NOW + 3 * DAY,
            reask_at=NOW + 21 * DAY,
        )
    )
    await session.flush()
    told = await explanations.explain(session, somebody, BUSINESS, Policy(), NOW)
    assert told.coming == [
        Coming(Kind.RECOVERY, NOW + 3 * DAY),
        Coming(Kind.GREETING, NOW + 5 * DAY),
        Coming(Kind.REASK, NOW + 21 * DAY),
        Coming(Kind.SURVEY, NOW + 80 * DAY),
    ]


@pytest.mark.parametrize(
    ("kind", "state", "comes"),
    [
        (Kind.SURVEY, SurveyState.PLANNED, True),
        (Kind.SURVEY, SurveyState.ASKED, False),
        (Kind.REASK, SurveyState.PLANNED, True),
        (Kind.REASK, SurveyState.SKIPPED, False),
        (Kind.REMINDER, SurveyState.ASKED, True),
        (Kind.REMINDER, SurveyState.ANSWERED, False),
        (Kind.REMINDER, SurveyState.EXPIRED, False),
    ],
)
async def test_what_has_become_needless_is_not_foreseen(
    session: AsyncSession, kind: Kind, state: SurveyState, comes: bool
) -> None:
    somebody = await business.person(session, consented_at=NOW)
    survey = await business.ask(session, somebody, NOW, state)
    await business.nudge(session, somebody, kind, NudgeState.PLANNED, survey_id=survey.id)
    assert [one.kind for one in await foreseen(session, somebody)] == [kind] * comes


@pytest.mark.parametrize(
    ("of", "first_due_at", "comes"),
    [
        ({}, None, True),
        ({"referral_shown_at": NOW - 90 * DAY}, None, True),
        ({"referral_shown_at": NOW}, None, False),
        ({"referral_shown_at": NOW - DAY}, NOW - 2 * DAY, False),
        ({"referral_at": NOW + DAY}, None, False),
    ],
)
async def test_a_prompt_is_not_foreseen_once_the_link_was_asked_for_or_a_later_one_is_set(
    session: AsyncSession, of: dict[str, Any], first_due_at: datetime | None, comes: bool
) -> None:
    somebody = await business.person(session, consented_at=NOW, **of)
    planned = NudgeState.PLANNED
    await business.nudge(session, somebody, Kind.REFERRAL, planned, first_due_at=first_due_at)
    told = await foreseen(session, somebody)
    assert [one.kind for one in told if one.nudge is not None] == [Kind.REFERRAL] * comes


async def foreseen(session: AsyncSession, somebody: Person) -> Sequence[Coming]:
    return (await explanations.explain(session, somebody, BUSINESS, Policy(), NOW)).coming


async def test_a_name_is_looked_for_in_one_statement_that_loads_a_few(
    session: AsyncSession, engine: AsyncEngine
) -> None:
    for _ in range(20):
        (await business.person(session)).name = "Анна"
    await session.flush()
    steps = await steps_of(session, engine, lambda: names.find(session, "анна"))
    assert len([step for step in steps if "people" in step]) == 1
    assert len(await names.find(session, "анна")) == names.MOST + 1
