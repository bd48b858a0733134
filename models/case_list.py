"""The cases as one list, read a page at a time: those that wait, or those that were closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.case_file import friends_of
from models.nudges import Notice
from models.rules.cases import RED_AFTER
from models.tables import Case, CaseState, Line, Nudge, NudgeState, Person, Response

PAGE = 6


class Order(StrEnum):
    AGE = "age"
    """Who has waited longest, first."""
    STAKE = "stake"
    """Who would take most friends along, first."""
    CLOSED = "closed"
    """The closed ones, the latest first."""


@dataclass(frozen=True, slots=True)
class Listed:
    case: Case
    customer: Person
    score: int | None
    friends: int
    said_last: bool
    """The customer had the last word."""
    has_undelivered: bool

    def is_red(self, now: datetime) -> bool:
        return self.waits and self.case.since + RED_AFTER[0] <= now

    @property
    def waits(self) -> bool:
        return self.case.state != CaseState.CLOSED and self.case.answered_at is None


@dataclass(frozen=True, slots=True)
class Page:
    order: Order
    cases: Sequence[Listed]
    has_before: bool
    has_after: bool
    total: int
    waiting: int
    """How many of the open ones have had no answer yet."""


async def top(session: AsyncSession, order: Order) -> Page:
    found = await _rows(session, _all(order).order_by(*_sorting(order)))
    return await _page(session, order, found[:PAGE], False, len(found) > PAGE)


async def after(session: AsyncSession, order: Order, case_id: int) -> Page:
    """The page after that case. Where nothing is left, the list is shown from its top."""
    beyond = _is_beyond(order, case_id)
    found = await _rows(session, _all(order).where(beyond).order_by(*_sorting(order)))
    if not found:
        return await top(session, order)
    return await _page(session, order, found[:PAGE], True, len(found) > PAGE)


async def before(session: AsyncSession, order: Order, case_id: int) -> Page:
    """The page before that case; the top of the list where that would not be a full one."""
    nearer = _is_beyond(order, case_id, backwards=True)
    backwards = _sorting(order, backwards=True)
    found = await _rows(session, _all(order).where(nearer).order_by(*backwards))
    if len(found) <= PAGE:
        return await top(session, order)
    return await _page(session, order, found[:PAGE][::-1], True, True)


async def _page(
    session: AsyncSession,
    order: Order,
    found: Sequence[Listed],
    has_before: bool,
    has_after: bool,
) -> Page:
    waits = Case.answered_at.is_(None)
    counts = select(func.count(), func.count().filter(waits)).select_from(Case)
    query = counts.join(Person, Person.id == Case.customer_id).where(*_belongs(order))
    total, waiting = (await session.execute(query)).one()
    return Page(order, found, has_before, has_after, total, waiting)


async def _rows(session: AsyncSession, query: Select[Any]) -> Sequence[Listed]:
    """One more than a page holds, so as to know whether there are more."""
    rows = await session.execute(query.limit(PAGE + 1))
    return [
        Listed(case, customer, score, friends, by_staff is False, undelivered)
        for case, customer, score, friends, by_staff, undelivered in rows
    ]


def _all(order: Order) -> Select[Any]:
    last_by_staff = (
        select(Line.by_staff)
        .where(Line.case_id == Case.id)
        .order_by(Line.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    undelivered = exists().where(
        Nudge.case_id == Case.id,
        Nudge.kind == Notice.LINE,
        Nudge.person_id == Case.customer_id,
        Nudge.state.in_((NudgeState.FAILED, NudgeState.SKIPPED)),
    )
    return (
        select(
            Case, Person, Response.score, friends_of(Case.customer_id), last_by_staff, undelivered
        )
        .join(Person, Person.id == Case.customer_id)
        .outerjoin(Response, Response.id == Case.response_id)
        .where(*_belongs(order))
    )


def _belongs(order: Order) -> tuple[ColumnElement[bool], ...]:
    """Nothing is left to read of who was erased."""
    is_closed = Case.closed_at.is_not(None) & (Case.state == CaseState.CLOSED)
    is_here = is_closed if order is Order.CLOSED else Case.state != CaseState.CLOSED
    return is_here, Person.telegram_id.is_not(None)


def _is_beyond(order: Order, case_id: int, *, backwards: bool = False) -> ColumnElement[bool]:
    """A place in the list stays the same while others come before it."""
    edge = aliased(Case)
    there = select(*_place(order, edge)).where(edge.id == case_id).scalar_subquery()
    here: ColumnElement[Any] = tuple_(*_place(order, Case))
    return here < there if _falls(order, backwards) else here > there


def _sorting(order: Order, *, backwards: bool = False) -> list[ColumnElement[Any]]:
    place = _place(order, Case)
    return [part.desc() if _falls(order, backwards) else part.asc() for part in place]


def _falls(order: Order, backwards: bool) -> bool:
    return (order is Order.CLOSED) != backwards


def _place(order: Order, of: type[Case]) -> tuple[ColumnElement[Any] | Any, ...]:
    match order:
        case Order.AGE:
            return of.since, of.id
        case Order.STAKE:
            return -friends_of(of.customer_id), of.since, of.id
        case Order.CLOSED:
            return of.closed_at, of.id
