"""What a bot offers inline, and what came of it."""

from typing import Any

from aiogram import Bot
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)

from sandbox.people import Person


def button(**kind: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Кнопка", **kind)]])


def article(id: str = "card", text: str = "Приходите!", **more: Any) -> InlineQueryResultArticle:
    content = InputTextMessageContent(message_text=text)
    card: dict[str, Any] = {"id": id, "title": "Моя карточка", "input_message_content": content}
    return InlineQueryResultArticle(**(card | more))


async def news(bot: Bot) -> list[Update]:
    """What came since the last look."""
    updates = await bot.get_updates()
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1)
    return updates


async def asked(bot: Bot, person: Person, query: str = "", **more: Any) -> InlineQuery:
    person.asks_inline(query, **more)
    update = (await news(bot))[-1]
    assert update.inline_query is not None
    return update.inline_query
