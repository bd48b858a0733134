"""Telegram's own menu of commands, for each role and language."""

from contextlib import suppress

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import BotCommandScopeAllPrivateChats, BotCommandScopeChat

from models import people
from models.database import Sessions
from models.tables import Person, Role
from views.menu import commands
from views.say import LANGUAGES, say_in


async def show_menus(bot: Bot, sessions: Sessions, default_language: str) -> None:
    """To everybody the customers' menu, in both languages; to each of the staff their own."""
    everybody = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(commands(say_in(default_language), Role.CUSTOMER), scope=everybody)
    for language in LANGUAGES:
        menu = commands(say_in(language), Role.CUSTOMER)
        await bot.set_my_commands(menu, scope=everybody, language_code=language)
    async with sessions.begin() as session:
        staff = await people.staff(session)
    for person in staff:
        with suppress(TelegramBadRequest, TelegramForbiddenError):  # no chat: a new bot's token
            await show_menu(bot, person)


async def show_menu(bot: Bot, person: Person) -> None:
    assert person.telegram_id is not None
    menu = commands(say_in(person.language), Role(person.role))
    await bot.set_my_commands(menu, scope=BotCommandScopeChat(chat_id=person.telegram_id))


async def take_menu(bot: Bot, person: Person) -> None:
    """Who is no longer of the staff sees the customers' menu again."""
    if person.telegram_id is None:
        return
    with suppress(TelegramBadRequest, TelegramForbiddenError):  # no chat, and so no menu
        await bot.delete_my_commands(scope=BotCommandScopeChat(chat_id=person.telegram_id))
