"""Whose turn it is: claiming what is due, holding it while it goes, giving back what was left."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Integer,
    Select,
    Update,
    bindparam,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.database import NOW, Moment, among
from models.lists import IDS
from models.nudges import CHAT_BUSY, IN_FLIGHT, PRIORITIES, TOLD_TO_WAIT, Notice
from models.tables import Nudge, NudgeState, Person

UNTIL = bindparam("until", type_=Moment())


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
    first_of: dict[int, Nudge] = {}
    for nudge in await session.scalars(_due(), of):
        first_of.setdefault(nudge.person_id, nudge)
    claimed = list(first_of.values())
    if claimed:
        ids = [nudge.id for nudge in claimed]
        await session.execute(CLAIMED, {"ids": ids, "until": now + lease})
    return claimed


@cache
def _due() -> Select[Nudge]:
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
    first = select(due.c.id).order_by(due.c.priority, due.c.due_at, due.c.id).limit(limit)
    return (
        select(Nudge)
        .where(Nudge.id.in_(first), among(Nudge.state, NudgeState.PLANNED))
        .order_by(Nudge.priority, Nudge.due_at, Nudge.id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )


CLAIMED = (
    update(Nudge)
    .where(Nudge.id.in_(IDS))
    .values(state=NudgeState.CLAIMED, lease_until=UNTIL)
    .execution_options(synchronize_session=False)
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


def _leaves(state: NudgeState) -> Update:
    return (
        update(Nudge)
        .where(Nudge.id.in_(IDS), Nudge.state == state)
        .values(
            state=NudgeState.SENDING,
            sent_at=NOW,
            lease_until=UNTIL,
            attempts=Nudge.attempts + 1,
        )
        .execution_options(synchronize_session=False)
    )


SENDING, ALONG = _leaves(NudgeState.CLAIMED), _leaves(NudgeState.PLANNED)


async def mark_sending(
    session: AsyncSession, rows: Sequence[Nudge], now: datetime, lease: timedelta
) -> set[int]:
    """The ids of those that are still ours to send."""
    ids = [row.id for row in rows]
    marked = await session.execute(SENDING, {"ids": ids, "now": now, "until": now + lease})
    if cast("CursorResult[Any]", marked).rowcount == len(ids):
        return set(ids)
    ours = select(Nudge.id).where(Nudge.id.in_(ids), Nudge.state == NudgeState.SENDING)
    return set(await session.scalars(ours))


async def take_along(
    session: AsyncSession, rows: Sequence[Nudge], now: datetime, lease: timedelta
) -> None:
    """These leave with another one, in the same request."""
    of = {"ids": [row.id for row in rows], "now": now, "until": now + lease}
    await session.execute(ALONG, of)
