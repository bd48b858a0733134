"""What the bot does."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from handlers.talk import Talk
from views import menu


def router() -> Router:
    router = Router(name="about")
    router.message.register(show_help, Command("help"))
    return router


async def show_help(_message: Message, talk: Talk) -> None:
    await talk.show(menu.help_for(talk.say, talk.business, talk.who.role))
