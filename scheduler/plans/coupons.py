"""A coupon will expire: its owner is reminded. It was used: they are told."""

from datetime import datetime

from aiogram.methods import SendMessage, SendPhoto
from sqlalchemy import exists
from sqlalchemy.ext.asyncio import AsyncSession

from models import coupons, people
from models.database import NOW
from models.nudges import Notice
from models.rules.contact import Kind
from models.tables import Coupon, Nudge, Person
from scheduler.plan import Plan
from scheduler.terms import Terms
from views import coupons as view
from views.say import say_in


async def plan(session: AsyncSession, now: datetime, _terms: Terms) -> None:
    await coupons.plan_warnings(session, now)


async def compose(
    session: AsyncSession, nudge: Nudge, person: Person, terms: Terms, _now: datetime
) -> SendMessage | SendPhoto | None:
    if person.telegram_id is None or person.consented_at is None:
        return None
    coupon, campaign = await coupons.of(session, nudge)
    say, zone = say_in(person.language), people.zone_named(person.zone, terms.business.zone)
    if nudge.kind == Notice.REDEEMED:
        return view.told_redeemed(say, campaign, coupon, zone).to(person.telegram_id)
    if coupon.redeemed_at is not None:
        return None
    screen = view.will_expire(say, terms.business, campaign, coupon, zone)
    return screen.to(person.telegram_id)


async def next_at(session: AsyncSession, now: datetime, _terms: Terms) -> datetime | None:
    return await coupons.next_warning(session, now)


PLAN = Plan(
    (Kind.COUPON, Notice.REDEEMED),
    plan,
    compose,
    next_at=next_at,
    is_due=exists().where(Coupon.warn_at <= NOW),
)
