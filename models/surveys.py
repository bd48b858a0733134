"""The asking: planned, asked, reminded, answered, expired, skipped. At most one open a customer."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import case, exists, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import nudges
from models.database import among, insert_into, later
from models.rules.cadence import Cadence
from models.rules.contact import Kind
from models.rules.question import WORDING_VERSION
from models.tables import STAFF, Case, CaseState, Person, Response, Survey, SurveyState

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


async def plan_due(session: AsyncSession, now: datetime) -> None:
    """A survey row for each customer whose time has come, whether or not it may be sent yet."""
    due = select(
        Person.id,
        literal(SurveyState.PLANNED),
        case((exists().where(Survey.customer_id == Person.id), "repeat"), else_="first"),
        literal(WORDING_VERSION),
        Person.survey_at,
    ).where(Person.survey_at <= now, Person.role.not_in(STAFF))
    columns = ["customer_id", "state", "source", "wording", "due_at"]
    await session.execute(
        insert_into(session, Survey).from_select(columns, due).on_conflict_do_nothing()
    )
    await session.execute(update(Person).where(Person.survey_at <= now).values(survey_at=None))


async def plan_reasks(session: AsyncSession, now: datetime) -> None:
    """The question again, some weeks after a case was closed, whatever the usual time for it; but
    not to who has answered since, is asked just now, or has a case open again."""
    other = aliased(Case)
    due = (
        select(
            Case.customer_id,
            literal(SurveyState.PLANNED),
            literal(REASK),
            literal(WORDING_VERSION),
            Case.reask_at,
        )
        .join(Person, Person.id == Case.customer_id)
        .where(
            Case.reask_at <= now,
            Case.state == CaseState.CLOSED,
            Person.role.not_in(STAFF),
            Person.consented_at.is_not(None),
            ~exists().where(
                Response.customer_id == Case.customer_id, Response.answered_at > Case.closed_at
            ),
            ~exists().where(other.customer_id == Case.customer_id, other.state != CaseState.CLOSED),
        )
        .order_by(Case.reask_at.desc())
    )
    columns = ["customer_id", "state", "source", "wording", "due_at"]
    await session.execute(
        insert_into(session, Survey).from_select(columns, due).on_conflict_do_nothing()
    )
    await session.execute(
        update(Person)
        .where(
            Person.id.in_(select(Case.customer_id).where(Case.reask_at <= now)),
            exists().where(
                Survey.customer_id == Person.id,
                Survey.state == SurveyState.PLANNED,
                Survey.source == REASK,
            ),
        )
        .values(survey_at=None)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(Case)
        .where(Case.reask_at <= now)
        .values(reask_at=None)
        .execution_options(synchronize_session=False)
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


async def expire_due(session: AsyncSession, cadence: Cadence, now: datetime) -> None:
    """Unanswered surveys end, and the next one is set; nobody is told."""
    silent = among(Survey.state, *WAITING), Survey.expires_at <= now
    pause = max(cadence.unanswered_repeat_after, cadence.expire_after)
    next_at = (
        select(later(Survey.asked_at, pause))
        .where(Survey.customer_id == Person.id, *silent)
        .scalar_subquery()
    )
    await session.execute(
        update(Person)
        .where(Person.id.in_(select(Survey.customer_id).where(*silent)))
        .values(survey_at=next_at)
    )
    await session.execute(
        update(Survey).where(*silent).values(state=SurveyState.EXPIRED, remind_at=None)
    )


async def plan_questions(session: AsyncSession, good_for: timedelta) -> None:
    """The nudge that asks, for each planned survey."""
    for kind, is_of_kind in (
        (Kind.SURVEY, Survey.source != REASK),
        (Kind.REASK, Survey.source == REASK),
    ):
        await nudges.plan(
            session,
            kind,
            nudges.key("survey", Survey.id),
            Survey.customer_id,
            Survey.due_at,
            among(Survey.state, *OPEN),
            Survey.state == SurveyState.PLANNED,
            is_of_kind,
            good_until=later(Survey.due_at, good_for),
            survey_id=Survey.id,
        )


async def plan_reminders(session: AsyncSession, now: datetime) -> None:
    await nudges.plan(
        session,
        Kind.REMINDER,
        nudges.key("reminder", Survey.id),
        Survey.customer_id,
        Survey.remind_at,
        among(Survey.state, SurveyState.ASKED),
        Survey.remind_at <= now,
        good_until=Survey.expires_at,
        survey_id=Survey.id,
    )


async def next_survey(session: AsyncSession, now: datetime) -> datetime | None:
    return await session.scalar(select(func.min(Person.survey_at)).where(Person.survey_at > now))


async def next_reask(session: AsyncSession, now: datetime) -> datetime | None:
    return await session.scalar(select(func.min(Case.reask_at)).where(Case.reask_at > now))


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
