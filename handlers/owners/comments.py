"""/comments: what customers said, a page at a time, and each comment whole at a tap."""

from aiogram import Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from aiogram.utils.callback_answer import CallbackAnswer

from handlers.talk import Talk
from models import comments
from views import comments as views


def router() -> Router:
    router = Router(name="comments")
    router.message.register(show, Command("comments"))
    router.callback_query.register(turn, views.TurnTap.filter())
    router.callback_query.register(hear, views.HearTap.filter())
    return router


async def show(_message: Message, talk: Talk) -> None:
    async with talk.sessions.begin() as session:
        page = await comments.newest(session)
    await talk.show(views.page(talk.say, page, talk.business.zone))


async def turn(callback: CallbackQuery, callback_data: views.TurnTap, talk: Talk) -> None:
    assert callback.message is not None
    find = comments.older if callback_data.older else comments.newer
    async with talk.sessions.begin() as session:
        page = await find(session, callback_data.comment)
    screen = views.page(talk.say, page, talk.business.zone)
    await talk.show_over(callback.message.message_id, screen)


async def hear(
    callback: CallbackQuery,
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
