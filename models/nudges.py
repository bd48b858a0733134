"""The rows that become messages: planning them once, claiming them, recording what came back."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    String,
    Update,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from models.database import NOW, insert_into
from models.lists import AsJson, pairs
from models.rules import contact
from models.tables import Nudge, NudgeState


class Notice(StrEnum):
    """Messages that somebody waits for."""

    CARD = "card"
    CARD_EDIT = "card_edit"
    CARD_AGAIN = "card_again"
    WORDS = "words"
    """Of a detractor's why, under the card."""
    LINE = "line"
    """Of the conversation in a case, to the other side."""
    LINE_EDIT = "line_edit"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    RED = "red"
    """Nobody has answered for a day, or for two."""
    UNSOLVED = "unsolved"
    """The customer says that it is not solved."""
    PROVEN = "proven"
    """To an inviter: the friend has come."""
    FLAG = "flag"
    """Too many friends of one customer at once."""
    REPORT = "report"
    WEEKLY = "weekly"
    RESULT = "result"
    OFFER_END = "offer_end"
    """Under an album, which takes no buttons: the legal line and the way out."""
    HALTED = "halted"
    """To an admin: too many of the first batch have left, and the rest waits for a word."""
    REDEEMED = "redeemed"
    """To a customer: the coupon was used."""
    STAFF = "staff"
    ERASE_CARD = "erase_card"
    ERASE_WORDS = "erase_words"


NOTICES = frozenset(Notice)
NOTICE_PRIORITY = -1
PRIORITIES = (NOTICE_PRIORITY, *(kind.priority for kind in contact.Kind))
IN_FLIGHT = (NudgeState.CLAIMED, NudgeState.SENDING)
UNDECIDED = (NudgeState.HELD, NudgeState.PLANNED, *IN_FLIGHT)
TOLD_TO_WAIT = "retry_after"
"""Telegram's word to all, on a row that is due when the wait is over."""
CHAT_BUSY = "chat_busy"
"""The same of this person's chat alone."""
REACHED = (NudgeState.SENDING, NudgeState.SENT, NudgeState.UNKNOWN)
"""States in which the person has the message, or may have it."""

Column = ColumnElement[Any] | Any


def key(kind: str, *parts: Column) -> ColumnElement[str]:
    """`reminder:17`, in SQL."""
    joined: ColumnElement[str] = literal(kind)
    for part in parts:
        joined = joined + ":" + cast(part, String)
    return joined


def is_notice(kind: str) -> bool:
    return kind in NOTICES


def priority_of(kind: str) -> int:
    return NOTICE_PRIORITY if is_notice(kind) else contact.Kind(kind).priority


async def plan(
    session: AsyncSession,
    kind: str,
    key: ColumnElement[str],
    person_id: Column,
    due_at: Column,
    *conditions: ColumnElement[bool],
    good_until: Column | None = None,
    **of: Column,
) -> None:
    """One `INSERT … SELECT`: a row for each that meets the conditions and has none yet.

    `of` names what the message is about: `survey_id`, `case_id`, `line_id`, `campaign_id`, `about`.
    """
    columns: dict[str, Column] = {
        "key": key,
        "kind": literal(str(kind)),
        "person_id": person_id,
        "priority": literal(priority_of(kind)),
        "due_at": _moment(due_at),
        "good_until": null() if good_until is None else _moment(good_until),
        "state": literal(str(NudgeState.PLANNED)),
        "attempts": literal(0),
        **of,
    }
    # SQLite takes the ON of a conflict for that of a join where there is no WHERE
    due: Select[Any] = select(*columns.values()).where(true(), *conditions)
    statement = insert_into(session, Nudge).from_select(list(columns), due)
    await session.execute(statement.on_conflict_do_nothing())


def _moment(value: Column) -> Column:
    return literal(value, Nudge.due_at.type) if isinstance(value, datetime) else value


async def end(
    session: AsyncSession,
    nudge: Nudge,
    state: NudgeState,
    now: datetime,
    *,
    reason: str | None = None,
    **values: Any,
) -> None:
    """What became of it: sent, skipped, failed or unknown."""
    await _set(session, nudge, state=state, reason=reason, ended_at=now, **values)
    _tell(nudge, state, reason)


async def end_sent(
    session: AsyncSession, sent: Sequence[tuple[Nudge, int | None]], now: datetime
) -> None:
    """Each with the id of its message."""
    if sent:
        messages = {nudge.id: message_id for nudge, message_id in sent}
        await session.execute(_sent(), {"messages": messages, "now": now})


@cache
def _sent() -> Update:
    """One step for all of them."""
    each = pairs(bindparam("messages", type_=AsJson())).table_valued("key", "value")
    return (
        update(Nudge)
        .where(Nudge.id == cast(each.c.key, BigInteger))
        .values(
            state=NudgeState.SENT,
            reason=None,
            ended_at=NOW,
            lease_until=None,
            message_id=cast(each.c.value, BigInteger),
        )
        .execution_options(synchronize_session=False)
    )


async def end_skipped(
    session: AsyncSession, skipped: Sequence[tuple[Nudge, str]], now: datetime
) -> None:
    """Each with why."""
    await _set_each(
        session,
        [{"row": nudge.id, "why": reason} for nudge, reason in skipped],
        state=NudgeState.SKIPPED,
        reason=bindparam("why"),
        ended_at=now,
        sent_at=None,
    )
    for nudge, reason in skipped:
        _tell(nudge, NudgeState.SKIPPED, reason)


def _tell(nudge: Nudge, state: NudgeState, reason: str | None) -> None:
    """What the table says now, to who holds the row: plans go by it."""
    set_committed_value(nudge, "state", state)
    set_committed_value(nudge, "reason", reason)


async def put_off(session: AsyncSession, rows: Sequence[tuple[Nudge, datetime, str]]) -> None:
    """By the arbiter, each until when and why: the row keeps that, whatever becomes of it then."""
    await _set_each(
        session,
        [{"row": nudge.id, "until": until, "why": reason} for nudge, until, reason in rows],
        state=NudgeState.PLANNED,
        reason=bindparam("why"),
        due_at=bindparam("until"),
        first_due_at=func.coalesce(Nudge.first_due_at, Nudge.due_at),
        put_off=bindparam("why"),
        sent_at=None,
    )


async def _set_each(session: AsyncSession, rows: list[dict[str, Any]], **values: Any) -> None:
    """One statement for many rows."""
    if rows:
        rows.sort(key=lambda row: row["row"])  # so that two of these never wait for each other
        changed = update(Nudge).where(Nudge.id == bindparam("row"))
        connection = await session.connection()
        await connection.execute(changed.values(lease_until=None, **values), rows)


async def try_again(
    session: AsyncSession, nudge: Nudge, due_at: datetime, reason: str, **values: Any
) -> None:
    """Telegram did not take it; the same may go later."""
    again: dict[str, Any] = {"state": NudgeState.PLANNED, "due_at": due_at}
    if reason not in (TOLD_TO_WAIT, CHAT_BUSY):  # the wait is counted from then
        again["sent_at"] = None
    await _set(session, nudge, reason=reason, **again, **values)


async def _set(session: AsyncSession, nudge: Nudge, **values: Any) -> None:
    await session.execute(
        update(Nudge).where(Nudge.id == nudge.id).values(lease_until=None, **values)
    )


async def next_due(session: AsyncSession, now: datetime) -> datetime | None:
    return await session.scalar(
        select(func.min(Nudge.due_at)).where(Nudge.state == NudgeState.PLANNED, Nudge.due_at > now)
    )
