"""The rows that become messages: planning them once, claiming them, recording what came back."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

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
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.database import NOW, among, insert_into
from models.people import topics_off, zone_named
from models.rules import contact
from models.tables import Case, CaseState, Nudge, NudgeState, Person, Role


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
    STAFF = "staff"
    ERASE_CARD = "erase_card"
    ERASE_WORDS = "erase_words"


NOTICE_PRIORITY = -1
PRIORITIES = (NOTICE_PRIORITY, *(kind.priority for kind in contact.Kind))
IN_FLIGHT = (NudgeState.CLAIMED, NudgeState.SENDING)
UNDECIDED = (NudgeState.PLANNED, *IN_FLIGHT)
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
    return kind in tuple(Notice)


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
    due: Select[Any] = select(*columns.values()).where(*conditions)
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


async def put_back(session: AsyncSession, nudge: Nudge) -> None:
    """It was claimed, and can't go yet; it keeps its place."""
    await session.execute(
        update(Nudge)
        .where(Nudge.id == nudge.id, Nudge.state == NudgeState.CLAIMED)
        .values(state=NudgeState.PLANNED, lease_until=None)
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
    session: AsyncSession, nudge: Nudge, now: datetime, lease: timedelta
) -> bool:
    """True if it is still ours to send."""
    marked = await session.execute(
        update(Nudge)
        .where(Nudge.id == nudge.id, Nudge.state == NudgeState.CLAIMED)
        .values(
            state=NudgeState.SENDING,
            sent_at=now,
            lease_until=now + lease,
            attempts=Nudge.attempts + 1,
        )
        .returning(Nudge.id)
    )
    return marked.scalar() is not None


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


async def put_off(session: AsyncSession, nudge: Nudge, until: datetime, reason: str) -> None:
    """By the arbiter: the row keeps why, whatever becomes of it then."""
    first = func.coalesce(Nudge.first_due_at, Nudge.due_at)
    of_old = {"first_due_at": first, "put_off": reason, "sent_at": None}
    await _set(session, nudge, state=NudgeState.PLANNED, reason=reason, due_at=until, **of_old)


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


async def customers(
    session: AsyncSession, people: Collection[Person], business_zone: ZoneInfo
) -> dict[int, contact.Customer]:
    """What the arbiter wants to know of each, by the person's id."""
    ids = [person.id for person in people]
    off = await topics_off(session, ids)
    with_case = set(
        await session.scalars(
            select(Case.customer_id).where(
                Case.customer_id.in_(ids), Case.state != CaseState.CLOSED
            )
        )
    )
    return {
        person.id: contact.Customer(
            zone=zone_named(person.zone, business_zone),
            consented=person.consented_at is not None,
            offers_allowed=person.offers_at is not None,
            topics_off=frozenset(contact.Topic(topic) for topic in off.get(person.id, ())),
            stopped=person.stopped_at is not None,
            blocked=person.blocked_at is not None,
            open_case=person.id in with_case,
            staff=person.role != Role.CUSTOMER,
            erased=person.telegram_id is None,
            bucket=person.bucket,
        )
        for person in people
    }


async def histories(
    session: AsyncSession, person_ids: Collection[int], since: datetime
) -> dict[int, list[contact.Sent]]:
    """The nudges each person has had, or may have had, since then; notices don't count."""
    rows = await session.execute(
        select(Nudge.person_id, Nudge.kind, Nudge.sent_at).where(
            Nudge.person_id.in_(person_ids),
            Nudge.sent_at > since,
            Nudge.state.in_(REACHED),
            Nudge.kind.in_(tuple(contact.Kind)),
        )
    )
    sent: dict[int, list[contact.Sent]] = {}
    for person_id, kind, sent_at in rows:
        if sent_at is not None:
            sent.setdefault(person_id, []).append(contact.Sent(contact.Kind(kind), sent_at))
    return sent


async def next_due(session: AsyncSession, now: datetime) -> datetime | None:
    return await session.scalar(
        select(func.min(Nudge.due_at)).where(Nudge.state == NudgeState.PLANNED, Nudge.due_at > now)
    )
