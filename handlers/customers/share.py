"""A customer tells a friend: the personal link, its QR code, and Telegram's ways to send it on."""

import asyncio

from aiogram import F, Router
from aiogram.enums import ChatAction
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from handlers.talk import Talk
from models import people, referrals
from views import Screen, menu, qr
from views import referrals as views


def taps() -> Router:
    router = Router(name="share: taps")
    router.callback_query.register(share, views.ShareTap.filter(F.willing))
    router.callback_query.register(decline, views.ShareTap.filter())
    router.callback_query.register(send_qr, views.QrTap.filter())
    return router


def router() -> Router:
    router = Router(name="share")
    router.message.register(show, Command("share"))
    return router


async def show(_message: Message, talk: Talk) -> None:
    if talk.who.consented_at is None and not talk.is_with_staff:
        await talk.show(menu.greeting(talk.say, talk.business))
    else:
        await talk.show(await _link(talk))


async def share(_callback: CallbackQuery, talk: Talk) -> None:
    await talk.show_over(talk.tapped, await _link(talk))


async def decline(_callback: CallbackQuery, talk: Talk) -> None:
    await talk.show_over(talk.tapped, views.declined(talk.say))


async def _link(talk: Talk) -> Screen:
    me = await talk.bot.me()
    if talk.is_with_staff:
        return views.staff_link(talk.say, talk.business, me)
    async with talk.sessions.begin() as session:
        person = await people.hold(session, talk.who.id)
        referrals.note_tapped(person, talk.now())
        friends = await referrals.friends_of(session, person.id)
    link = views.personal_link(str(me.username), person.code)
    code = await asyncio.to_thread(qr.draw_code, link)
    return views.own_link(talk.say, talk.business, me, person.code, friends, code)


async def send_qr(_callback: CallbackQuery, callback_answer: CallbackAnswer, talk: Talk) -> None:
    if talk.is_with_staff:
        callback_answer.text = talk.say.plain("stale-button")
        return
    await talk.bot.send_chat_action(talk.chat_id, ChatAction.UPLOAD_DOCUMENT)
    username = str((await talk.bot.me()).username)
    sheet = views.sheet(talk.say, talk.business, username, talk.who.code)
    png = await asyncio.to_thread(qr.draw, sheet)
    await talk.bot(views.qr_file(talk.chat_id, png))
