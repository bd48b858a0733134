"""Surveys that nobody answered end without a word, and the next one is set."""

from datetime import datetime

from sqlalchemy import exists
from sqlalchemy.ext.asyncio import AsyncSession

from models import surveys
from models.database import NOW
from scheduler.plan import Plan
from scheduler.terms import Terms


async def plan(session: AsyncSession, now: datetime, terms: Terms) -> None:
    await surveys.expire_due(session, terms.cadence, now)


async def next_at(session: AsyncSession, now: datetime, _terms: Terms) -> datetime | None:
    return await surveys.next_expiry(session, now)


PLAN = Plan(plan=plan, next_at=next_at, is_due=exists().where(surveys.has_expired(NOW)))
