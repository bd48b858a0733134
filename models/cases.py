"""The unhappy: a case a detractor, or whoever called a human; from its opening to its end."""

from datetime import datetime

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import cards
from models.database import HELD, insert_into
from models.rules.cases import CHECK_AFTER, REASK_AFTER, next_red
from models.rules.nps import Group, group_of
from models.tables import (
    Case,
    CaseState,
    Closing,
    Person,
    Response,
    Survey,
    Tick,
)

BY_US = (Closing.WISHES, Closing.REASON)
"""Closings after which the customer is asked whether it is solved."""


async def open_for(session: AsyncSession, customer_id: int) -> Case | None:
    query = select(Case).where(Case.customer_id == customer_id, Case.state != CaseState.CLOSED)
    return await session.scalar(query)


async def hold(session: AsyncSession, case_id: int) -> Case | None:
    """The row, held until the transaction ends: of two who act at once, one sees what the other
    has done."""
    return await session.get(Case, case_id, with_for_update=HELD)


async def _hold_open(session: AsyncSession, customer_id: int) -> Case | None:
    case = await open_for(session, customer_id)
    held = await hold(session, case.id) if case is not None else None
    return held if held is not None and held.state != CaseState.CLOSED else None


async def count_open(session: AsyncSession, touchpoint: int | None = None) -> int:
    """All of them, or those that an answer about this touchpoint opened."""
    query = select(func.count()).select_from(Case).where(Case.state != CaseState.CLOSED)
    if touchpoint is not None:
        answer = Survey.id == Response.survey_id
        query = query.join(Response, Response.id == Case.response_id).join(Survey, answer)
        query = query.where(Survey.touchpoint_id == touchpoint)
    return await session.scalar(query) or 0


async def follow_score(session: AsyncSession, response: Response, now: datetime) -> None:
    """A score of 0-6 opens a case; one raised above 6 before anyone answered closes it, unless the
    customer has called a human as well."""
    case = await _hold_open(session, response.customer_id)
    if group_of(response.score) is Group.DETRACTOR:
        case = case or await _open(session, response.customer_id, now)
        case.response_id = response.id
        await session.flush()
        await cards.plan_edits(session, case, now)
        await cards.plan(session, now)
    elif case is not None and case.response_id == response.id:
        if case.answered_at is None and case.called_at is None:
            await close(session, case, Closing.RAISED, now)
        else:
            await cards.plan_edits(session, case, now)


async def call(session: AsyncSession, customer: Person, now: datetime) -> Case:
    """The customer asks for a human: the open case, or a new one."""
    case = await _hold_open(session, customer.id) or await _open(session, customer.id, now)
    if case.called_at is None:
        case.called_at = now
        await session.flush()
        await cards.bring_up(session, case, now)
        await cards.plan(session, now)
    return case


async def _open(session: AsyncSession, customer_id: int, now: datetime) -> Case:
    await session.execute(
        insert_into(session, Case)
        .values(
            customer_id=customer_id,
            state=CaseState.NEW,
            opened_at=now,
            since=now,
            red_at=next_red(now, now),
        )
        .on_conflict_do_nothing()
    )
    case = await open_for(session, customer_id)
    assert case is not None
    return case


async def take(session: AsyncSession, case: Case, owner: Person, now: datetime) -> bool:
    """False where another owner was first, or the case is closed."""
    taken = await session.execute(
        update(Case)
        .where(Case.id == case.id, Case.state != CaseState.CLOSED, Case.taken_by_id.is_(None))
        .values(state=CaseState.IN_PROGRESS, taken_by_id=owner.id, taken_at=now)
        .returning(Case.id)
    )
    if taken.scalar() is None:
        return False
    await cards.plan_edits(session, case, now)
    return True


async def note_answer(session: AsyncSession, case: Case, owner: Person, now: datetime) -> None:
    """An owner has spoken to the customer: the clock stops. Of a closed case nothing changes."""
    if case.state == CaseState.CLOSED or case.answered_at is not None:
        return
    case.state, case.answered_at, case.red_at = CaseState.IN_PROGRESS, now, None
    if case.taken_by_id is None:
        case.taken_by_id, case.taken_at = owner.id, now
    await session.flush()
    await cards.plan_edits(session, case, now)


async def close(
    session: AsyncSession,
    case: Case,
    closing: Closing,
    now: datetime,
    *,
    by: Person | None = None,
    reason: str | None = None,
) -> bool:
    """False where it was closed already."""
    asks = closing in BY_US
    closed = await session.execute(
        update(Case)
        .where(Case.id == case.id, Case.state != CaseState.CLOSED)
        .values(
            state=CaseState.CLOSED,
            closed_at=now,
            closed_by_id=by.id if by else None,
            closing=closing,
            close_reason=reason,
            red_at=None,
            check_at=now + CHECK_AFTER if asks else None,
            reask_at=now + REASK_AFTER if asks else None,
            recovered_at=None,
        )
        .returning(Case.id)
    )
    if closed.scalar() is None:
        return False
    if asks:
        await _close_why(session, case, now)
    await cards.plan_edits(session, case, now)
    return True


async def _close_why(session: AsyncSession, case: Case, now: datetime) -> None:
    """What the customer says from now on is no reason for the score: it has been talked over."""
    await session.execute(
        update(Response)
        .where(Response.id == case.response_id, Response.why_closes_at > now)
        .values(why_closes_at=now)
    )


async def reopen(session: AsyncSession, case: Case, now: datetime) -> Case | None:
    """The customer waits anew and the clock starts again: none where nothing was closed. Where
    another case of theirs is open by now, that one goes on."""
    other = aliased(Case)
    reopened = await session.execute(
        update(Case)
        .where(
            Case.id == case.id,
            Case.state == CaseState.CLOSED,
            ~exists().where(other.customer_id == case.customer_id, other.state != CaseState.CLOSED),
        )
        .values(
            state=CaseState.NEW,
            since=now,
            red_at=next_red(now, now),
            answered_at=None,
            taken_by_id=None,
            taken_at=None,
            closed_at=None,
            closed_by_id=None,
            closing=None,
            close_reason=None,
            check_at=None,
            reask_at=None,
            recovered_at=None,
        )
        .returning(Case.id)
    )
    if reopened.scalar() is None:
        return await open_for(session, case.customer_id)
    await session.execute(delete(Tick).where(Tick.case_id == case.id))
    await session.refresh(case)
    await cards.plan_edits(session, case, now)
    await cards.plan(session, now)
    return case


async def follow_words(
    session: AsyncSession, response: Response, message_id: int, now: datetime
) -> None:
    """A detractor's reason goes to the case too."""
    case = await open_for(session, response.customer_id)
    if case is not None and case.response_id == response.id:
        await cards.plan_words(session, case, message_id, now)


async def follow_said(session: AsyncSession, response_id: int, now: datetime) -> None:
    """A chip, or words that were changed: the card says so, but is not brought up again."""
    for case in await session.scalars(select(Case).where(Case.response_id == response_id)):
        await cards.plan_edits(session, case, now)
