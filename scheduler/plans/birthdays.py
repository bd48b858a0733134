"""Birthdays: a greeting on the day, and an invitation two weeks ahead of it, which is an offer."""

from datetime import datetime

from aiogram.methods import SendMessage, SendPhoto
from sqlalchemy import exists
from sqlalchemy.ext.asyncio import AsyncSession

from models import birthdays
from models.database import NOW
from models.rules.cadence import WORTH_SENDING_FOR
from models.rules.contact import Kind
from models.tables import Nudge, Person
from scheduler.plan import Plan
from scheduler.terms import Terms
from views import birthdays as view
from views.say import say_in


async def plan_greetings(session: AsyncSession, now: datetime, terms: Terms) -> None:
    await birthdays.plan_greetings(session, terms.business.zone, now)


async def greet(
    session: AsyncSession, nudge: Nudge, person: Person, terms: Terms, now: datetime
) -> SendMessage | SendPhoto | None:
    zone = terms.business.zone
    if person.telegram_id is None:
        return None
    if not await birthdays.is_wanted(session, nudge, person, zone, now):
        return None
    return view.greeting(say_in(person.language), terms.business, person).to(person.telegram_id)


async def sent(
    session: AsyncSession,
    _nudge: Nudge,
    person: Person,
    _message_id: int | None,
    terms: Terms,
    now: datetime,
) -> None:
    await birthdays.look_ahead(session, person, terms.business.zone, now)


async def skipped(
    session: AsyncSession, _nudge: Nudge, person: Person, terms: Terms, now: datetime
) -> None:
    await birthdays.look_ahead(session, person, terms.business.zone, now)


async def next_greeting(session: AsyncSession, now: datetime, _terms: Terms) -> datetime | None:
    return await birthdays.next_greeting(session, now)


async def plan_invitations(session: AsyncSession, now: datetime, terms: Terms) -> None:
    if terms.business.birthday_gift:
        await birthdays.plan_invitations(session, WORTH_SENDING_FOR, now)
    else:
        await birthdays.pass_over_invitations(session, now)


async def invite(
    session: AsyncSession, nudge: Nudge, person: Person, terms: Terms, now: datetime
) -> SendMessage | SendPhoto | None:
    business = terms.business
    if person.telegram_id is None or not business.birthday_gift:
        return None
    if not await birthdays.is_wanted(session, nudge, person, business.zone, now):
        return None
    return view.invitation(say_in(person.language), business, person).to(person.telegram_id)


async def next_invitation(session: AsyncSession, now: datetime, _terms: Terms) -> datetime | None:
    return await birthdays.next_invitation(session, now)


GREETINGS = Plan(
    (Kind.GREETING,),
    plan_greetings,
    greet,
    sent,
    skipped,
    next_greeting,
    is_due=exists().where(Person.greeting_at <= NOW),
)
INVITATIONS = Plan(
    (Kind.INVITATION,),
    plan_invitations,
    invite,
    next_at=next_invitation,
    is_due=exists().where(Person.invitation_at <= NOW),
)
