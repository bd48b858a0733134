"""The owner's figures for a period: counted in SQL, staff left out, one wording of the question.

One answer a customer: the latest in the period.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import cases, recovery
from models.period import Period
from models.recovery import Recovered
from models.rules.nps import Change, Group, Tally, change, group_of, live_nps, response_rate
from models.rules.question import WORDING_VERSION
from models.tables import STAFF, Chip, Person, Reason, Referral, Response, Role, Survey, SurveyState

Scores = Mapping[int, int]
"""How many gave each score."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """Word of mouth of all time, step by step. Each is counted for itself: a friend may come by a
    link that was never tapped here."""

    shown: int = 0
    """Customers who were ever offered to share; how many of those looked at what there is to
    share, and how many did."""
    tapped: int = 0
    shared: int = 0
    joined: int = 0
    """Friends who came by a customer's link, and how many of those are proven."""
    proven: int = 0

    @property
    def live_nps(self) -> Fraction | None:
        return live_nps(self.shared, self.shown)


@dataclass(frozen=True)
class Stats:
    scores: Scores
    scores_before: Scores
    asked: int
    """Surveys delivered in the period, and how many of those were answered, then or later."""
    answered: int
    funnel: Funnel
    friends: int
    """Who came in the period by a customer's link."""
    open_cases: int
    recovered: Recovered
    reasons: Sequence[Response]
    """The last answers of the period that have a reason, the newest first."""

    @cached_property
    def tally(self) -> Tally:
        return tally_of(self.scores)

    @cached_property
    def before(self) -> Tally:
        return tally_of(self.scores_before)

    @property
    def change(self) -> Change:
        return change(self.before, self.tally)

    @property
    def response_rate(self) -> Fraction | None:
        return response_rate(self.answered, self.asked)


def tally_of(scores: Scores) -> Tally:
    groups: Counter[Group] = Counter()
    for score, count in scores.items():
        groups[group_of(score)] += count
    return Tally(groups[Group.PROMOTER], groups[Group.PASSIVE], groups[Group.DETRACTOR])


async def read(
    session: AsyncSession, period: Period, *, touchpoint: int | None = None, reasons: int = 3
) -> Stats:
    """Of one touchpoint, where it is named: what is of the whole business is left out then."""
    scores, scores_before = await count_scores(session, period, touchpoint)
    asked, answered = await _response(session, period, touchpoint)
    return Stats(
        scores=scores,
        scores_before=scores_before,
        asked=asked,
        answered=answered,
        funnel=Funnel() if touchpoint else await _funnel(session),
        friends=0 if touchpoint else await _friends(session, period),
        open_cases=await cases.count_open(session, touchpoint),
        recovered=Recovered() if touchpoint else await recovery.count(session, period),
        reasons=await last_reasons(session, period, reasons, touchpoint),
    )


async def count_scores(
    session: AsyncSession, period: Period, touchpoint: int | None = None
) -> tuple[Scores, Scores]:
    """Of the period and of the one before it."""
    rows = (await session.execute(scores_query(period, touchpoint))).all()
    return (
        {score: count for is_now, score, count in rows if is_now},
        {score: count for is_now, score, count in rows if not is_now},
    )


def scores_query(period: Period, touchpoint: int | None = None) -> Select[Any]:
    """Customers by their latest score, in the period and in the one before it."""
    is_now = Response.answered_at > period.since
    newest_first = Response.answered_at.desc(), Response.id.desc()
    nth = func.row_number().over(partition_by=(Response.customer_id, is_now), order_by=newest_first)
    answers = (
        select(is_now.label("is_now"), Response.score, nth.label("nth"))
        .join(Response.survey)
        .where(
            Period(period.before.since, period.until).holds(Response.answered_at),
            Response.customer_id.not_in(staff()),
            Survey.wording == WORDING_VERSION,
            *_at(touchpoint),
        )
        .subquery()
    )
    columns = answers.c.is_now, answers.c.score
    return select(*columns, func.count()).where(answers.c.nth == 1).group_by(*columns)


async def by_touchpoint(session: AsyncSession, period: Period) -> dict[int, Tally]:
    """Of those that have answers in the period; of each, the latest of every customer."""
    newest_first = Response.answered_at.desc(), Response.id.desc()
    at = Survey.touchpoint_id, Response.customer_id
    nth = func.row_number().over(partition_by=at, order_by=newest_first)
    answers = (
        select(Survey.touchpoint_id, Response.score, nth.label("nth"))
        .join(Response.survey)
        .where(
            period.holds(Response.answered_at),
            Response.customer_id.not_in(staff()),
            Survey.wording == WORDING_VERSION,
            Survey.touchpoint_id.is_not(None),
        )
        .subquery()
    )
    columns = answers.c.touchpoint_id, answers.c.score
    query = select(*columns, func.count()).where(answers.c.nth == 1).group_by(*columns)
    scores: dict[int, dict[int, int]] = defaultdict(dict)
    for touchpoint, score, count in await session.execute(query):
        scores[touchpoint][score] = count
    return {touchpoint: tally_of(given) for touchpoint, given in scores.items()}


def _at(touchpoint: int | None) -> list[ColumnElement[bool]]:
    return [] if touchpoint is None else [Survey.touchpoint_id == touchpoint]


async def last_reasons(
    session: AsyncSession, period: Period, limit: int, touchpoint: int | None = None
) -> Sequence[Response]:
    query = (
        select(Response)
        .where(
            period.holds(Response.answered_at),
            Response.customer_id.not_in(staff()),
            has_said_why(),
            *(Response.survey.has(at) for at in _at(touchpoint)),
        )
        .order_by(Response.answered_at.desc(), Response.id.desc())
        .limit(limit)
        .options(selectinload(Response.reasons), selectinload(Response.chips))
    )
    return (await session.scalars(query)).all()


def has_said_why() -> ColumnElement[bool]:
    """In a message or by a chip."""
    return or_(
        exists().where(Reason.response_id == Response.id),
        exists().where(Chip.response_id == Response.id),
    )


async def _response(
    session: AsyncSession, period: Period, touchpoint: int | None
) -> tuple[int, int]:
    answered = func.count().filter(Survey.state == SurveyState.ANSWERED)
    query = select(func.count(), answered).where(
        period.holds(Survey.asked_at),
        Survey.customer_id.not_in(staff()),
        Survey.wording == WORDING_VERSION,
        *_at(touchpoint),
    )
    return (await session.execute(query)).one()


async def _funnel(session: AsyncSession) -> Funnel:
    tapped, shared = func.count(Person.referral_tapped_at), func.count(Person.shared_at)
    offered = (
        select(func.count().label("shown"), tapped.label("tapped"), shared.label("shared"))
        .where(Person.referral_shown_at.is_not(None), Person.role == Role.CUSTOMER)
        .subquery()
    )
    proven = func.count(Referral.proven_at).label("proven")
    came = select(func.count().label("joined"), proven).where(_is_of_customers()).subquery()
    query = select(offered, came).join_from(offered, came, true())
    return Funnel(*(await session.execute(query)).one())


async def _friends(session: AsyncSession, period: Period) -> int:
    query = select(func.count()).where(period.holds(Referral.joined_at), _is_of_customers())
    return await session.scalar(query) or 0


def _is_of_customers() -> ColumnElement[bool]:
    """Neither has become one of the staff since."""
    return and_(Referral.inviter_id.not_in(staff()), Referral.friend_id.not_in(staff()))


def staff() -> Select[int]:
    """A handful of rows, so that leaving them out costs a million answers nothing."""
    return select(Person.id).where(Person.role.in_(STAFF))
