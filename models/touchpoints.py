"""Places, employees and moments that a link or a QR code stands for. Never deleted: answers refer
to them."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import stats
from models.period import Period
from models.rules.codes import new_code
from models.rules.nps import Tally
from models.tables import Touchpoint

LONGEST_NAME = 40
UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs")
"""Unicode's categories of what is not on the screen: it would make two of one name."""
NOBODY = Tally(0, 0, 0)


def clean_name(written: str | None) -> str | None:
    """One line of 1 to 40 characters, without those that can't be seen; None if it is not so."""
    lines = (written or "").strip().splitlines()
    seen = (char for line in lines for char in line if unicodedata.category(char) not in UNSEEN)
    name = " ".join("".join(seen).split())
    return name if len(lines) == 1 and 1 <= len(name) <= LONGEST_NAME else None


@dataclass(frozen=True, slots=True)
class Known:
    """A touchpoint, and how customers scored it."""

    touchpoint: Touchpoint
    tally: Tally

    @property
    def is_retired(self) -> bool:
        return self.touchpoint.retired_at is not None


async def known(session: AsyncSession, period: Period) -> Sequence[Known]:
    tallies = await stats.by_touchpoint(session, period)
    found = await everyone(session)
    return [Known(one, tallies.get(one.id, NOBODY)) for one in found]


async def known_one(session: AsyncSession, touchpoint_id: int, period: Period) -> Known | None:
    touchpoint = await find(session, touchpoint_id)
    if touchpoint is None:
        return None
    scores, _ = await stats.count_scores(session, period, touchpoint_id)
    return Known(touchpoint, stats.tally_of(scores))


async def everyone(session: AsyncSession) -> Sequence[Touchpoint]:
    """By name; those in use first."""
    found = (await session.scalars(select(Touchpoint))).all()
    return sorted(found, key=lambda it: (it.retired_at is not None, it.name.casefold(), it.id))


async def are_there(session: AsyncSession) -> bool:
    return bool(await session.scalar(select(exists().where(Touchpoint.id.is_not(None)))))


async def find(session: AsyncSession, touchpoint_id: int) -> Touchpoint | None:
    return await session.get(Touchpoint, touchpoint_id)


async def in_use(session: AsyncSession, code: str | None) -> Touchpoint | None:
    """By its code; a retired one stands for nothing."""
    query = select(Touchpoint).where(Touchpoint.code == code, Touchpoint.retired_at.is_(None))
    return await session.scalar(query) if code is not None else None


async def namesake(session: AsyncSession, name: str, *, of: int | None = None) -> Touchpoint | None:
    """Another one in use that is called the same. Compared here: SQLite's `lower` knows no
    Cyrillic."""
    return next(
        (
            other
            for other in await everyone(session)
            if other.retired_at is None
            and other.id != of
            and other.name.casefold() == name.casefold()
        ),
        None,
    )


async def make(session: AsyncSession, name: str, now: datetime) -> Touchpoint:
    touchpoint = Touchpoint(code=new_code(), name=name, made_at=now)
    session.add(touchpoint)
    await session.flush()
    return touchpoint
