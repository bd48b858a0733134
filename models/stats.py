"""The owner's figures for a period: counted in SQL, staff left out, one wording of the question.

One answer a customer: the latest in the period.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any, Self

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import cases
from models.rules.nps import Change, Group, Tally, change, group_of, live_nps, response_rate
from models.rules.question import WORDING_VERSION
from models.tables import STAFF, Chip, Person, Reason, Referral, Response, Role, Survey, SurveyState

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""Before any answer."""

Scores = Mapping[int, int]
"""How many gave each score."""


@dataclass(frozen=True, slots=True)
class Period:
    """After `since` and until `until`, that moment included: so the answer of this very moment
    counts, and of two periods in a row each moment belongs to one."""

    since: datetime
    until: datetime

    @classmethod
    def of(cls, days: int | None, until: datetime) -> Self:
        """The last `days`; without a number, all there is."""
        return cls(until - timedelta(days=days) if days else BEGINNING, until)

    @property
    def before(self) -> Self:
        """The one of the same length just before it."""
        return type(self)(self.since - (self.until - self.since), self.since)

    def holds(self, moment: Any) -> ColumnElement[bool]:
        return and_(moment > self.since, moment <= self.until)


@dataclass(frozen=True)
class Stats:
    scores: Scores
    scores_before: Scores
    asked: int
    """Surveys delivered in the period, and how many of those were answered, then or later."""
    answered: int
    shown: int
    """Customers who were ever offered to share, and how many of those did."""
    shared: int
    friends: int
    """Who came in the period by a customer's link."""
    open_cases: int
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

    @property
    def live_nps(self) -> Fraction | None:
        return live_nps(self.shared, self.shown)


def tally_of(scores: Scores) -> Tally:
    groups: Counter[Group] = Counter()
    for score, count in scores.items():
        groups[group_of(score)] += count
    return Tally(groups[Group.PROMOTER], groups[Group.PASSIVE], groups[Group.DETRACTOR])


async def read(
    session: AsyncSession, period: Period, *, touchpoint: int | None = None, reasons: int = 3
) -> Stats:
    """Of one touchpoint, where it is named: sharing is of the whole business, and left out then."""
    scores, scores_before = await count_scores(session, period, touchpoint)
    asked, answered = await _response(session, period, touchpoint)
    shown, shared = (0, 0) if touchpoint else await _sharing(session)
    return Stats(
        scores=scores,
        scores_before=scores_before,
        asked=asked,
        answered=answered,
        shown=shown,
        shared=shared,
        friends=0 if touchpoint else await _friends(session, period),
        open_cases=await cases.count_open(session, touchpoint),
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


async def _sharing(session: AsyncSession) -> tuple[int, int]:
    query = select(func.count(), func.count(Person.shared_at)).where(
        Person.referral_shown_at.is_not(None), Person.role == Role.CUSTOMER
    )
    return (await session.execute(query)).one()


async def _friends(session: AsyncSession, period: Period) -> int:
    query = select(func.count(Referral.id)).where(period.holds(Referral.joined_at))
    return await session.scalar(query) or 0


def staff() -> Select[int]:
    """A handful of rows, so that leaving them out costs a million answers nothing."""
    return select(Person.id).where(Person.role.in_(STAFF))
