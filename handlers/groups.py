"""Groups and channels: we talk to people one by one, so there we stay silent, and don't stay."""

from contextlib import suppress

from aiogram import Bot
from aiogram.enums import ChatMemberStatus
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import Update

OUT = (ChatMemberStatus.LEFT, ChatMemberStatus.KICKED)


async def leave(update: Update, bot: Bot) -> None:
    """At once when added; who has been put out meanwhile has nothing left to leave."""
    added = update.my_chat_member
    if added is not None and added.new_chat_member.status not in OUT:
        with suppress(TelegramBadRequest, TelegramForbiddenError):
            await bot.leave_chat(added.chat.id)
