"""Who is in an audience, told by the database itself; and audiences kept under a name.

A condition never comes out as NULL, so that its "not" is everybody else. Each is asked of one
person by an index, or of the person's own row.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import arbiter
from models.database import insert_into
from models.rules import audience as rules
from models.rules.audience import Audience, Condition, Is
from models.rules.contact import Topic
from models.rules.nps import Group
from models.tables import Audience as Kept
from models.tables import (
    Case,
    CaseState,
    Person,
    Referral,
    Response,
    Role,
    Survey,
    SurveyState,
)

EVERYBODY = (
    Person.role == Role.CUSTOMER,
    Person.started_at.is_not(None),
    Person.telegram_id.is_not(None),
)
WELCOMES_OFFERS = and_(
    Person.consented_at.is_not(None),
    Person.offers_at.is_not(None),
    Person.blocked_at.is_(None),
    Person.stopped_at.is_(None),
    ~arbiter.has_off(Topic.OFFERS),
    ~arbiter.IN_TALK,
)
"""No waiting mends what is against it, but for the end of a case; a lot among those who may get an
offer is drawn among these."""
NO_SCORE = -1
SCORES = {Group.PROMOTER: (9, 10), Group.PASSIVE: (7, 8), Group.DETRACTOR: (0, 6)}

Fact = ColumnElement[bool]


def members(audience: Audience, now: datetime) -> tuple[Fact, ...]:
    """Conditions on `Person`."""
    return (*EVERYBODY, *(_holds(one, now) for one in audience))


def _holds(condition: Condition, now: datetime) -> Fact:
    """Detractors are meant with their cases closed; but "no detractors" means none at all."""
    if condition.negated and condition.name is Is.DETRACTOR:
        return ~_in_group(Group.DETRACTOR)
    fact = FACTS[condition.name](condition.value, now)
    return ~fact if condition.negated else fact


def _in_group(group: Group) -> Fact:
    """By the latest answer."""
    latest = (
        select(Response.score)
        .where(Response.customer_id == Person.id)
        .order_by(Response.answered_at.desc(), Response.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(latest, NO_SCORE).between(*SCORES[group])


def _is_reconciled() -> Fact:
    theirs = Case.customer_id == Person.id
    is_closed = Case.state == CaseState.CLOSED
    return exists().where(theirs, is_closed) & ~exists().where(theirs, ~is_closed)


def _is_silent() -> Fact:
    """The last question that was shown has no answer. Its moment is in a function for the
    planner's sake, as below: there is an index of all moments too."""
    asked_at = func.coalesce(Survey.asked_at, Survey.due_at)
    state = (
        select(Survey.state)
        .where(Survey.customer_id == Person.id, Survey.asked_at.is_not(None))
        .order_by(asked_at.desc(), Survey.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(state, SurveyState.ANSWERED.value) != SurveyState.ANSWERED


def _has_been_at(touchpoint_id: Any) -> Fact:
    """Asked about it, or came by it and will be. The sum keeps the planner to the index by
    customer: the other would read all of the touchpoint's surveys for each of them."""
    asked = exists().where(
        Survey.customer_id == Person.id, Survey.touchpoint_id + 0 == int(touchpoint_id)
    )
    return asked | Person.touchpoint_id.is_not_distinct_from(int(touchpoint_id))


def _answered_before(days: Any, now: datetime) -> Fact:
    theirs = Response.customer_id == Person.id
    since = now - timedelta(days=int(days))
    return exists().where(theirs) & ~exists().where(theirs, Response.answered_at >= since)


FACTS: dict[Is, Callable[[Any, datetime], Fact]] = {
    Is.PROMOTER: lambda _value, _now: _in_group(Group.PROMOTER),
    Is.PASSIVE: lambda _value, _now: _in_group(Group.PASSIVE),
    Is.DETRACTOR: lambda _value, _now: _in_group(Group.DETRACTOR) & _is_reconciled(),
    Is.SILENT: lambda _value, _now: _is_silent(),
    Is.NEVER_ASKED: lambda _value, _now: (
        ~exists().where(Survey.customer_id == Person.id, Survey.asked_at.is_not(None))
    ),
    Is.REFERRED: lambda _value, _now: exists().where(Referral.friend_id == Person.id),
    Is.SHARED: lambda _value, _now: Person.shared_at.is_not(None),
    Is.TOUCHPOINT: lambda value, _now: _has_been_at(value),
    Is.LANGUAGE: lambda value, _now: Person.language == str(value),
    Is.ANSWERED_BEFORE: _answered_before,
    Is.BIRTH_MONTH: lambda value, _now: Person.birth_month.is_not_distinct_from(int(value)),
}


@dataclass(frozen=True, slots=True)
class Count:
    all: int
    welcome: int
    """Those of them who may get offers."""


async def count(session: AsyncSession, audience: Audience, now: datetime) -> Count:
    query = select(func.count(), func.count().filter(WELCOMES_OFFERS))
    found = await session.execute(query.select_from(Person).where(*members(audience, now)))
    return Count(*found.one())


# Kept under a name


async def keep(
    session: AsyncSession, name: str, audience: Audience, by: int, now: datetime
) -> None:
    """In place of another of that name, whatever its case."""
    made = {"name": name, "conditions": rules.dump(audience), "made_by_id": by, "made_at": now}
    await session.execute(
        insert_into(session, Kept)
        .values(folded=name.casefold(), **made)
        .on_conflict_do_update(index_elements=["folded"], set_=made)
    )


async def kept(session: AsyncSession) -> Sequence[Kept]:
    return (await session.scalars(select(Kept).order_by(Kept.folded))).all()


async def kept_one(session: AsyncSession, audience_id: int) -> Kept | None:
    return await session.get(Kept, audience_id)


async def forget(session: AsyncSession, audience_id: int) -> bool:
    """False where it was gone already."""
    gone = await session.execute(delete(Kept).where(Kept.id == audience_id).returning(Kept.id))
    return gone.scalar() is not None
