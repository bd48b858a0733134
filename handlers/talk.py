"""One person's turn: who speaks, in what words to answer, and what the answer is decided by."""

import asyncio
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InlineKeyboardMarkup, Message

from models.database import Now, Sessions
from models.rules.business import Business
from models.rules.cadence import Cadence
from models.tables import Person, Role
from views import Screen
from views.say import Say

UNCHANGED = "message is not modified"
OUT_OF_REACH = (
    "message to edit not found",
    "message can't be edited",
    "there is no text in the message to edit",
)


@dataclass(frozen=True, slots=True)
class Talk:
    """Handlers read and decide inside `async with talk.sessions.begin()`, and speak after it."""

    bot: Bot
    chat_id: int
    who: Person
    """As the person was when the update came; `people.hold` gives the row to change."""
    tapped_id: int | None
    """The message whose button was tapped; none where nothing was."""
    say: Say
    sessions: Sessions
    now: Now
    wake: asyncio.Event
    """Set it when rows were planned, and delivery looks at once."""
    business: Business
    cadence: Cadence

    @property
    def is_with_staff(self) -> bool:
        return self.who.role != Role.CUSTOMER

    @property
    def tapped(self) -> int:
        """For handlers of taps: our buttons stand under messages of this chat."""
        assert self.tapped_id is not None
        return self.tapped_id

    async def show(self, screen: Screen) -> Message:
        return await self.bot(screen.to(self.chat_id))

    async def show_over(self, message_id: int, screen: Screen) -> None:
        """In place of an older message. Nothing to change is no error to a person who taps twice;
        a message out of reach is said anew."""
        try:
            await self.bot(screen.over(self.chat_id, message_id))
        except TelegramBadRequest as error:
            if any(words in error.message for words in OUT_OF_REACH):
                await self.show(screen)
            elif UNCHANGED not in error.message:
                raise

    async def take_buttons(self, message_id: int) -> None:
        """The message stays; what could be tapped under it goes."""
        await self.change_buttons(message_id, None)

    async def change_buttons(self, message_id: int, keyboard: InlineKeyboardMarkup | None) -> None:
        try:
            await self.bot.edit_message_reply_markup(
                chat_id=self.chat_id, message_id=message_id, reply_markup=keyboard
            )
        except TelegramBadRequest as error:
            if not any(words in error.message for words in (UNCHANGED, *OUT_OF_REACH)):
                raise
