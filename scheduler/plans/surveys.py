"""The question, to each customer whose time has come: the usual one, or that after a case."""

from datetime import datetime

from aiogram.methods import SendMessage, SendPhoto
from sqlalchemy import exists, or_
from sqlalchemy.ext.asyncio import AsyncSession

from models import cases, questions, surveys
from models.database import NOW
from models.rules.contact import Kind
from models.tables import Case, Nudge, Person, Survey, SurveyState
from scheduler.plan import Plan
from scheduler.terms import Terms
from views import recovery
from views import survey as view
from views.say import say_in


async def plan(session: AsyncSession, now: datetime, terms: Terms) -> None:
    await questions.plan_reasks(session, now)
    await questions.plan_due(session, now, terms.business.zone, terms.policy.quiet, terms.cadence)


async def compose(
    session: AsyncSession, nudge: Nudge, person: Person, terms: Terms, _now: datetime
) -> SendMessage | SendPhoto | None:
    survey = await _still_planned(session, nudge)
    if survey is None or person.telegram_id is None:
        return None
    say = say_in(person.language)
    if nudge.kind == Kind.SURVEY:
        return view.question(say, terms.business, survey.id).to(person.telegram_id)
    if await cases.open_for(session, person.id) is not None:
        return None
    return recovery.question_again(say, terms.business, survey.id).to(person.telegram_id)


async def sent(
    session: AsyncSession,
    nudge: Nudge,
    person: Person,
    message_id: int | None,
    terms: Terms,
    now: datetime,
) -> None:
    survey = await _still_planned(session, nudge)
    if survey is not None:
        surveys.was_asked(survey, person, terms.cadence, now)
        survey.message_id = message_id


async def skipped(
    session: AsyncSession, nudge: Nudge, person: Person, terms: Terms, now: datetime
) -> None:
    survey = await _still_planned(session, nudge)
    if survey is not None:
        survey.state = SurveyState.SKIPPED
        person.survey_at = await surveys.next_after_skipped(session, survey, terms.cadence, now)


async def _still_planned(session: AsyncSession, nudge: Nudge) -> Survey | None:
    """None once the customer has called for the question themselves, or it has been asked."""
    assert nudge.survey_id is not None
    survey = await surveys.get(session, nudge.survey_id)
    return survey if survey.state == SurveyState.PLANNED else None


async def next_at(session: AsyncSession, now: datetime, _terms: Terms) -> datetime | None:
    return await questions.next_at(session, now)


PLAN = Plan(
    (Kind.SURVEY, Kind.REASK),
    plan,
    compose,
    sent,
    skipped,
    next_at,
    or_(exists().where(Person.survey_at <= NOW), exists().where(Case.reask_at <= NOW)),
)
