"""/qr: touchpoints are named, printed, renamed, retired and brought back; never deleted."""

import asyncio

from aiogram import Router
from aiogram.enums import ChatAction
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.talk import Talk
from handlers.who import STAFF
from models import staff, touchpoints
from models.period import Period
from models.tables import Touchpoint
from models.touchpoints import Known
from views import Screen, qr
from views import touchpoints as views


class Naming(StatesGroup):
    """Its data names the touchpoint that gets another name; without one, it is a new one."""

    name = State()


def router() -> Router:
    router = Router(name="touchpoints")
    router.message.filter(STAFF)
    router.callback_query.filter(STAFF)
    router.message.register(show, Command("qr"))
    router.message.register(take_name, StateFilter(Naming.name))
    router.callback_query.register(turn, views.ListTap.filter())
    router.callback_query.register(show_card, views.CardTap.filter())
    router.callback_query.register(ask_name, views.NewTap.filter())
    router.callback_query.register(ask_new_name, views.RenameTap.filter())
    router.callback_query.register(leave_naming, views.LeaveTap.filter())
    router.callback_query.register(print_sheet, views.PrintTap.filter())
    router.callback_query.register(retire, views.RetireTap.filter())
    router.callback_query.register(bring_back, views.ReturnTap.filter())
    return router


# The list and the card


async def show(_message: Message, talk: Talk) -> None:
    await talk.show(await _list(talk))


async def turn(_callback: CallbackQuery, callback_data: views.ListTap, talk: Talk) -> None:
    await talk.show_over(talk.tapped, await _list(talk, callback_data.page))


async def show_card(
    _callback: CallbackQuery,
    callback_data: views.CardTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    await _show_card_over(callback_data.id, callback_answer, talk)


async def _show_card_over(id: int, callback_answer: CallbackAnswer, talk: Talk) -> None:
    async with talk.sessions.begin() as session:
        known = await touchpoints.known_one(session, id, _ever(talk))
    if known is None:
        callback_answer.text = talk.say.plain("stale-button")
    else:
        card = views.card(talk.say, known, await _username(talk))
        await talk.show_over(talk.tapped, card)


async def _list(talk: Talk, page: int = 0) -> Screen:
    async with talk.sessions.begin() as session:
        known = await touchpoints.known(session, _ever(talk))
    return views.everyone(talk.say, known, page)


def _ever(talk: Talk) -> Period:
    return Period.of(None, talk.now())


async def _username(talk: Talk) -> str:
    return str((await talk.bot.me()).username)


# Naming


async def ask_name(_callback: CallbackQuery, talk: Talk, state: FSMContext) -> None:
    await state.set_data({})
    await state.set_state(Naming.name)
    await talk.show(views.ask_name(talk.say, None))


async def ask_new_name(
    _callback: CallbackQuery,
    callback_data: views.RenameTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
    state: FSMContext,
) -> None:
    async with talk.sessions.begin() as session:
        touchpoint = await touchpoints.find(session, callback_data.id)
    if touchpoint is None:
        callback_answer.text = talk.say.plain("stale-button")
        return
    await state.set_data({"touchpoint": touchpoint.id})
    await state.set_state(Naming.name)
    await talk.show(views.ask_name(talk.say, touchpoint))


async def leave_naming(
    _callback: CallbackQuery,
    callback_data: views.LeaveTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
    state: FSMContext,
) -> None:
    if await state.get_state() == Naming.name.state:
        await state.clear()
    if callback_data.id:
        await _show_card_over(callback_data.id, callback_answer, talk)
    else:
        await talk.show_over(talk.tapped, await _list(talk))


async def take_name(message: Message, talk: Talk, state: FSMContext) -> None:
    name = touchpoints.clean_name(message.text)
    renamed: int | None = (await state.get_data()).get("touchpoint")
    if name is None:
        await talk.show(views.wrong_name(talk.say, renamed))
        return
    async with talk.sessions.begin() as session:
        known = await _name(session, name, renamed, talk)
    if known is None:
        await talk.show(views.taken_name(talk.say, name, renamed))
        return
    await state.clear()
    await talk.show(views.card(talk.say, known, await _username(talk)))
    if renamed is None:
        await _show_sheet(talk, known.touchpoint)


async def _name(session: AsyncSession, name: str, renamed: int | None, talk: Talk) -> Known | None:
    """None where another touchpoint in use is called so."""
    if await touchpoints.namesake(session, name, of=renamed) is not None:
        return None
    if renamed is None:
        touchpoint = await touchpoints.make(session, name, talk.now())
        await _keep_act(session, "touchpoint_made", touchpoint, talk)
        return Known(touchpoint, touchpoints.NOBODY)
    known = await touchpoints.known_one(session, renamed, _ever(talk))
    assert known is not None, "touchpoints are never deleted"
    if known.touchpoint.name != name:
        known.touchpoint.name = name
        await _keep_act(session, "touchpoint_renamed", known.touchpoint, talk)
    return known


async def _keep_act(session: AsyncSession, kind: str, touchpoint: Touchpoint, talk: Talk) -> None:
    about = {"touchpoint": touchpoint.id, "name": touchpoint.name}
    await staff.keep_act(session, talk.who.id, kind, talk.now(), about)


# The sheet


async def print_sheet(
    _callback: CallbackQuery,
    callback_data: views.PrintTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    async with talk.sessions.begin() as session:
        touchpoint = await touchpoints.find(session, callback_data.id)
    if touchpoint is None or touchpoint.retired_at is not None:
        callback_answer.text = talk.say.plain("stale-button")
    else:
        await _show_sheet(talk, touchpoint)


async def _show_sheet(talk: Talk, touchpoint: Touchpoint) -> None:
    await talk.bot.send_chat_action(talk.chat_id, ChatAction.UPLOAD_DOCUMENT)
    sheet = views.sheet(touchpoint, talk.business, await _username(talk))
    png = await asyncio.to_thread(qr.draw, sheet)
    await talk.show(views.preview(talk.say, touchpoint, png))
    await talk.bot(views.to_print(talk.chat_id, touchpoint, png))


# Retired, and brought back


async def retire(
    _callback: CallbackQuery,
    callback_data: views.RetireTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    async with talk.sessions.begin() as session:
        touchpoint = await touchpoints.find(session, callback_data.id)
        if touchpoint is not None and touchpoint.retired_at is None:
            touchpoint.retired_at = talk.now()
            await _keep_act(session, "touchpoint_retired", touchpoint, talk)
    await _show_card_over(callback_data.id, callback_answer, talk)


async def bring_back(
    _callback: CallbackQuery,
    callback_data: views.ReturnTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    async with talk.sessions.begin() as session:
        touchpoint = await touchpoints.find(session, callback_data.id)
        if touchpoint is not None and touchpoint.retired_at is not None:
            if await touchpoints.namesake(session, touchpoint.name) is not None:
                callback_answer.text = talk.say.plain("point-return-taken", name=touchpoint.name)
                callback_answer.show_alert = True
                return
            touchpoint.retired_at = None
            await _keep_act(session, "touchpoint_returned", touchpoint, talk)
    await _show_card_over(callback_data.id, callback_answer, talk)
