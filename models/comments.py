"""The reasons of all customers as one list, the newest first, read a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from models.answers import SAID
from models.stats import has_said_why, staff
from models.tables import Response

PAGE = 5


@dataclass(frozen=True, slots=True)
class Page:
    comments: Sequence[Response]
    has_newer: bool
    has_older: bool


async def newest(session: AsyncSession) -> Page:
    found = await _first(session, _newest_first())
    return Page(found[:PAGE], has_newer=False, has_older=len(found) > PAGE)


async def older(session: AsyncSession, than: int) -> Page:
    """The page after that comment. Where nothing is left, the list is shown from its top."""
    found = await _first(session, _newest_first().where(_place() < _place_of(than)))
    if not found:
        return await newest(session)
    return Page(found[:PAGE], has_newer=True, has_older=len(found) > PAGE)


async def newer(session: AsyncSession, than: int) -> Page:
    """The page before that comment; the top of the list where that would not be a full one."""
    oldest_first = Response.answered_at, Response.id
    found = await _first(session, _all().where(_place() > _place_of(than)).order_by(*oldest_first))
    if len(found) <= PAGE:
        return await newest(session)
    return Page(found[:PAGE][::-1], has_newer=True, has_older=True)


async def get(session: AsyncSession, response_id: int) -> Response | None:
    return await session.scalar(_all().where(Response.id == response_id))


async def _first(session: AsyncSession, query: Select[Response]) -> Sequence[Response]:
    """One more than a page holds, so as to know whether there are more."""
    return (await session.scalars(query.limit(PAGE + 1))).all()


def _newest_first() -> Select[Response]:
    return _all().order_by(Response.answered_at.desc(), Response.id.desc())


def _all() -> Select[Response]:
    said = select(Response).where(has_said_why(), Response.customer_id.not_in(staff()))
    return said.options(*SAID, joinedload(Response.customer))


def _place() -> Any:
    """In the list: it stays the same while others come before it."""
    return tuple_(Response.answered_at, Response.id)


def _place_of(response_id: int) -> Any:
    place = select(Response.answered_at, Response.id).where(Response.id == response_id)
    return place.scalar_subquery()
