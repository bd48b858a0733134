"""Whom the bot asks of its own accord: a survey for each customer whose time has come, with the
nudge that carries it. Whole waves at once; no customer is loaded."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Float, Select, case, exists, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import nudges
from models.database import among, insert_into, later
from models.people import zone_named
from models.rules.cadence import WORTH_SENDING_FOR, Cadence
from models.rules.clock import QuietHours
from models.rules.contact import Kind, Topic
from models.rules.question import WORDING_VERSION
from models.rules.waves import Turns, Window, step_of, today, turns, window
from models.surveys import OPEN, REASK
from models.tables import STAFF, Case, CaseState, Mute, Nudge, Person, Response, Survey, SurveyState

COLUMNS = ("customer_id", "state", "source", "wording", "due_at")
IS_PLANNED = among(Survey.state, SurveyState.PLANNED)
IS_OF_A_WAVE = among(Survey.source, "first", "repeat")
IS_CUSTOMER = Person.role.not_in(STAFF)
MAY_NOT_BE_ASKED = (
    Person.blocked_at.is_not(None)
    | Person.stopped_at.is_not(None)
    | Person.consented_at.is_(None)
    | exists().where(Mute.person_id == Person.id, Mute.topic == Topic.SURVEYS)
)
HAS_NONE_OPEN = ~exists().where(Survey.customer_id == Person.id, among(Survey.state, *OPEN))


async def plan_due(
    session: AsyncSession,
    now: datetime,
    business_zone: ZoneInfo,
    quiet: QuietHours | None,
    cadence: Cadence,
) -> None:
    """One wave a zone, spread over what is left of the day. Whoever finds no place in today's
    share, or is asleep, is due again when the next day begins for them."""
    newest = await _newest(session)
    await _plan_what_will_be_skipped(session, now)
    step = step_of(now, business_zone, quiet, cadence.surveys_a_day)
    since = await _newest(session)
    for name in await _zones_due(session, now):
        zone = zone_named(name, business_zone)
        theirs = Person.survey_at <= now, Person.zone.is_not_distinct_from(name)
        day = window(now, zone, business_zone, quiet)
        taken, last = await _taken(session, today(now, business_zone), since)
        await _insert(
            session, _wave(turns(now, day, step, cadence.surveys_a_day - taken, last), *theirs)
        )
        await _clear(session, *theirs)
        after = day if now < day.opens else window(day.closes, zone, business_zone, quiet)
        await _set(session, after.opens, *theirs)
    await _plan_questions(session, Kind.SURVEY, newest)


async def _plan_what_will_be_skipped(session: AsyncSession, now: datetime) -> None:
    """What was due long ago, while the bot stood still, and who may not be asked take no place in
    a wave: the arbiter skips them, and the row says why."""
    stale = Person.survey_at <= now - WORTH_SENDING_FOR
    these = stale | ((Person.survey_at <= now) & MAY_NOT_BE_ASKED)
    await _insert(session, _surveys(Person.survey_at).where(IS_CUSTOMER, these))
    await _clear(session, these)


def _surveys(due_at: nudges.Column) -> Select[*tuple[Any, ...]]:
    return select(
        Person.id,
        literal(SurveyState.PLANNED),
        case((exists().where(Survey.customer_id == Person.id), "repeat"), else_="first"),
        literal(WORDING_VERSION),
        due_at,
    )


def _wave(found: Turns, *whose: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Whom we have asked longest ago goes first."""
    nth = func.row_number().over(order_by=(_waits_since(), Person.id)) - 1
    queue = select(Person.id, nth.label("nth")).where(IS_CUSTOMER, HAS_NONE_OPEN, *whose).subquery()
    due_at = later(
        literal(found.first, Survey.due_at.type),
        queue.c.nth * literal(found.step.total_seconds(), Float),
    )
    return _surveys(due_at).join(queue, queue.c.id == Person.id).where(queue.c.nth < found.count)


