"""Word of mouth: when a promoter is asked to tell a friend."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import nudges
from models.database import later
from models.rules.contact import Kind
from models.tables import STAFF, Person


async def plan_prompts(session: AsyncSession, good_for: timedelta, now: datetime) -> None:
    await nudges.plan(
        session,
        Kind.REFERRAL,
        nudges.key("referral", Person.id, Person.referral_at),
        Person.id,
        Person.referral_at,
        Person.referral_at <= now,
        Person.role.not_in(STAFF),
        good_until=later(Person.referral_at, good_for),
    )


async def next_prompt(session: AsyncSession, now: datetime) -> datetime | None:
    return await session.scalar(
        select(func.min(Person.referral_at)).where(Person.referral_at > now)
    )
