"""The rows that become messages: planning them once, claiming them, recording what came back."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import set_committed_value

from models.database import NOW, among, insert_into
from models.rules import contact
from models.tables import Nudge, NudgeState, Person


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


async def claim(
    session: AsyncSession,
    limit: int,
    now: datetime,
    lease: timedelta,
    *,
    held: Collection[int] = (),
) -> Sequence[Nudge]:
    """The most urgent of what is due, at most one a person and none to a person who has one in
    flight, so that each is decided with all before it known. Ours until the lease ends.

    `held`: chats to which Telegram lets nothing go for now."""
    of = {"now": now, "limit": limit, "held": list(held)}
    rows = (await session.execute(_due(), of)).all()
    if not rows:
        return []
    first_of: dict[int, int] = {}
    for nudge_id, person_id in rows:
        first_of.setdefault(person_id, nudge_id)
    claimed = await session.scalars(
        update(Nudge)
        .where(Nudge.id.in_(first_of.values()), Nudge.state == NudgeState.PLANNED)
        .values(state=NudgeState.CLAIMED, lease_until=now + lease)
        .returning(Nudge)
        .execution_options(populate_existing=True)
    )
    return sorted(claimed.all(), key=lambda nudge: (nudge.priority, nudge.due_at, nudge.id))


@cache
def _due() -> Select[Any]:
    """A probe of the index for each priority: what is not due yet costs nothing. To write it costs
    more than to ask it, so it is written once."""
    limit = bindparam("limit", type_=Integer)
    other = aliased(Nudge)
    busy = select(other.person_id).where(among(other.state, *IN_FLIGHT))
    held = select(Person.id).where(Person.telegram_id.in_(bindparam("held", expanding=True)))
    probes = [
        select(
            select(Nudge.id, Nudge.person_id, Nudge.priority, Nudge.due_at)
            .where(
                among(Nudge.state, NudgeState.PLANNED),
                Nudge.priority == priority,
                Nudge.due_at <= NOW,
                Nudge.person_id.not_in(busy),
                Nudge.person_id.not_in(held),
            )
            .order_by(Nudge.due_at)
            .limit(limit)
            .subquery()
        )
        for priority in PRIORITIES
    ]
    due = union_all(*probes).subquery()
    return (
        select(due.c.id, due.c.person_id)
        .order_by(due.c.priority, due.c.due_at, due.c.id)
        .limit(limit)
    )


async def give_back(
    session: AsyncSession, now: datetime, *, all_of_them: bool, flying: Collection[int] = ()
) -> Sequence[Nudge]:
    """What a stopped process left behind: what was not yet sending goes back, and so does a
    notice. Returns the nudges that may have arrived, which are never sent again.

    `all_of_them`: nobody else can be at work, and no lease holds. What is `flying` is ours,
    however long.
    """
    left = among(Nudge.state, *IN_FLIGHT) & Nudge.id.not_in(flying)
    if not all_of_them:
        left &= Nudge.lease_until <= now
    if await session.scalar(select(Nudge.id).where(left).limit(1)) is None:
        return []
    await session.execute(
        update(Nudge)
        .where(left, (Nudge.state == NudgeState.CLAIMED) | Nudge.kind.in_(tuple(Notice)))
        .values(state=NudgeState.PLANNED, lease_until=None)
        .execution_options(synchronize_session=False)
    )
    unclear = await session.scalars(
        update(Nudge)
        .where(left, Nudge.state == NudgeState.SENDING)
        .values(state=NudgeState.UNKNOWN, reason="crash", lease_until=None, ended_at=now)
        .returning(Nudge)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return unclear.all()


async def put_back(session: AsyncSession, ids: Collection[int]) -> None:
    """They were claimed, or written too, and have not left; they keep their place."""
    await session.execute(
        update(Nudge)
        .where(Nudge.id.in_(ids), Nudge.state.in_(IN_FLIGHT))
        .values(state=NudgeState.PLANNED, lease_until=None, sent_at=None)
        .execution_options(synchronize_session=False)
    )


async def told_to_wait(
    session: AsyncSession, now: datetime
) -> list[tuple[int | None, str | None, timedelta]]:
    """What Telegram said before a restart, as the rows keep it: the chat, whether it is of the
    chat alone, and what is left of the wait. No more than Telegram has said: somebody may have set
    the clock back since."""
    told = await session.execute(
        select(Person.telegram_id, Nudge.reason, Nudge.sent_at, Nudge.due_at)
        .join(Person, Person.id == Nudge.person_id)
        .where(_is_told_to_wait(TOLD_TO_WAIT, CHAT_BUSY), Nudge.due_at > now)
    )
    return [
        (chat, reason, due_at - max(now, tried_at or now))
        for chat, reason, tried_at, due_at in told
    ]


async def end_wait(session: AsyncSession, now: datetime) -> None:
    """The wait that Telegram wanted is over, even if somebody has set the clock back meanwhile."""
    await session.execute(
        update(Nudge)
        .where(_is_told_to_wait(TOLD_TO_WAIT), Nudge.due_at > now)
        .values(due_at=now)
        .execution_options(synchronize_session=False)
    )


def _is_told_to_wait(*reasons: str) -> ColumnElement[bool]:
    waits = among(Nudge.state, NudgeState.PLANNED) & among(Nudge.reason, TOLD_TO_WAIT, CHAT_BUSY)
    return waits & Nudge.reason.in_(reasons)


async def mark_sending(
    session: AsyncSession, rows: Sequence[Nudge], now: datetime, lease: timedelta
) -> set[int]:
    """The ids of those that are still ours to send."""
    marked = await session.scalars(
        update(Nudge)
        .where(Nudge.id.in_([row.id for row in rows]), Nudge.state == NudgeState.CLAIMED)
        .values(
            state=NudgeState.SENDING,
            sent_at=now,
            lease_until=now + lease,
            attempts=Nudge.attempts + 1,
        )
        .returning(Nudge.id)
        .execution_options(synchronize_session=False)
    )
    return set(marked)


async def take_along(
    session: AsyncSession, rows: Sequence[Nudge], now: datetime, lease: timedelta
) -> None:
    """These leave with another one, in the same request."""
    await session.execute(
        update(Nudge)
        .where(Nudge.id.in_([row.id for row in rows]), Nudge.state == NudgeState.PLANNED)
        .values(
            state=NudgeState.SENDING,
            sent_at=now,
            lease_until=now + lease,
            attempts=Nudge.attempts + 1,
        )
        .execution_options(synchronize_session=False)
    )


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
    await _set_each(
        session,
        [{"row": nudge.id, "message": message_id} for nudge, message_id in sent],
        state=NudgeState.SENT,
        reason=None,
        ended_at=now,
        message_id=bindparam("message"),
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
