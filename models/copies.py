"""The copies of a line: to whom they go, where they stand, and what becomes of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    JSON,
    ColumnElement,
    and_,
    exists,
    func,
    literal,
    literal_column,
    null,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import nudges
from models.database import among
from models.nudges import Notice
from models.rules import contact
from models.tables import Case, CaseState, Line, Nudge, NudgeState, Person, Role

ENDED = (NudgeState.SKIPPED, NudgeState.FAILED)
OF_LINES = (Notice.LINE, Notice.LINE_EDIT, Notice.DELIVERED, Notice.UNDELIVERED)


async def plan_to_customer(
    session: AsyncSession, line: Line, case: Case, due_at: datetime, under: int | None
) -> None:
    """`under`: the message in the customer's chat that it answers, where that is no line."""
    await nudges.plan(
        session,
        Notice.LINE,
        nudges.key("line", literal(line.id), literal(case.customer_id)),
        literal(case.customer_id),
        due_at,
        case_id=literal(case.id),
        line_id=literal(line.id),
        about=literal({"under": under} if under else None, JSON(none_as_null=True)),
    )


async def plan_to_owners(
    session: AsyncSession, due_at: datetime, *which: ColumnElement[bool]
) -> None:
    await nudges.plan(
        session,
        Notice.LINE,
        nudges.key("line", Line.id, Person.id),
        Person.id,
        due_at,
        *which,
        is_for_owner(),
        case_id=Case.id,
        line_id=Line.id,
    )


def is_for_owner() -> ColumnElement[bool]:
    """To each owner who has the card, but for whoever said it. Where the case is closed and none
    of today's owners has its card, to all of them."""
    card = aliased(Nudge)
    holder = aliased(Person)
    has_card = exists().where(
        card.case_id == Case.id, card.kind == Notice.CARD, card.person_id == Person.id
    )
    anybody_has = exists().where(
        card.case_id == Case.id,
        card.kind == Notice.CARD,
        card.person_id == holder.id,
        holder.role == Role.OWNER,
    )
    return and_(
        Case.id == Line.case_id,
        Person.role == Role.OWNER,
        Person.started_at.is_not(None),
        Person.id.not_in((Line.sender_id, Case.customer_id)),
        has_card | ((Case.state == CaseState.CLOSED) & ~anybody_has),
    )


async def plan_unheard(session: AsyncSession, now: datetime) -> None:
    await plan_to_owners(session, now, was_unheard())


def was_unheard() -> ColumnElement[bool]:
    """What a customer said while there was no owner to hear it; or none who is still there: who
    comes after them gets it."""
    copy, case = aliased(Nudge), aliased(Case)
    is_open = case.state != literal_column(f"'{CaseState.CLOSED}'")  # as the index has it
    return and_(
        Line.case_id.in_(select(case.id).where(is_open)),
        Line.by_staff.is_(False),
        ~exists().where(
            copy.line_id == Line.id, copy.kind == Notice.LINE, copy.state.not_in(ENDED)
        ),
    )


async def plan_kept(session: AsyncSession, now: datetime) -> None:
    await session.execute(
        update(Nudge)
        .where(was_kept())
        .values(state=NudgeState.PLANNED, reason=None, due_at=now, ended_at=null())
        .execution_options(synchronize_session=False)
    )


def was_kept() -> ColumnElement[bool]:
    """What a block has kept from somebody who is back. Owners get what is still open, and what a
    customer said after the end."""
    is_back = (
        Person.id == Nudge.person_id,
        Person.blocked_at.is_(None),
        Person.telegram_id.is_not(None),
    )
    theirs = aliased(Case)
    return and_(
        Nudge.line_id.is_not(None),
        among(Nudge.reason, contact.Reason.BLOCKED),
        among(Nudge.state, *ENDED),
        Nudge.kind.in_(OF_LINES),
        exists().where(
            *is_back,
            theirs.id == Nudge.case_id,
            Line.id == Nudge.line_id,
            (theirs.state != CaseState.CLOSED)
            | (theirs.customer_id == Nudge.person_id)
            | (Line.at >= theirs.closed_at),
        ),
    )


async def plan_edits(
    session: AsyncSession, line: Line, *, has_new_file: bool, now: datetime
) -> None:
    """A copy that is still to come will say what holds then, and its edit finds nothing to do."""
    copy = aliased(Nudge)
    await nudges.plan(
        session,
        Notice.LINE_EDIT,
        nudges.key("line_edit", copy.id, literal(now.isoformat())),
        copy.person_id,
        now,
        copy.line_id == line.id,
        copy.kind == Notice.LINE,
        case_id=copy.case_id,
        line_id=copy.line_id,
        about=literal({"file": has_new_file}, JSON),
    )


async def try_again(session: AsyncSession, line_id: int, now: datetime) -> bool:
    """What Telegram has refused to give the customer; what a block keeps goes again by itself."""
    case_of_line = select(Line.case_id).where(Line.id == line_id).scalar_subquery()
    customer = select(Case.customer_id).where(Case.id == case_of_line).scalar_subquery()
    again = await session.execute(
        update(Nudge)
        .where(
            Nudge.line_id == line_id,
            Nudge.kind == Notice.LINE,
            Nudge.person_id == customer,
            Nudge.state == NudgeState.FAILED,
            Nudge.reason != contact.Reason.BLOCKED,
        )
        .values(state=NudgeState.PLANNED, reason=None, due_at=now, ended_at=null())
        .returning(Nudge.id)
        .execution_options(synchronize_session=False)
    )
    return again.first() is not None


async def place_of(session: AsyncSession, line_id: int | None, person_id: int) -> int | None:
    """The message that is this line in the person's chat: their own, or the copy they have."""
    if line_id is None:
        return None
    line = await session.get(Line, line_id)
    if line is not None and line.sender_id == person_id:
        return line.message_id
    copy = await copy_for(session, line_id, person_id)
    return copy.message_id if copy else None


async def copy_for(session: AsyncSession, line_id: int, person_id: int) -> Nudge | None:
    return await session.scalar(
        select(Nudge).where(
            Nudge.line_id == line_id, Nudge.kind == Notice.LINE, Nudge.person_id == person_id
        )
    )


async def together(session: AsyncSession, copy: Nudge, line: Line) -> Sequence[tuple[Nudge, Line]]:
    """This copy and the rest of its album that this person has not got yet, in the order said."""
    about = copy.about or {}
    if line.album is None or about.get("alone"):
        return [(copy, line)]
    rows = await session.execute(
        select(Nudge, Line)
        .join(Line, Line.id == Nudge.line_id)
        .where(
            Nudge.case_id == copy.case_id,
            Nudge.line_id.is_not(None),
            Nudge.kind == Notice.LINE,
            Nudge.person_id == copy.person_id,
            (Nudge.id == copy.id) | (Nudge.state == NudgeState.PLANNED),
            Line.sender_id == line.sender_id,
            Line.album == line.album,
        )
        .order_by(Line.message_id)
    )
    pairs = [(one, piece) for one, piece in rows if not (one.about or {}).get("alone")]
    return pairs[:10]


async def is_first_answer(session: AsyncSession, line: Line) -> bool:
    """Of the business, in this case."""
    first = select(func.min(Line.id)).where(Line.case_id == line.case_id, Line.by_staff)
    return await session.scalar(first) == line.id


async def is_first_of_album(session: AsyncSession, line: Line) -> bool:
    if line.album is None:
        return True
    first = select(func.min(Line.message_id)).where(
        Line.case_id == line.case_id, Line.sender_id == line.sender_id, Line.album == line.album
    )
    return await session.scalar(first) == line.message_id
