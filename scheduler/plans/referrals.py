"""Promoters are asked, a day after the score, whether they would tell a friend."""

from datetime import datetime

from aiogram.methods import SendMessage, SendPhoto
from sqlalchemy.ext.asyncio import AsyncSession

from models import referrals
from models.rules.cadence import WORTH_SENDING_FOR
from models.rules.contact import Kind
from models.tables import Nudge, Person
from scheduler.plan import Plan
from scheduler.terms import Terms
from views import referrals as view
from views.say import say_in


async def plan(session: AsyncSession, now: datetime, _terms: Terms) -> None:
    await referrals.plan_prompts(session, WORTH_SENDING_FOR, now)


async def compose(
    _session: AsyncSession, _nudge: Nudge, person: Person, _terms: Terms, now: datetime
) -> SendMessage | SendPhoto | None:
    if not _is_due(person, now) or person.telegram_id is None:
        return None
    return view.prompt(say_in(person.language)).to(person.telegram_id)


async def sent(
    _session: AsyncSession,
    _nudge: Nudge,
    person: Person,
    _message_id: int | None,
    _terms: Terms,
    now: datetime,
) -> None:
    person.referral_shown_at, person.referral_at = now, None


async def skipped(
    _session: AsyncSession, _nudge: Nudge, person: Person, _terms: Terms, now: datetime
) -> None:
    if _is_due(person, now):
        person.referral_at = None


def _is_due(person: Person, now: datetime) -> bool:
    """A changed score takes the prompt back; a later one may have put it off."""
    return person.referral_at is not None and person.referral_at <= now


async def next_at(session: AsyncSession, now: datetime, _terms: Terms) -> datetime | None:
    return await referrals.next_prompt(session, now)


PLAN = Plan((Kind.REFERRAL,), plan, compose, sent, skipped, next_at)
