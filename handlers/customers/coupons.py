"""A coupon under an offer: one tap takes it, every further one shows it again."""

import asyncio

from aiogram import Router
from aiogram.types import CallbackQuery
from aiogram.utils.callback_answer import CallbackAnswer

from handlers.talk import Talk
from models import coupons, people
from models.tables import Campaign, Coupon
from models.taps import keep
from views import Screen, qr
from views import coupons as views


def taps() -> Router:
    router = Router(name="coupons: taps")
    router.callback_query.register(take, views.CouponTap.filter())
    return router


async def take(
    _callback: CallbackQuery,
    callback_data: views.CouponTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    if talk.is_with_staff:
        callback_answer.text, callback_answer.show_alert = talk.say.plain("coupon-rehearsal"), True
        return
    now = talk.now()
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        zone = people.zone_named(person.zone, talk.business.zone)
        offered_at = await keep(session, callback_data.campaign, person.id, now)
        if offered_at is None:
            callback_answer.text = talk.say.plain("stale-button")
            return
        campaign = await session.get_one(Campaign, callback_data.campaign)
        coupon = await coupons.take(session, campaign, person, offered_at, now, zone)
    if coupon is None:
        callback_answer.text, callback_answer.show_alert = talk.say.plain("coupon-over"), True
    elif words := views.spent(talk.say, coupon, zone, now):
        callback_answer.text, callback_answer.show_alert = words, True
    else:
        await talk.show(await _picture(talk, campaign, coupon))


async def screen_of(talk: Talk, code: str) -> Screen:
    """To a customer who opens the link that is for the staff: their own coupon, once more."""
    async with talk.sessions.begin() as session:
        found = await coupons.own(session, code, talk.who.id)
    if found is None:
        return views.for_the_staff(talk.say)
    coupon, campaign = found
    zone = people.zone_named(talk.who.zone, talk.business.zone)
    words = views.spent(talk.say, coupon, zone, talk.now())
    return Screen(words) if words else await _picture(talk, campaign, coupon)


async def _picture(talk: Talk, campaign: Campaign, coupon: Coupon) -> Screen:
    link = f"https://t.me/{(await talk.bot.me()).username}?start={views.typed(coupon)}"
    zone = people.zone_named(talk.who.zone, talk.business.zone)
    picture = await asyncio.to_thread(qr.draw_code, link)
    return views.coupon(talk.say, campaign, coupon, zone, picture)
