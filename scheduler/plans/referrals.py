"""Promoters are asked, a day after the score, whether they would tell a friend."""

from datetime import datetime

from aiogram.methods import SendMessage, SendPhoto
from sqlalchemy import exists
from sqlalchemy.ext.asyncio import AsyncSession

from models import answers, referrals
from models.database import NOW
from models.rules.cadence import WORTH_SENDING_FOR, Cadence
from models.rules.contact import Kind
from models.tables import Nudge, Person
from scheduler.plan import Plan
from scheduler.terms import Terms
from views import referrals as view
from views.say import say_in


async def plan(session: AsyncSession, now: datetime, _terms: Terms) -> None:
    await referrals.plan_prompts(session, WORTH_SENDING_FOR, now)


async def compose(
    session: AsyncSession, _nudge: Nudge, person: Person, terms: Terms, now: datetime
) -> SendMessage | SendPhoto | None:
    if person.telegram_id is None or not await _is_wanted(session, person, terms.cadence, now):
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
    person.referral_shown_at = now


async def _is_wanted(
    session: AsyncSession, person: Person, cadence: Cadence, now: datetime
) -> bool:
    """Not once the score was lowered, a later prompt was set, or the customer has asked for the
    link themselves."""
    if person.referral_at is not None and person.referral_at > now:
        return False
    answer = await answers.latest(session, person.id)
    if answer is None:
        return True
    due_at = cadence.referral_due(answer.score, answer.answered_at, person.referral_shown_at)
    return due_at is not None and due_at <= now


async def next_at(session: AsyncSession, now: datetime, _terms: Terms) -> datetime | None:
    return await referrals.next_prompt(session, now)


PLAN = Plan(
    (Kind.REFERRAL,),
    plan,
    compose,
    sent,
    next_at=next_at,
    is_due=exists().where(Person.referral_at <= NOW),
)
