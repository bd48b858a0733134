"""/stats: the figures of a period, and taps that show another in their place."""

import asyncio

from aiogram import Router
from aiogram.enums import ChatAction
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.talk import Talk
from models import stats
from views import Screen, charts
from views import stats as view


def router() -> Router:
    router = Router(name="stats")
    router.message.register(show, Command("stats"))
    router.callback_query.register(turn, view.PeriodTap.filter())
    return router


async def show(_message: Message, command: CommandObject, talk: Talk) -> None:
    days = _days(command.args)
    if days is None:
        await talk.show(view.how(talk.say))
        return
    await talk.bot.send_chat_action(talk.chat_id, ChatAction.UPLOAD_PHOTO)
    await talk.show(await _figures(talk, days))


async def turn(callback: CallbackQuery, callback_data: view.PeriodTap, talk: Talk) -> None:
    assert callback.message is not None
    await talk.show_over(callback.message.message_id, await _figures(talk, callback_data.days))


def _days(written: str | None) -> int | None:
    """None where it is no number of days that we count."""
    if written is None or not written.strip():
        return view.USUAL
    if not (written.isascii() and written.isdecimal() and len(written) <= len(str(view.MOST))):
        return None
    return int(written) if 1 <= int(written) <= view.MOST else None


async def _figures(talk: Talk, days: int) -> Screen:
    period = stats.Period.of(days or None, talk.now())
    async with talk.sessions.begin() as session:
        counted = await stats.read(session, period)
    png = await asyncio.to_thread(charts.draw, view.chart(talk.say, counted, days))
    return view.figures(talk.say, counted, days, talk.business.zone, png)
