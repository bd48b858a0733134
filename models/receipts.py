"""What whoever answered a customer is told of it: that it has arrived, or why it has not."""

from datetime import datetime

from sqlalchemy import JSON, literal
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import nudges
from models.nudges import Notice
from models.rules import contact
from models.tables import Case, Line, Nudge, NudgeState


async def follow_delivery(session: AsyncSession, copy: Nudge, now: datetime) -> None:
    """Whoever answered the customer sees that it has arrived; if they were told otherwise before,
    that is put right."""
    line = await _answer_of(session, copy)
    if line is None:
        return
    await _tell(session, Notice.DELIVERED, _name_of(line), line, now)
    told = aliased(Nudge)
    await nudges.plan(
        session,
        Notice.DELIVERED,
        nudges.key("delivered", told.id, literal("after_all")),
        told.person_id,
        now,
        told.line_id == line.id,
        told.kind == Notice.UNDELIVERED,
        told.state == NudgeState.SENT,
        case_id=told.case_id,
        line_id=told.line_id,
        message_id=told.message_id,
        about=literal({"after_all": True}, JSON),
    )


async def follow_failure(session: AsyncSession, copy: Nudge, now: datetime) -> None:
    """An owner is told that the customer has not got it; what an owner can't get as it is, comes
    to them in plain words."""
    failed = await session.get_one(Nudge, copy.id, populate_existing=True)
    line = await _answer_of(session, failed)
    is_kept = failed.reason == contact.Reason.BLOCKED
    if line is not None:
        name = _name_of(line) if is_kept else f"{_name_of(line)}:{failed.attempts}"
        await _tell(session, Notice.UNDELIVERED, name, line, now, {"why": failed.reason})
    elif failed.state == NudgeState.FAILED and not is_kept and failed.line_id is not None:
        _say_plainly(failed, now)


async def plan_never(session: AsyncSession, customer_id: int, now: datetime) -> None:
    """The customer is about to be erased: owners are told which of their words never arrived."""
    copy = aliased(Nudge)
    await nudges.plan(
        session,
        Notice.UNDELIVERED,
        nudges.key("undelivered", Line.id, literal("erased")),
        Line.sender_id,
        now,
        copy.person_id == customer_id,
        copy.kind == Notice.LINE,
        copy.state.not_in((NudgeState.SENDING, NudgeState.SENT)),
        Line.id == copy.line_id,
        case_id=copy.case_id,
        message_id=Line.message_id,
    )


async def _answer_of(session: AsyncSession, copy: Nudge) -> Line | None:
    """The line of an owner whose copy to the customer this is; none of any other copy."""
    line = await session.get(Line, copy.line_id) if copy.line_id is not None else None
    if line is None or not line.by_staff:
        return None
    case = await session.get_one(Case, line.case_id)
    return line if case.customer_id == copy.person_id else None


def _name_of(line: Line) -> str:
    """Of an album one message tells."""
    return f"{line.sender_id}:{line.album}" if line.album else str(line.id)


async def _tell(
    session: AsyncSession,
    kind: Notice,
    name: str,
    line: Line,
    now: datetime,
    about: dict[str, str | None] | None = None,
) -> None:
    """`message_id` is of the message that this is about, until it has one of its own."""
    await nudges.plan(
        session,
        kind,
        nudges.key(kind, literal(name)),
        literal(line.sender_id),
        now,
        case_id=literal(line.case_id),
        line_id=literal(line.id),
        message_id=literal(line.message_id),
        about=literal(about, JSON(none_as_null=True)),
    )


def _say_plainly(copy: Nudge, now: datetime) -> None:
    about = copy.about or {}
    if not about.get("plain"):
        copy.about = about | {"plain": True}
        copy.state, copy.reason, copy.due_at = NudgeState.PLANNED, None, now
