"""Cases that have waited too long: owners are told once a mark, and the clock moves on."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, exists, func, null, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import nudges, people
from models.database import later
from models.nudges import Notice
from models.rules.cases import RED_AFTER
from models.tables import Case, CaseState, Line, Nudge, Person

ROUNDING = timedelta(milliseconds=1)
"""SQLite keeps that much of a moment it has moved."""
HOUR = timedelta(hours=1)


async def plan(session: AsyncSession, now: datetime) -> None:
    """To each owner who can be written to now. Of the marks that passed while the bot stood still
    only the latest sounds; an owner who comes later has the card, which says it all."""
    await nudges.plan(
        session,
        Notice.RED,
        nudges.key("red", Case.id, Case.since, _hours(now), Person.id),
        Person.id,
        now,
        Case.red_at <= now,
        _waits(),
        people.is_owner_in_reach(),
        Case.customer_id != Person.id,
        case_id=Case.id,
    )
    await session.execute(
        update(Case)
        .where(Case.red_at <= now)
        .values(red_at=_next(now))
        .execution_options(synchronize_session=False)
    )


def _waits() -> ColumnElement[bool]:
    return (Case.state != CaseState.CLOSED) & Case.answered_at.is_(None)


def _has_waited(span: timedelta, now: datetime) -> ColumnElement[bool]:
    return Case.since <= now - span + ROUNDING


def _hours(now: datetime) -> ColumnElement[int]:
    """Of the latest mark that has passed."""
    return case(
        *((_has_waited(span, now), span // HOUR) for span in sorted(RED_AFTER, reverse=True)),
        else_=0,
    )


def _next(now: datetime) -> ColumnElement[datetime | None]:
    return case(
        *((~_has_waited(span, now), later(Case.since, span)) for span in RED_AFTER),
        else_=null(),
    )


async def still_sounds(session: AsyncSession, nudge: Nudge, now: datetime) -> Case | None:
    """The case, while nobody has answered; a later mark speaks for the one before."""
    newer = aliased(Nudge)
    return await session.scalar(
        select(Case).where(
            Case.id == nudge.case_id,
            _waits(),
            _has_waited(min(RED_AFTER), now),
            ~exists().where(
                newer.case_id == nudge.case_id,
                newer.kind == Notice.RED,
                newer.person_id == nudge.person_id,
                newer.id > nudge.id,
            ),
        )
    )


async def words_of(session: AsyncSession, case: Case) -> str | None:
    """With which the customer began to wait, as HTML; none where it was a score alone."""
    return await session.scalar(
        select(Line.html)
        .where(
            Line.case_id == case.id, ~Line.by_staff, Line.at >= case.since, Line.html.is_not(None)
        )
        .order_by(Line.id)
        .limit(1)
    )


async def next_at(session: AsyncSession, now: datetime) -> datetime | None:
    return await session.scalar(select(func.min(Case.red_at)).where(Case.red_at > now))
