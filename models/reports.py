"""The owners' report: a time of the business in a few figures, and the rows that bring it."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ColumnElement, and_, func, literal, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from models import cases, nudges, recovery
from models.nudges import Notice
from models.period import BEGINNING, Period
from models.recovery import Recovered
from models.rules.business import Business
from models.rules.clock import latest_local, next_local
from models.rules.contact import Kind, Reason
from models.rules.nps import Tally
from models.rules.week import INSTANT
from models.stats import count_scores, staff, tally_of
from models.tables import Case, Nudge, NudgeState, Person, Referral, Response, Role

WEEK, MONTH = 7, 30
TROUBLED = (NudgeState.FAILED, NudgeState.UNKNOWN)
BLOCKED = func.coalesce(Nudge.reason, "") == Reason.BLOCKED
"""Who has blocked the bot is no trouble of ours, whether we knew before sending or after."""


class Span(StrEnum):
    """What an owner may ask for."""

    DAY = "day"
    """Since the last report, however short."""
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Report:
    period: Period
    answers: Tally
    before: Tally
    """In the period of the same length just before."""
    month: Tally
    month_before: Tally
    newcomers: int
    friends: int
    """Those of the newcomers who came by a customer's link."""
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

    @property
    def is_quiet(self) -> bool:
        """Nothing has happened; what there was before may still wait."""
        done = self.answers.n, self.newcomers, self.new_cases, self.closed_cases
        return not any((*done, self.sent, self.skipped, self.failed, self.unknown))


async def plan(session: AsyncSession, business: Business, now: datetime) -> None:
    """The latest report to each owner who can be written to; none where nothing has happened.
    What was missed while the bot stood still is not made up for."""
    day = _day_until(latest_local(now, business.zone, business.report_at), business)
    if await has_news(session, day):
        await tell(session, Notice.REPORT, day.until, business, Person.role == Role.OWNER)


async def plan_last(
    session: AsyncSession, owner: Person, business: Business, now: datetime
) -> None:
    """An owner who starts late gets the last report there was, however long ago."""
    latest = latest_local(now, business.zone, business.report_at)
    happened_at = await last_event(session, latest)
    if happened_at is not None:
        at = next_local(happened_at - INSTANT, business.zone, business.report_at)
        await tell(session, Notice.REPORT, at, business, Person.id == owner.id)


async def tell(
    session: AsyncSession, notice: Notice, at: datetime, business: Business, *who: Any
) -> None:
    """To each of them who can be written to, once: of what was until then."""
    day = at.astimezone(business.zone).date().isoformat()
    await nudges.plan(
        session,
        notice,
        nudges.key(notice, literal(day), Person.id),
        Person.id,
        at,
        *who,
        Person.started_at.is_not(None),
        Person.blocked_at.is_(None),
        about=literal({"until": at.isoformat()}, JSON),
    )


async def has_news(session: AsyncSession, period: Period) -> bool:
    happened_at = await last_event(session, period.until)
    return happened_at is not None and happened_at > period.since


async def last_event(session: AsyncSession, until: datetime) -> datetime | None:
    """When something last happened that a report tells of: an answer, a newcomer, a case that
    was opened or closed, a message that did not arrive. Each of these reads one row of an index;
    messages are looked through no further back than there is other news."""
    news = [
        (Response.answered_at, Response.customer_id.not_in(staff())),
        (Person.started_at, Person.id.not_in(staff())),
        (Case.opened_at, true()),
        (Case.closed_at, true()),
    ]
    latest = BEGINNING
    for moment, condition in news:
        latest = await _last(session, moment, Period(latest, until), condition) or latest
    trouble = Nudge.state.in_(TROUBLED) & ~BLOCKED
    latest = await _last(session, Nudge.ended_at, Period(latest, until), trouble) or latest
    return None if latest == BEGINNING else latest


async def _last(
    session: AsyncSession, moment: Any, period: Period, condition: ColumnElement[bool]
) -> datetime | None:
    query = select(moment).where(period.holds(moment), condition)
    found: datetime | None = await session.scalar(query.order_by(moment.desc()).limit(1))
    return found


async def read(session: AsyncSession, until: datetime, business: Business) -> Report:
    """Of the day until then, as the daily report tells it."""
    return await count(session, _day_until(until, business))


async def read_span(
    session: AsyncSession, span: Span, until: datetime, business: Business
) -> Report:
    match span:
        case Span.DAY:
            return await read(session, until, business)
        case Span.WEEK:
            return await count(session, Period.of(WEEK, until))
        case Span.MONTH:
            return await count(session, Period.of(MONTH, until))


async def count(session: AsyncSession, period: Period) -> Report:
    answers, before = await count_scores(session, period)
    month, month_before = await count_scores(session, Period.of(MONTH, period.until))
    outcomes = await _outcomes(session, period)
    newcomers, friends = await _newcomers(session, period)
    return Report(
        period=period,
        answers=tally_of(answers),
        before=tally_of(before),
        month=tally_of(month),
        month_before=tally_of(month_before),
        newcomers=newcomers,
        friends=friends,
        new_cases=await _count_cases(session, period.holds(Case.opened_at)),
        closed_cases=await _count_cases(session, period.holds(Case.closed_at)),
        open_cases=await cases.count_open(session),
        recovered=await recovery.count(session, Period.of(MONTH, period.until)),
        sent=outcomes[NudgeState.SENT].total(),
        skipped=outcomes[NudgeState.SKIPPED],
        failed=outcomes[NudgeState.FAILED].total(),
        unknown=outcomes[NudgeState.UNKNOWN].total(),
    )


async def _newcomers(session: AsyncSession, period: Period) -> tuple[int, int]:
    """And how many of them came by a customer's link: they are bound to it as they come."""
    by_link = and_(Referral.friend_id == Person.id, Referral.inviter_id.not_in(staff()))
    query = (
        select(func.count(), func.count(Referral.id))
        .select_from(Person)
        .outerjoin(Referral, by_link)
        .where(period.holds(Person.started_at), Person.role == Role.CUSTOMER)
    )
    return (await session.execute(query)).one()


async def _count_cases(session: AsyncSession, which: ColumnElement[bool]) -> int:
    return await session.scalar(select(func.count(Case.id)).where(which)) or 0


async def _outcomes(session: AsyncSession, period: Period) -> dict[str, Counter[str]]:
    """How many became what, and why."""
    rows = await session.execute(
        select(Nudge.state, Nudge.reason, func.count())
        .where(
            period.holds(Nudge.ended_at),
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
