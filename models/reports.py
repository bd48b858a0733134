"""The owners' report: a day of the business in a few figures, and the rows that bring it."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import JSON, ColumnElement, func, literal, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from models import cases, nudges, recovery
from models.database import among
from models.nudges import Notice
from models.period import Period
from models.recovery import Recovered
from models.rules.business import Business
from models.rules.clock import latest_local, next_local
from models.rules.contact import Kind, Reason
from models.rules.nps import Tally
from models.stats import count_scores, staff, tally_of
from models.tables import Case, Nudge, NudgeState, Person, Response, Role

MONTH = 30
INSTANT = timedelta(microseconds=1)
TROUBLED = (NudgeState.FAILED, NudgeState.UNKNOWN)
BLOCKED = func.coalesce(Nudge.reason, "") == Reason.BLOCKED
"""Who has blocked the bot is no trouble of ours, whether we knew before sending or after."""


@dataclass(frozen=True, slots=True)
class Report:
    until: datetime
    answers: Tally
    month: Tally
    month_before: Tally
    newcomers: int
    new_cases: int
    closed_cases: int
    open_cases: int
    recovered: Recovered
    """In the month: whether it is solved is asked days after a case was closed."""
    sent: int
    """Nudges. Of notices only those that failed are worth a word."""
    skipped: Mapping[str, int]
    """Nudges by the reason why they did not go."""
    failed: int
    unknown: int


async def plan(session: AsyncSession, business: Business, now: datetime) -> None:
    """The latest report to each owner who can be written to; none where nothing has happened.
    What was missed while the bot stood still is not made up for."""
    day = _day_until(latest_local(now, business.zone, business.report_at), business)
    happened_at = await last_event(session, day.until)
    if happened_at is not None and happened_at > day.since:
        await _plan(session, day.until, business, Person.role == Role.OWNER)


async def plan_last(
    session: AsyncSession, owner: Person, business: Business, now: datetime
) -> None:
    """An owner who starts late gets the last report there was, however long ago."""
    latest = latest_local(now, business.zone, business.report_at)
    happened_at = await last_event(session, latest)
    if happened_at is not None:
        at = next_local(happened_at - INSTANT, business.zone, business.report_at)
        await _plan(session, at, business, Person.id == owner.id)


async def _plan(
    session: AsyncSession, at: datetime, business: Business, who: ColumnElement[bool]
) -> None:
    day = at.astimezone(business.zone).date().isoformat()
    await nudges.plan(
        session,
        Notice.REPORT,
        nudges.key("report", literal(day), Person.id),
        Person.id,
        at,
        who,
        Person.started_at.is_not(None),
        Person.blocked_at.is_(None),
        about=literal({"until": at.isoformat()}, JSON),
    )


async def last_event(session: AsyncSession, until: datetime) -> datetime | None:
    """When something last happened that a report tells of: an answer, a newcomer, a case that
    was opened or closed, a message that did not arrive. Asked each minute, so each of
    these reads one row of an index."""
    news = [
        (Response.answered_at, Response.customer_id.not_in(staff())),
        (Person.started_at, Person.id.not_in(staff())),
        (Case.opened_at, true()),
        (Case.closed_at, true()),
        (Nudge.sent_at, among(Nudge.state, *TROUBLED) & ~BLOCKED),
    ]
    latest = [
        await session.scalar(
            select(moment).where(moment <= until, condition).order_by(moment.desc()).limit(1)
        )
        for moment, condition in news
    ]
    return max((moment for moment in latest if moment is not None), default=None)


async def read(session: AsyncSession, until: datetime, business: Business) -> Report:
    day = _day_until(until, business)
    answers, _ = await count_scores(session, day)
    month, month_before = await count_scores(session, Period.of(MONTH, until))
    outcomes = await _outcomes(session, day)
    newcomers = select(func.count(Person.id)).where(
        day.holds(Person.started_at), Person.role == Role.CUSTOMER
    )
    return Report(
        until=until,
        answers=tally_of(answers),
        month=tally_of(month),
        month_before=tally_of(month_before),
        newcomers=await session.scalar(newcomers) or 0,
        new_cases=await _count_cases(session, day.holds(Case.opened_at)),
        closed_cases=await _count_cases(session, day.holds(Case.closed_at)),
        open_cases=await cases.count_open(session),
        recovered=await recovery.count(session, Period.of(MONTH, until)),
        sent=outcomes[NudgeState.SENT].total(),
        skipped=outcomes[NudgeState.SKIPPED],
        failed=outcomes[NudgeState.FAILED].total(),
        unknown=outcomes[NudgeState.UNKNOWN].total(),
    )


async def _count_cases(session: AsyncSession, which: ColumnElement[bool]) -> int:
    return await session.scalar(select(func.count(Case.id)).where(which)) or 0


async def _outcomes(session: AsyncSession, day: Period) -> dict[str, Counter[str]]:
    """How many became what, and why. What was never tried counts on the day it was due."""
    rows = await session.execute(
        select(Nudge.state, Nudge.reason, func.count())
        .where(
            day.holds(func.coalesce(Nudge.sent_at, Nudge.due_at)),
            Nudge.state.in_((NudgeState.SENT, NudgeState.SKIPPED, *TROUBLED)),
            or_(Nudge.kind.in_(tuple(Kind)), Nudge.state.in_(TROUBLED) & ~BLOCKED),
        )
        .group_by(Nudge.state, Nudge.reason)
    )
    outcomes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for state, reason, count in rows:
        became = NudgeState.SKIPPED if reason == Reason.BLOCKED else state
        outcomes[became][reason or ""] += count
    return outcomes


def _day_until(until: datetime, business: Business) -> Period:
    """Since the report before: a day, or an hour more or less where the clocks change."""
    return Period(latest_local(until - INSTANT, business.zone, business.report_at), until)
