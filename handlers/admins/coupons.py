"""A coupon at the counter: the staff scan or type its code, and the tap is what uses it up."""

from typing import Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from handlers.customers.arrive import show_desk
from handlers.talk import Talk
from handlers.who import STAFF
from models import coupons, people
from models.coupons import Shown, Standing
from models.rules.codes import parse_start
from models.tables import STAFF as STAFF_ROLES
from views import coupons as views

PREFIXES = ("c_", "с_")
"""The second begins with the Russian letter, which looks the same and is nearer at hand."""


class Scanned(Filter):
    """Lets through a coupon's code, by the link in a QR code or typed, right or wrong."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        said = (message.text or "").removeprefix("/start").strip()
        if not said.lower().startswith(PREFIXES):
            return False
        code = parse_start(f"c{said[1:]}")
        return {"code": code.code if code is not None else None}


def router() -> Router:
    router = Router(name="coupons")
    router.message.filter(STAFF)
    router.callback_query.filter(STAFF)
    router.message.register(show, Scanned())
    router.callback_query.register(redeem, views.RedeemTap.filter())
    return router


async def show(_message: Message, code: str | None, talk: Talk) -> None:
    now = talk.now()
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        people.start(person, now)
        shown = await coupons.shown_by(session, code)
    if talk.who.started_at is None:
        await show_desk(talk, person)
    await talk.show(views.at_the_counter(talk.say, shown, talk.who.id, talk.business.zone, now))


async def redeem(
    _callback: CallbackQuery,
    callback_data: views.RedeemTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    now = talk.now()
    async with talk.sessions.begin() as session:
        redeemer = await people.hold(session, talk.who.id)
        shown = await coupons.shown_of(session, callback_data.coupon)
        if redeemer.role not in STAFF_ROLES or shown is None:
            callback_answer.text = talk.say.plain("stale-button")
            return
        await coupons.redeem(session, callback_data.coupon, redeemer.id, now)
        shown = await coupons.shown_of(session, callback_data.coupon)
        assert shown is not None, "coupons are never deleted"
    talk.wake.set()
    _tell(talk, shown, callback_answer)
    screen = views.at_the_counter(talk.say, shown, redeemer.id, talk.business.zone, now)
    await talk.show_over(talk.tapped, screen)


def _tell(talk: Talk, shown: Shown, callback_answer: CallbackAnswer) -> None:
    """The same words for the same tap that comes twice."""
    if shown.standing(talk.who.id, talk.now()) is not Standing.USED:
        return
    callback_answer.text = views.told(talk.say, shown, talk.who.id, talk.business.zone)
    callback_answer.show_alert = shown.coupon.redeemed_by_id != talk.who.id