def _waits_since() -> ColumnElement[datetime]:
    asked = select(func.max(Survey.asked_at)).where(Survey.customer_id == Person.id)
    return func.coalesce(asked.scalar_subquery(), Person.met_at)


async def _taken(session: AsyncSession, day: Window, newest: int) -> tuple[int, datetime | None]:
    """How many of that day's share, and when the last of them goes. Those who were asked as they
    came have no nudge, and are not counted."""
    query = select(func.count(), func.max(Survey.due_at)).where(
        IS_OF_A_WAVE,
        Survey.state != SurveyState.SKIPPED,
        Survey.due_at >= day.opens,
        Survey.due_at < day.closes,
        exists().where(Nudge.survey_id == Survey.id) | (Survey.id > newest),
    )
    of_rows = (await session.execute(query)).one()
    return of_rows[0], of_rows[1]


async def _zones_due(session: AsyncSession, now: datetime) -> Sequence[str | None]:
    """Those whose customers have waited longest first."""
    query = (
        select(Person.zone)
        .where(Person.survey_at <= now)
        .group_by(Person.zone)
        .order_by(func.min(_waits_since()), func.coalesce(Person.zone, ""))
    )
    return (await session.scalars(query)).all()


async def _clear(session: AsyncSession, *whose: ColumnElement[bool]) -> None:
    """Of those who have their survey now, or are never asked."""
    await _set(session, None, *whose, ~HAS_NONE_OPEN | ~IS_CUSTOMER)


async def _set(
    session: AsyncSession, survey_at: datetime | None, *whose: ColumnElement[bool]
) -> None:
    await session.execute(
        update(Person)
        .where(*whose)
        .values(survey_at=survey_at)
        .execution_options(synchronize_session=False)
    )


async def plan_reasks(session: AsyncSession, now: datetime) -> None:
    """The question again, some weeks after a case was closed, whatever the usual time for it."""
    newest = await _newest(session)
    await _insert(session, _reasks(now))
    await session.execute(
        update(Person)
        .where(
            Person.id.in_(select(Case.customer_id).where(Case.reask_at <= now)),
            exists().where(Survey.customer_id == Person.id, IS_PLANNED, Survey.source == REASK),
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
    await _plan_questions(session, Kind.REASK, newest)


def _reasks(now: datetime) -> Select[*tuple[Any, ...]]:
    """Not to who has answered since, is asked just now, or has a case open again."""
    other = aliased(Case)
    return (
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
            IS_CUSTOMER,
            Person.consented_at.is_not(None),
            ~exists().where(
                Response.customer_id == Case.customer_id, Response.answered_at > Case.closed_at
            ),
            ~exists().where(other.customer_id == Case.customer_id, other.state != CaseState.CLOSED),
        )
        .order_by(Case.reask_at.desc())
    )


async def _newest(session: AsyncSession) -> int:
    return await session.scalar(select(func.max(Survey.id))) or 0


async def _insert(session: AsyncSession, due: Select[*tuple[Any, ...]]) -> None:
    """Who has a survey open gets no other."""
    await session.execute(
        insert_into(session, Survey).from_select(COLUMNS, due).on_conflict_do_nothing()
    )


async def _plan_questions(session: AsyncSession, kind: Kind, newer_than: int) -> None:
    """The nudge of each survey that was planned just now."""
    is_of_kind = Survey.source == REASK if kind is Kind.REASK else Survey.source != REASK
    await nudges.plan(
        session,
        kind,
        nudges.key("survey", Survey.id),
        Survey.customer_id,
        Survey.due_at,
        IS_PLANNED,
        Survey.id > newer_than,
        is_of_kind,
        good_until=later(Survey.due_at, WORTH_SENDING_FOR),
        survey_id=Survey.id,
    )


async def next_at(session: AsyncSession, now: datetime) -> datetime | None:
    moments = [
        await session.scalar(select(func.min(Person.survey_at)).where(Person.survey_at > now)),
        await session.scalar(select(func.min(Case.reask_at)).where(Case.reask_at > now)),
    ]
    return min((moment for moment in moments if moment is not None), default=None)
