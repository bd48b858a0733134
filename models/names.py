"""People by the name that somebody types: a part of it, in any case of letters, or `@username`."""

import re
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables import Person

MOST = 8
LONGEST = 129
"""Of a name in Telegram: twice 64, and the space between."""


async def find(session: AsyncSession, said: str) -> Sequence[Person]:
    """Who bears the very name comes first, then who came last. One more than `MOST` where there
    are more; the erased have no name to be found by."""
    words = said.split()
    if not words or len(said) > LONGEST:
        return []
    query = (
        select(Person)
        .where(Person.telegram_id.is_not(None), _is_meant(words))
        .order_by(_is_whole(words).desc(), Person.id.desc())
        .limit(MOST + 1)
    )
    return (await session.scalars(query)).all()


def _is_meant(words: list[str]) -> ColumnElement[bool]:
    first = words[0]
    has_username = func.lower(Person.username) == first.removeprefix("@").lower()
    if first.startswith("@"):
        return has_username
    named = and_(*(_matches(rf"(^|\W){_pattern(word)}") for word in words))
    return or_(named, has_username) if len(words) == 1 else named


def _is_whole(words: list[str]) -> ColumnElement[bool]:
    return _matches(rf"^{' '.join(map(_pattern, words))}$")


def _matches(pattern: str) -> ColumnElement[bool]:
    """By a regular expression: SQLite's own LIKE and lower() know the case of ASCII only."""
    return Person.name.regexp_match(f"(?i){pattern}")


def _pattern(word: str) -> str:
    return re.sub("[её]", "[её]", re.escape(word), flags=re.IGNORECASE)
