"""/comments: what customers said, a page at a time, and each comment whole at a tap; and of that
what may be shown to others."""

from aiogram import Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from handlers.talk import Talk
from models import comments
from views import Screen, publishing
from views import comments as views

PUBLISHABLE = "publishable"


def router() -> Router:
    router = Router(name="comments")
    router.message.register(show, Command("comments"))
    router.callback_query.register(change_list, views.ListTap.filter())
    router.callback_query.register(turn, views.TurnTap.filter())
    router.callback_query.register(turn_publishable, publishing.PublishableTurn.filter())
    router.callback_query.register(hear, views.HearTap.filter())
    router.callback_query.register(copy, publishing.CopyTap.filter())
    return router


async def show(_message: Message, command: CommandObject, talk: Talk) -> None:
    wanted = (command.args or "").strip().casefold()
    await talk.show(await _top(talk, publishable=wanted == PUBLISHABLE))


async def change_list(_callback: CallbackQuery, callback_data: views.ListTap, talk: Talk) -> None:
    await talk.show_over(talk.tapped, await _top(talk, publishable=callback_data.publishable))


async def _top(talk: Talk, *, publishable: bool) -> Screen:
    async with talk.sessions.begin() as session:
        page = await comments.newest(session, publishable=publishable)
    view = publishing.page if publishable else views.page
    return view(talk.say, page, talk.business.zone)


async def turn(_callback: CallbackQuery, callback_data: views.TurnTap, talk: Talk) -> None:
    find = comments.older if callback_data.older else comments.newer
    async with talk.sessions.begin() as session:
        page = await find(session, callback_data.comment)
    screen = views.page(talk.say, page, talk.business.zone)
    await talk.show_over(talk.tapped, screen)


async def turn_publishable(
    _callback: CallbackQuery, callback_data: publishing.PublishableTurn, talk: Talk
) -> None:
    find = comments.older if callback_data.older else comments.newer
    async with talk.sessions.begin() as session:
        page = await find(session, callback_data.comment, publishable=True)
    screen = publishing.page(talk.say, page, talk.business.zone)
    await talk.show_over(talk.tapped, screen)


async def hear(
    _callback: CallbackQuery,
    callback_data: views.HearTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    """A file that Telegram refuses to send does not hold up the others."""
    async with talk.sessions.begin() as session:
        comment = await comments.get(session, callback_data.comment)
    if comment is None:
        callback_answer.text = talk.say.plain("stale-button")
        return
    for message in views.whole(talk.say, comment, talk.chat_id, talk.business.zone):
        try:
            await talk.bot(message)
        except TelegramBadRequest:
            await talk.show(views.unplayable(talk.say))


async def copy(
    _callback: CallbackQuery,
    callback_data: publishing.CopyTap,
    callback_answer: CallbackAnswer,
    talk: Talk,
) -> None:
    """Asked of the tables once more: the customer may have taken the words back since."""
    async with talk.sessions.begin() as session:
        comment = await comments.get(session, callback_data.comment, publishable=True)
    if comment is None:
        callback_answer.text = talk.say.plain("publishable-gone")
        return
    for screen in publishing.whole(talk.say, comment):
        await talk.show(screen)
