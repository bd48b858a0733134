"""The owners' week: its figures, what to do next, and the rows that bring both on Monday."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import facts, reports
from models.nudges import Notice
from models.period import Period
from models.reports import Report
from models.rules.advice import Advice, advise
from models.rules.business import Business
from models.rules.contact import Kind
from models.rules.week import INSTANT, latest_monday
from models.stats import staff
from models.tables import Case, CaseState, Nudge, NudgeState, Person, Role, Survey


@dataclass(frozen=True, slots=True)
class Weekly:
    report: Report
    advice: Sequence[Advice]


async def plan(session: AsyncSession, business: Business, now: datetime) -> None:
    """The latest week to each owner who was there at its end; none where nothing goes on. An
    owner who starts later gets the last report of a day, and this one the next Monday."""
    week = _week_until(latest_monday(now, business.zone), business)
    if await has_to_tell(session, week):
        was_here = Person.role == Role.OWNER, Person.started_at <= week.until
        await reports.tell(session, Notice.WEEKLY, week.until, business, *was_here)


async def has_to_tell(session: AsyncSession, week: Period) -> bool:
    """News, or else an open case or somebody who was asked or written to: a week without answers
    is when advice is needed."""
    return await reports.has_news(session, week) or await _goes_on(session, week)


async def _goes_on(session: AsyncSession, week: Period) -> bool:
    open_case = exists().where(Case.state != CaseState.CLOSED, Case.opened_at <= week.until)
    asked = exists().where(week.holds(Survey.asked_at), Survey.customer_id.not_in(staff()))
    sent = exists().where(
        week.holds(Nudge.ended_at), Nudge.kind.in_(tuple(Kind)), Nudge.state == NudgeState.SENT
    )
    return bool(await session.scalar(select(or_(open_case, asked, sent))))


async def read(session: AsyncSession, until: datetime, business: Business, now: datetime) -> Weekly:
    week = _week_until(until, business)
    known = await facts.gather(session, week, business, now)
    return Weekly(await reports.count(session, week), advise(known))


def _week_until(until: datetime, business: Business) -> Period:
    """Since the Monday before: seven days, or an hour more or less where the clocks change."""
    return Period(latest_monday(until - INSTANT, business.zone), until)
