"""All that is kept of one person, and nothing of anybody else."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.belongings import BELONGINGS, Belongings
from models.tables import Person, Referral

Json = dict[str, Any]


async def gather(session: AsyncSession, who: Person, now: datetime) -> Json:
    """Ready for JSON; moments in ISO 8601, in UTC."""
    kept = {
        name: await _rows(session, belongings, who)
        for name, belongings in BELONGINGS.items()
        if belongings.told
    }
    (person,) = kept.pop("person")
    return {
        "made_at": _plain(now),
        "person": person,
        "referrals": await _referrals(session, who),
        **kept,
    }


async def _rows(session: AsyncSession, belongings: Belongings, who: Person) -> list[Json]:
    key = belongings.table.__table__.primary_key
    query = select(*belongings.told).where(belongings.of(who)).order_by(*key)
    rows = (await session.execute(query)).mappings()
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


async def _referrals(session: AsyncSession, who: Person) -> Json:
    invited_by = select(func.count()).where(Referral.friend_id == who.id)
    friends = select(func.count()).where(Referral.inviter_id == who.id)
    return {
        "joined_by_somebodys_link": bool(await session.scalar(invited_by)),
        "friends_who_joined": await session.scalar(friends) or 0,
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
