"""A case with all that its card says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import people
from models.tables import (
    Case,
    CaseState,
    Line,
    Person,
    Referral,
    Response,
    Survey,
    Tick,
    Touchpoint,
)

SCORES_SHOWN = 4
LINES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with all that its card says."""

    case: Case
    customer: Person
    response: Response | None = None
    """None where the customer has called a human without a score."""
    touchpoint: str | None = None
    scores: Sequence[tuple[int, datetime]] = ()
    """The customer's last ones, the oldest first."""
    friends: int = 0
    ticks: Sequence[Tick] = ()
    lines: Sequence[Line] = ()
    """The last of the conversation, the oldest first."""
    people: Mapping[int, Person] = field(default_factory=dict)
    """Whoever has acted or spoken, by id."""

    @property
    def is_closed(self) -> bool:
        return self.case.state == CaseState.CLOSED

    @property
    def is_erased(self) -> bool:
        return self.customer.telegram_id is None


async def read(session: AsyncSession, case_id: int) -> CaseFile:
    case = await session.get_one(Case, case_id)
    customer = await session.get_one(Person, case.customer_id)
    response = await session.scalar(
        select(Response)
        .where(Response.id == case.response_id)
        .options(selectinload(Response.reasons), selectinload(Response.chips))
    )
    ticks = (await session.scalars(select(Tick).where(Tick.case_id == case_id))).all()
    lines = await _last_lines(session, case_id)
    known = {case.taken_by_id, case.closed_by_id, customer.id}
    known |= {tick.by_id for tick in ticks} | {line.sender_id for line in lines}
    return CaseFile(
        case,
        customer,
        response,
        touchpoint=await _touchpoint_of(session, response) if response else None,
        scores=await _last_scores(session, customer.id),
        friends=await session.scalar(select(friends_of(case.customer_id))) or 0,
        ticks=ticks,
        lines=lines,
        people=await people.by_id(session, {id for id in known if id is not None}),
    )


def friends_of(customer_id: ColumnElement[int] | Any) -> ScalarSelect[int]:
    """How many came by this customer's link, but for those of a suspicious crowd who were never
    seen."""
    return (
        select(func.count())
        .select_from(Referral)
        .where(
            Referral.inviter_id == customer_id,
            Referral.flagged_at.is_(None) | Referral.proven_at.is_not(None),
        )
        .scalar_subquery()
    )


async def _touchpoint_of(session: AsyncSession, response: Response) -> str | None:
    query = (
        select(Touchpoint.name)
        .join(Survey, Survey.touchpoint_id == Touchpoint.id)
        .where(Survey.id == response.survey_id)
    )
    return await session.scalar(query)


async def _last_scores(session: AsyncSession, customer_id: int) -> Sequence[tuple[int, datetime]]:
    query = (
        select(Response.score, Response.answered_at)
        .where(Response.customer_id == customer_id)
        .order_by(Response.answered_at.desc(), Response.id.desc())
        .limit(SCORES_SHOWN)
    )
    return [(score, at) for score, at in await session.execute(query)][::-1]


async def _last_lines(session: AsyncSession, case_id: int) -> Sequence[Line]:
    query = select(Line).where(Line.case_id == case_id).order_by(Line.id.desc()).limit(LINES_SHOWN)
    return (await session.scalars(query)).all()[::-1]
