"""What a plan is: one subject of which the bot speaks of its own accord."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram.methods import TelegramMethod
from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables import Nudge, Person
from scheduler.terms import Terms


@dataclass(frozen=True, slots=True)
class Album:
    """One request that carries several rows; Telegram answers with a message for each."""

    message: TelegramMethod[Any]
    rows: tuple[Nudge, ...]


Planning = Callable[[AsyncSession, datetime, Terms], Awaitable[None]]
Composing = Callable[
    [AsyncSession, Nudge, Person, Terms, datetime], Awaitable[TelegramMethod[Any] | Album | None]
]
WhenSent = Callable[[AsyncSession, Nudge, Person, int | None, Terms, datetime], Awaitable[None]]
WhenSkipped = Callable[[AsyncSession, Nudge, Person, Terms, datetime], Awaitable[None]]
Foreseeing = Callable[[AsyncSession, datetime, Terms], Awaitable[datetime | None]]


async def nothing_due(_session: AsyncSession, _now: datetime, _terms: Terms) -> None:
    pass


async def nothing_to_say(
    _session: AsyncSession, _nudge: Nudge, _person: Person, _terms: Terms, _now: datetime
) -> None:
    pass


async def nothing_follows(
    _session: AsyncSession,
    _nudge: Nudge,
    _person: Person,
    _message_id: int | None,
    _terms: Terms,
    _now: datetime,
) -> None:
    pass


def always(_message: TelegramMethod[Any]) -> bool:
    return True


async def nothing_else_follows(
    _session: AsyncSession, _nudge: Nudge, _person: Person, _terms: Terms, _now: datetime
) -> None:
    pass


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    kinds: tuple[str, ...] = ()
    """Whose rows it composes: `contact.Kind` and `nudges.Notice`."""
    plan: Planning = nothing_due
    """Writes rows for those who are due; running it twice changes nothing."""
    compose: Composing = nothing_to_say
    """The message, from what the tables hold now; none if it is no longer wanted."""
    sent: WhenSent = nothing_follows
    """What follows in the tables, in the transaction that records it. The message id is none
    where the message may have arrived and nobody can tell."""
    skipped: WhenSkipped = nothing_else_follows
    """What follows when it will not be sent: skipped, or failed."""
    next_at: Foreseeing = nothing_due
    """The next moment, after now, at which `plan` would find something."""
    is_due: ColumnElement[bool] | None = None
    """Whether `plan` would find something at `NOW`, by an index: asked with all the others in one
    statement, so that a tick costs what is due. After it has planned it must be false."""
    mark: Callable[[datetime, Terms], datetime] | None = None
    """Of the calendar: the latest moment at which it was due. It plans once a mark."""
    is_followed: Callable[[TelegramMethod[Any]], bool] = always
    """Whether `sent` has anything to do for this very message: what nothing follows is written
    down for many at once."""
