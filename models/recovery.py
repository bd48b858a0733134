"""How a case ended: the customer is asked, says yes or no, and is counted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import cards, cases, nudges, people
from models.database import later
from models.nudges import Notice
from models.period import Period
from models.rules.contact import Kind
from models.tables import Case, CaseState, Nudge, Person, Role


async def plan_checks(session: AsyncSession, good_for: timedelta, now: datetime) -> None:
    """«Is it solved?», once a closing."""
    await nudges.plan(
        session,
        Kind.RECOVERY,
        _key(),
        Case.customer_id,
        Case.check_at,
        Case.check_at <= now,
        Case.state == CaseState.CLOSED,
        good_until=later(Case.check_at, good_for),
        case_id=Case.id,
    )
    await session.execute(
        update(Case)
        .where(Case.check_at <= now)
        .values(check_at=None)
        .execution_options(synchronize_session=False)
    )


def _key() -> nudges.Column:
    return nudges.key("recovery", Case.id, Case.closed_at)


async def to_ask(session: AsyncSession, nudge: Nudge) -> Case | None:
    """The case, while it is closed as it was then, and the customer has not said yes or begun a
    new one."""
    other = aliased(Case)
    return await session.scalar(
        select(Case).where(
            Case.id == nudge.case_id,
            Case.state == CaseState.CLOSED,
            Case.recovered_at.is_(None),
            _key() == nudge.key,
            ~exists().where(other.customer_id == Case.customer_id, other.state != CaseState.CLOSED),
        )
    )


async def unanswered(session: AsyncSession, customer_id: int) -> Case | None:
    """The closed case of which this customer was asked whether it is solved, and has not said."""
    return await session.scalar(
        select(Case)
        .join(Nudge, Nudge.case_id == Case.id)
        .where(
            Case.customer_id == customer_id,
            Case.state == CaseState.CLOSED,
            Case.recovered_at.is_(None),
            Nudge.kind == Kind.RECOVERY,
            Nudge.state.in_(nudges.REACHED),
            _key() == Nudge.key,
        )
        .order_by(Case.id.desc())
        .limit(1)
    )


async def next_check(session: AsyncSession, now: datetime) -> datetime | None:
    return await session.scalar(select(func.min(Case.check_at)).where(Case.check_at > now))


class Standing(StrEnum):
    """What an answer to «is it solved?» meets; the value of a refusal names its words."""

    ASKED = "asked"
    OPEN = "solved-open"
    """It is open again, and the conversation goes on."""
    PAST = "solved-stale"
    """It was closed once more since."""
    NOT_YOURS = "stale-button"


async def hold(session: AsyncSession, case_id: int, who: Person) -> Case | None:
    """The case of this customer, held until the transaction ends."""
    case = await cases.hold(session, case_id)
    is_theirs = case is not None and case.customer_id == who.id and who.role == Role.CUSTOMER
    return case if is_theirs else None


def stamp(case: Case) -> int:
    """Which closing is asked about: a case may be closed more than once. 0 while it is open."""
    return int(case.closed_at.timestamp()) if case.closed_at else 0


def standing(case: Case | None, asked_about: int) -> Standing:
    if case is None or (case.closed_at is not None and case.closing not in cases.BY_US):
        return Standing.NOT_YOURS
    if case.closed_at is None:
        return Standing.OPEN
    return Standing.ASKED if stamp(case) == asked_about else Standing.PAST


async def note_solved(session: AsyncSession, case: Case, now: datetime) -> None:
    """The customer says yes; to say it twice changes nothing."""
    if case.recovered_at is None:
        case.recovered_at = now
        await session.flush()
        await cards.plan_edits(session, case, now)


async def note_unsolved(session: AsyncSession, case: Case, now: datetime) -> None:
    """The customer says no: the case is open again, or the one that they have opened meanwhile
    goes on, and each owner is told under its card."""
    case.recovered_at = None
    await session.flush()
    reopened = await cases.reopen(session, case, now)
    if reopened is not None:
        await _tell_owners(session, reopened, now)


async def _tell_owners(session: AsyncSession, case: Case, now: datetime) -> None:
    await nudges.plan(
        session,
        Notice.UNSOLVED,
        nudges.key("unsolved", Case.id, Case.since, Person.id),
        Person.id,
        now,
        Case.id == case.id,
        people.is_owner_in_reach(),
        Case.customer_id != Person.id,
        case_id=Case.id,
    )


@dataclass(frozen=True, slots=True)
class Recovered:
    recovered: int = 0
    """Of those closed, whose customers have said that it is solved."""
    closed: int = 0
    """By us: three wishes met, or a written reason."""


async def count(session: AsyncSession, period: Period) -> Recovered:
    query = select(func.count(Case.recovered_at), func.count()).where(
        period.holds(Case.closed_at), Case.closing.in_(cases.BY_US)
    )
    return Recovered(*(await session.execute(query)).one())
