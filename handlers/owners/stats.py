"""/stats: the figures of a period, and taps that show another in their place."""

import asyncio

from aiogram import Router
from aiogram.enums import ChatAction
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.talk import Talk
from models import stats, touchpoints
from models.period import Period
from views import Screen, charts
from views import stats as view
from views.touchpoints import to_choose


def router() -> Router:
    router = Router(name="stats")
    router.message.register(show, Command("stats"))
    router.callback_query.register(turn, view.PeriodTap.filter())
    router.callback_query.register(offer_touchpoints, view.ByTouchpointTap.filter())
    router.callback_query.register(show_sharing, view.SharingTap.filter())
    return router


async def show(_message: Message, command: CommandObject, talk: Talk) -> None:
    days = _days(command.args)
    if days is None:
        await talk.show(view.how(talk.say))
        return
    await talk.bot.send_chat_action(talk.chat_id, ChatAction.UPLOAD_PHOTO)
    await talk.show(await _figures(talk, days))


async def turn(_callback: CallbackQuery, callback_data: view.PeriodTap, talk: Talk) -> None:
    days, touchpoint = callback_data.days, callback_data.touchpoint
    await talk.show_over(talk.tapped, await _figures(talk, days, touchpoint))


async def offer_touchpoints(
    _callback: CallbackQuery, callback_data: view.ByTouchpointTap, talk: Talk
) -> None:
    async with talk.sessions.begin() as session:
        known = await touchpoints.known(session, _period(callback_data.days, talk))
    buttons = to_choose(talk.say, known, callback_data.days, callback_data.page)
    await talk.change_buttons(talk.tapped, buttons)


async def show_sharing(
    _callback: CallbackQuery, callback_data: view.SharingTap, talk: Talk
) -> None:
    days = callback_data.days
    async with talk.sessions.begin() as session:
        counted = await stats.read(session, _period(days, talk), reasons=0)
    png = await _chart(talk, counted, days)
    await talk.show_over(talk.tapped, view.sharing(talk.say, counted, days, png))


def _days(written: str | None) -> int | None:
    """None where it is no number of days that we count."""
    if written is None or not written.strip():
        return view.USUAL
    if not (written.isascii() and written.isdecimal() and len(written) <= len(str(view.MOST))):
        return None
    return int(written) if 1 <= int(written) <= view.MOST else None


def _period(days: int, talk: Talk) -> Period:
    return Period.of(days or None, talk.now())


async def _figures(talk: Talk, days: int, touchpoint_id: int = 0) -> Screen:
    async with talk.sessions.begin() as session:
        touchpoint = await touchpoints.find(session, touchpoint_id)
        of = touchpoint.id if touchpoint else None
        counted = await stats.read(session, _period(days, talk), touchpoint=of)
        are_there = await touchpoints.are_there(session)
    png, zone = await _chart(talk, counted, days), talk.business.zone
    return view.figures(talk.say, counted, days, zone, png, touchpoint, has_touchpoints=are_there)


async def _chart(talk: Talk, counted: stats.Stats, days: int) -> bytes:
    return await asyncio.to_thread(charts.draw, view.chart(talk.say, counted, days))
