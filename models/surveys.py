"""The asking: planned, asked, reminded, answered, expired, skipped. At most one open a customer."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BindParameter, ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import nudges
from models.database import among, insert_into, later
from models.rules.cadence import Cadence
from models.rules.contact import Kind
from models.rules.question import WORDING_VERSION
from models.tables import Person, Response, Survey, SurveyState

Moment = datetime | BindParameter[datetime]
OPEN = (SurveyState.PLANNED, SurveyState.ASKED, SurveyState.REMINDED)
WAITING = (SurveyState.ASKED, SurveyState.REMINDED)
REASK = "reask"
"""The source of a survey that comes after a case."""


async def open_for(session: AsyncSession, customer_id: int) -> Survey | None:
    query = select(Survey).where(Survey.customer_id == customer_id, Survey.state.in_(OPEN))
    return await session.scalar(query)


async def asked_of(session: AsyncSession, customer_id: int) -> Survey | None:
    """The survey that waits for this customer's score."""
    survey = await open_for(session, customer_id)
    return survey if survey is not None and survey.state in WAITING else None


async def get(session: AsyncSession, survey_id: int) -> Survey:
    return await session.get_one(Survey, survey_id)


class Standing(StrEnum):
    """Whether a score is taken; the value of a refusal names the words that explain it."""

    OPEN = "open"
    EXPIRED = "survey-expired"
    TOO_LATE = "change-too-late"
    NOT_YOURS = "not-your-survey"


async def standing(
    session: AsyncSession, survey_id: int, customer_id: int, cadence: Cadence, now: datetime
) -> Standing:
    survey = await session.get(Survey, survey_id)
    if survey is None or survey.customer_id != customer_id:
        return Standing.NOT_YOURS
    if survey.state == SurveyState.ANSWERED:
        answered_at = await session.scalar(
            select(Response.answered_at).where(Response.survey_id == survey_id)
        )
        in_time = answered_at is not None and cadence.may_change(answered_at, now)
        return Standing.OPEN if in_time else Standing.TOO_LATE
    in_time = survey.expires_at is not None and now < survey.expires_at
    return Standing.OPEN if survey.state in WAITING and in_time else Standing.EXPIRED


async def note_message(session: AsyncSession, survey_id: int, message_id: int) -> None:
    await session.execute(
        update(Survey).where(Survey.id == survey_id).values(message_id=message_id)
    )


async def ask(
    session: AsyncSession, customer: Person, source: str, cadence: Cadence, now: datetime
) -> Survey:
    """A survey the customer has just called for: the open one, or a new one, asked at once."""
    await session.execute(
        insert_into(session, Survey)
        .values(
            customer_id=customer.id,
            state=SurveyState.PLANNED,
            source=source,
            wording=WORDING_VERSION,
            due_at=now,
        )
        .on_conflict_do_nothing()
    )
    survey = await open_for(session, customer.id)
    assert survey is not None
    if survey.state == SurveyState.PLANNED:
        was_asked(survey, customer, cadence, now)
    customer.survey_at = None
    return survey


async def ask_about(
    session: AsyncSession, customer: Person, touchpoint_id: int, cadence: Cadence, now: datetime
) -> Survey:
    """What was said of this touchpoint may be changed for a day; else the open survey is about it,
    or a new one."""
    customer.touchpoint_id = None
    query = (
        select(Survey, Response.answered_at)
        .join(Response, Response.survey_id == Survey.id)
        .where(Survey.customer_id == customer.id, Survey.touchpoint_id == touchpoint_id)
        .order_by(Response.answered_at.desc(), Response.id.desc())
        .limit(1)
    )
    for last, answered_at in await session.execute(query):
        if cadence.may_change(answered_at, now):
            return last
    survey = await ask(session, customer, "touchpoint", cadence, now)
    survey.touchpoint_id = touchpoint_id
    return survey


def was_asked(survey: Survey, customer: Person, cadence: Cadence, now: datetime) -> None:
    survey.state = SurveyState.ASKED
    survey.asked_at = now
    survey.remind_at = cadence.reminder_due(now)
    survey.expires_at = cadence.expiry_due(now)


async def skip_open(session: AsyncSession, customer_id: int) -> None:
    """The question that waits is asked, and waited for, no more."""
    await session.execute(
        update(Survey)
        .where(Survey.customer_id == customer_id, Survey.state.in_(OPEN))
        .values(state=SurveyState.SKIPPED, remind_at=None)
    )


async def next_after_skipped(
    session: AsyncSession, survey: Survey, cadence: Cadence, now: datetime
) -> datetime:
    """A question that was not asked changes nothing for the usual one, where it came beside it."""
    answered_at = await session.scalar(
        select(func.max(Response.answered_at)).where(Response.customer_id == survey.customer_id)
    )
    if survey.source != REASK or answered_at is None:
        return cadence.next_survey_after_silence(now)
    return max(now, cadence.next_survey_after_answer(answered_at))


def has_expired(now: Moment) -> ColumnElement[bool]:
    return among(Survey.state, *WAITING) & (Survey.expires_at <= now)


def is_to_be_reminded(now: Moment) -> ColumnElement[bool]:
    return among(Survey.state, SurveyState.ASKED) & (Survey.remind_at <= now)


async def expire_due(session: AsyncSession, cadence: Cadence, now: datetime) -> None:
    """Unanswered surveys end, and the next one is set; nobody is told."""
    silent = has_expired(now)
    pause = max(cadence.unanswered_repeat_after, cadence.expire_after)
    next_at = (
        select(later(Survey.asked_at, pause))
        .where(Survey.customer_id == Person.id, silent)
        .scalar_subquery()
    )
    await session.execute(
        update(Person)
        .where(Person.id.in_(select(Survey.customer_id).where(silent)))
        .values(survey_at=next_at)
    )
    await session.execute(
        update(Survey).where(silent).values(state=SurveyState.EXPIRED, remind_at=None)
    )


async def plan_reminders(session: AsyncSession, now: datetime) -> None:
    await nudges.plan(
        session,
        Kind.REMINDER,
        nudges.key("reminder", Survey.id),
        Survey.customer_id,
        Survey.remind_at,
        is_to_be_reminded(now),
        good_until=Survey.expires_at,
        survey_id=Survey.id,
    )
    await session.execute(
        update(Survey)
        .where(is_to_be_reminded(now))
        .values(remind_at=None)
        .execution_options(synchronize_session=False)
    )


async def next_reminder(session: AsyncSession, now: datetime) -> datetime | None:
    return await session.scalar(
        select(func.min(Survey.remind_at)).where(
            among(Survey.state, SurveyState.ASKED), Survey.remind_at > now
        )
    )


async def next_expiry(session: AsyncSession, now: datetime) -> datetime | None:
    return await session.scalar(
        select(func.min(Survey.expires_at)).where(
            among(Survey.state, *WAITING), Survey.expires_at > now
        )
    )
