"""One reminder of a question that was left unanswered; none once there is a score."""

from datetime import datetime

from aiogram.methods import SendMessage, SendPhoto
from sqlalchemy import exists
from sqlalchemy.ext.asyncio import AsyncSession

from models import surveys
from models.database import NOW
from models.rules.contact import Kind
from models.tables import Nudge, Person, Survey, SurveyState
from scheduler.plan import Plan
from scheduler.terms import Terms
from views import survey as view
from views.say import say_in


async def plan(session: AsyncSession, now: datetime, _terms: Terms) -> None:
    await surveys.plan_reminders(session, now)


async def compose(
    session: AsyncSession, nudge: Nudge, person: Person, terms: Terms, _now: datetime
) -> SendMessage | SendPhoto | None:
    survey = await _still_waiting(session, nudge)
    if survey is None or person.telegram_id is None:
        return None
    return view.reminder(say_in(person.language), terms.business, survey.id).to(person.telegram_id)


async def sent(
    session: AsyncSession,
    nudge: Nudge,
    _person: Person,
    message_id: int | None,
    _terms: Terms,
    _now: datetime,
) -> None:
    survey = await _still_waiting(session, nudge)
    if survey is not None:
        survey.state, survey.remind_at = SurveyState.REMINDED, None
        survey.message_id = message_id or survey.message_id


async def skipped(
    session: AsyncSession, nudge: Nudge, _person: Person, _terms: Terms, _now: datetime
) -> None:
    survey = await _still_waiting(session, nudge)
    if survey is not None:
        survey.remind_at = None


async def _still_waiting(session: AsyncSession, nudge: Nudge) -> Survey | None:
    assert nudge.survey_id is not None
    survey = await surveys.get(session, nudge.survey_id)
    return survey if survey.state == SurveyState.ASKED else None


async def next_at(session: AsyncSession, now: datetime, _terms: Terms) -> datetime | None:
    return await surveys.next_reminder(session, now)


PLAN = Plan(
    (Kind.REMINDER,),
    plan,
    compose,
    sent,
    skipped,
    next_at,
    exists().where(surveys.is_to_be_reminded(NOW)),
)
