"""What advice goes by, counted."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import stats, touchpoints
from models.period import Period
from models.publishing import is_publishable
from models.rules.advice import Facts
from models.rules.business import Business
from models.rules.nps import Group, Tally, group_of
from models.rules.question import SCORES, WORDING_VERSION
from models.stats import staff
from models.tables import Campaign, Case, CaseState, Chip, Person, Referral, Response, Role, Survey

MONTH = 30
DETRACTORS = [score for score in SCORES if group_of(score) is Group.DETRACTOR]


async def gather(session: AsyncSession, week: Period, business: Business, now: datetime) -> Facts:
    month = Period.of(MONTH, week.until)
    figures = await stats.read(session, month, reasons=0)
    scores, _ = await stats.count_scores(session, week)
    waiting, longest = await _waiting(session, now)
    subject, named = await _subject(session, month)
    return Facts(
        waiting=waiting,
        longest=longest,
        subject=subject,
        named=named,
        points=await _points(session, month),
        asked=figures.asked,
        answered=figures.answered,
        answers=stats.tally_of(scores).n,
        publishable=await _publishable(session, week),
        shown=figures.funnel.shown,
        shared=figures.funnel.shared,
        has_reward=bool(business.referral_reward),
        unproven=await _unproven(session, month),
        welcome=await _welcome(session),
        offered=await _offered(session, now),
    )


async def _waiting(session: AsyncSession, now: datetime) -> tuple[int, timedelta]:
    """The unhappy whom nobody has answered, and how long the first of them waits."""
    query = select(func.count(), func.min(Case.since)).where(
        Case.state != CaseState.CLOSED, Case.answered_at.is_(None)
    )
    waiting, first = (await session.execute(query)).one()
    return waiting, max(now - first, timedelta()) if first else timedelta()


async def _subject(session: AsyncSession, period: Period) -> tuple[str, int]:
    named = func.count().label("named")
    query = (
        select(Chip.name, named)
        .join(Response, Response.id == Chip.response_id)
        .join(Survey, Survey.id == Response.survey_id)
        .where(
            period.holds(Response.answered_at),
            Response.score.in_(DETRACTORS),
            Response.customer_id.not_in(staff()),
            Survey.wording == WORDING_VERSION,
        )
        .group_by(Chip.name)
        .order_by(named.desc(), Chip.name)
        .limit(1)
    )
    row = (await session.execute(query)).first()
    return (row.name, row.named) if row is not None else ("", 0)


async def _points(session: AsyncSession, period: Period) -> dict[str, Tally]:
    """Those in use: a namesake that was retired stands for nothing any more."""
    known = await touchpoints.known(session, period)
    return {one.touchpoint.name: one.tally for one in known if not one.is_retired}


async def _publishable(session: AsyncSession, period: Period) -> int:
    query = select(func.count(Response.id)).where(
        period.holds(Response.answered_at),
        is_publishable(),
        Response.customer_id.not_in(staff()),
    )
    return await session.scalar(query) or 0


async def _unproven(session: AsyncSession, period: Period) -> int:
    query = select(func.count(Referral.id)).where(
        period.holds(Referral.joined_at),
        Referral.proven_at.is_(None),
        Referral.inviter_id.not_in(staff()),
        Referral.friend_id.not_in(staff()),
    )
    return await session.scalar(query) or 0


async def _welcome(session: AsyncSession) -> int:
    query = select(func.count(Person.id)).where(
        Person.role == Role.CUSTOMER,
        Person.offers_at.is_not(None),
        Person.blocked_at.is_(None),
        Person.stopped_at.is_(None),
    )
    return await session.scalar(query) or 0


async def _offered(session: AsyncSession, now: datetime) -> timedelta | None:
    last = await session.scalar(select(func.max(Campaign.confirmed_at)))
    return now - last if last is not None else None
