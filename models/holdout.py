"""What became of customers who got a message, and of those who by chance did without it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.database import later
from models.rules import holdout
from models.rules.contact import MAY_BE_HELD_OUT, Kind, Reason
from models.rules.holdout import Difference, Side
from models.tables import Nudge, NudgeState, Person, Referral, Response, Role

LOOKS_BACK = timedelta(days=90)
TO_ANSWER = timedelta(days=7)
TO_BRING_A_FRIEND = timedelta(days=14)
KINDS = sorted(MAY_BE_HELD_OUT, key=lambda kind: kind.priority)

WAS_SENT = or_(
    Nudge.state.in_((NudgeState.SENT, NudgeState.UNKNOWN)),
    and_(Nudge.state == NudgeState.FAILED, Nudge.sent_at.is_not(None)),
)
"""Whom we set out to write to, whether or not it arrived: among those held out are as many who
would not have got it either, and nobody can tell who they are."""
WAS_HELD = and_(Nudge.state == NudgeState.SKIPPED, Nudge.reason == Reason.HELD_OUT)
AT = func.coalesce(Nudge.sent_at, Nudge.ended_at)
"""The moment of the message, or the moment at which there was none."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Of each side, how many customers there are, and how many answered; after a referral prompt,
    how many brought a friend."""

    kind: Kind
    treated: Side
    held: Side

    @property
    def difference(self) -> Difference | None:
        return holdout.compare(self.treated, self.held)


async def compare(session: AsyncSession, until: datetime) -> Sequence[Compared]:
    """Each kind that somebody was held out of lately, the most important first."""
    began = await _began(session, until)
    if not began:
        return []
    sides: defaultdict[str, dict[bool, Side]] = defaultdict(dict)
    for kind, was_held, customers, successes in await session.execute(_sides(began, until)):
        sides[kind][bool(was_held)] = Side(customers, successes)
    return [
        Compared(kind, sides[kind].get(False, Side()), sides[kind].get(True, Side()))
        for kind in KINDS
        if kind in sides
    ]


async def _began(session: AsyncSession, until: datetime) -> Mapping[Kind, datetime]:
    """Since when there are two sides. What was sent before that, to all, was in other times."""
    rows = await session.execute(
        select(Nudge.kind, func.min(Nudge.ended_at))
        .where(Nudge.ended_at > until - LOOKS_BACK, Nudge.ended_at <= until, WAS_HELD)
        .group_by(Nudge.kind)
    )
    return {Kind(kind): at for kind, at in rows if at is not None}


def _sides(began: Mapping[Kind, datetime], until: datetime) -> Select[Any]:
    first = _first(began, until)
    succeeded = case((first.c.kind == Kind.REFERRAL, _brought(first)), else_=_answered(first))
    was_held = case((first.c.held_at == first.c.at, 1), else_=0)
    return (
        select(first.c.kind, was_held, func.count(), func.sum(case((succeeded, 1), else_=0)))
        .where(_is_customer(first))
        .group_by(first.c.kind, was_held)
    )


def _first(began: Mapping[Kind, datetime], until: datetime) -> CTE:
    """Of each customer the first of a kind: what comes after it may be its consequence. Few of
    many rows are first, so only these are asked what came of them."""
    held_at = func.min(case((WAS_HELD, AT)))
    return (
        select(Nudge.kind, Nudge.person_id, func.min(AT).label("at"), held_at.label("held_at"))
        .where(
            Nudge.ended_at >= min(began.values()),
            Nudge.ended_at <= until - TO_ANSWER,
            or_(*(_is_over(kind, since, until) for kind, since in began.items())),
            or_(WAS_SENT, WAS_HELD),
            Nudge.survey_id.is_(None) | ~_had_answered(),
        )
        .group_by(Nudge.person_id, Nudge.kind)
        .cte("first")
    )


def _is_over(kind: Kind, since: datetime, until: datetime) -> ColumnElement[bool]:
    """Long enough ago that whoever does something has done it."""
    time = TO_BRING_A_FRIEND if kind is Kind.REFERRAL else TO_ANSWER
    return and_(Nudge.kind == kind, Nudge.ended_at >= since, Nudge.ended_at <= until - time)


def _is_customer(first: CTE) -> ColumnElement[bool]:
    """Neither of the staff nor erased."""
    return exists().where(
        Person.id == first.c.person_id,
        Person.role == Role.CUSTOMER,
        Person.telegram_id.is_not(None),
    )


def _had_answered() -> ColumnElement[bool]:
    """Who answers while a reminder waits for the morning gets none, so is on neither side."""
    return exists().where(Response.survey_id == Nudge.survey_id, Response.answered_at <= AT)


def _answered(first: CTE) -> ColumnElement[bool]:
    return exists().where(
        Response.customer_id == first.c.person_id,
        Response.answered_at > first.c.at,
        Response.answered_at <= later(first.c.at, TO_ANSWER),
    )


def _brought(first: CTE) -> ColumnElement[bool]:
    return exists().where(
        Referral.inviter_id == first.c.person_id,
        Referral.joined_at > first.c.at,
        Referral.joined_at <= later(first.c.at, TO_BRING_A_FRIEND),
    )
