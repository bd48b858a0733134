"""The reasons of all customers as one list, the newest first, read a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from models.answers import SAID
from models.publishing import is_publishable
from models.stats import has_said_why, staff
from models.tables import Response, Survey

PAGE = 5


@dataclass(frozen=True, slots=True)
class Page:
    comments: Sequence[Response]
    has_newer: bool
    has_older: bool
    has_publishable: bool
    """Whether there is anything, on any page, that may be shown to others."""


async def newest(session: AsyncSession, *, publishable: bool = False) -> Page:
    """`publishable`: of those only that may be shown to others."""
    found = await _first(session, _newest_first(publishable))
    return await _page(session, found[:PAGE], newer=False, older=len(found) > PAGE)


async def older(session: AsyncSession, than: int, *, publishable: bool = False) -> Page:
    """The page after that comment. Where nothing is left, the list is shown from its top."""
    below = _newest_first(publishable).where(_place() < _place_of(than))
    found = await _first(session, below)
    if not found:
        return await newest(session, publishable=publishable)
    return await _page(session, found[:PAGE], newer=True, older=len(found) > PAGE)


async def newer(session: AsyncSession, than: int, *, publishable: bool = False) -> Page:
    """The page before that comment; the top of the list where that would not be a full one."""
    above = _all(publishable).where(_place() > _place_of(than))
    found = await _first(session, above.order_by(Response.answered_at, Response.id))
    if len(found) <= PAGE:
        return await newest(session, publishable=publishable)
    return await _page(session, found[:PAGE][::-1], newer=True, older=True)


async def get(
    session: AsyncSession, response_id: int, *, publishable: bool = False
) -> Response | None:
    return await session.scalar(_all(publishable).where(Response.id == response_id))


async def _page(
    session: AsyncSession, comments: Sequence[Response], *, newer: bool, older: bool
) -> Page:
    anything = select(exists(_all(publishable=True).with_only_columns(Response.id)))
    return Page(comments, newer, older, has_publishable=bool(await session.scalar(anything)))


async def _first(session: AsyncSession, query: Select[Response]) -> Sequence[Response]:
    """One more than a page holds, so as to know whether there are more."""
    return (await session.scalars(query.limit(PAGE + 1))).all()


def _newest_first(publishable: bool) -> Select[Response]:
    return _all(publishable).order_by(Response.answered_at.desc(), Response.id.desc())


def _all(publishable: bool) -> Select[Response]:
    said = select(Response).where(has_said_why(), Response.customer_id.not_in(staff()))
    if publishable:
        said = said.where(is_publishable())
    survey = joinedload(Response.survey).joinedload(Survey.touchpoint)
    return said.options(*SAID, survey, joinedload(Response.customer))


def _place() -> Any:
    """In the list: it stays the same while others come before it."""
    return tuple_(Response.answered_at, Response.id)


def _place_of(response_id: int) -> Any:
    place = select(Response.answered_at, Response.id).where(Response.id == response_id)
    return place.scalar_subquery()
