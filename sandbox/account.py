"""A person's account and what its screen shows: the open chat, its keyboard and its menu."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sandbox.bots import BotAccount
from sandbox.chats import Chat, Message

if TYPE_CHECKING:
    from sandbox.telegram import Telegram

Json = dict[str, Any]
Wanted = str | Callable[[Message], bool]


class NotPossible(Exception):
    """What a person tried cannot be done in a Telegram app: no such button, a blocked chat …"""


@dataclass(frozen=True)
class Toast:
    """What pops up after a tap: a line that fades, or an alert to be closed."""

    text: str
    alert: bool


class Account:
    """Reads show what is there now; only `sees` and its kin wait."""

    known = False
    role_label = ""
    avatar = ""
    on_page = True

    def __init__(
        self,
        telegram: Telegram,
        id: int,
        first_name: str,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str = "ru",
    ) -> None:
        self.telegram = telegram
        self.id = id
        self.first_name = first_name
        self.last_name = last_name
        self.username = username
        self.language_code = language_code
        self.deactivated = False
        self.toasts: list[Toast] = []
        self._bot: BotAccount | None = None
        self._since = 0

    def json(self) -> Json:
        facts = {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return {key: value for key, value in facts.items() if value is not None}

    @property
    def bot(self) -> BotAccount:
        """The bot whose chat is open: the sandbox's first, until another one's link is opened."""
        return self._bot or self.telegram.bot

    @property
    def chat(self) -> Chat:
        return self.bot.chat_with(self)

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.first_name, self.last_name)))

    @property
    def blocked(self) -> bool:
        return self.chat.blocked

    @property
    def messages(self) -> list[Message]:
        return list(self.chat.messages)

    @property
    def last(self) -> Message:
        for message in reversed(self.chat.messages):
            if message.from_bot:
                return message
        raise NotPossible(f"{self.first_name} has no message from the bot")

    @property
    def texts(self) -> list[str]:
        """What the bot said, oldest first."""
        return [message.text for message in self.chat.messages if message.from_bot]

    @property
    def alerts(self) -> list[str]:
        """The words of all that popped up after taps, oldest first."""
        return [toast.text for toast in self.toasts]

    @property
    def spinners(self) -> int:
        """Taps that nobody answered yet."""
        return sum(tap.person is self for tap in self.bot.taps.values())

    @property
    def commands(self) -> list[Json]:
        return self.bot.menu_for(self)

    @property
    def keyboard(self) -> list[list[str]] | None:
        """The labels of the reply keyboard."""
        if (keyboard := self.chat.reply_keyboard) is None:
            return None
        return [[button["text"] for button in row] for row in keyboard["keyboard"]]

    async def sees(
        self,
        wanted: Wanted = "",
        *,
        timeout: float = 10,  # noqa: ASYNC109
        ever: bool = False,
    ) -> Message:
        """The newest message from the bot, sent or edited since this person last did something,
        that contains the text or satisfies the predicate; waits for it if need be.

        `ever` looks at the whole chat, old messages too.
        """
        since = 0 if ever else self._since
        test = wanted if callable(wanted) else lambda message: wanted in message.text
        found: list[Message] = []

        def seen() -> bool:
            bots = [message for message in self.chat.messages if message.from_bot]
            found[:] = [message for message in bots if message.version > since and test(message)]
            return bool(found)

        since_when = "" if ever else " since they last did something"
        await self._wait(seen, f"see {wanted!r}{since_when}", timeout)
        return max(found, key=lambda message: message.version)

    async def sees_toast(self, text: str = "", *, timeout: float = 10) -> Toast:  # noqa: ASYNC109
        """The newest thing that popped up with this text in it."""
        await self._wait(
            lambda: any(text in toast.text for toast in self.toasts),
            f"see {text!r} pop up",
            timeout,
        )
        return next(toast for toast in reversed(self.toasts) if text in toast.text)

    async def sees_gone(self, message: Message, *, timeout: float = 10) -> None:  # noqa: ASYNC109
        """Waits until the bot has deleted the message."""
        await self._wait(lambda: message.deleted, f"see {message!r} go", timeout)

    async def _wait(self, done: Callable[[], bool], what: str, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not done():
            if (left := deadline - loop.time()) <= 0:
                raise AssertionError(
                    f"{self.first_name} did not {what} within {seconds} s.\n{self.transcript()}"
                )
            await self.telegram.changed.wait(left)

    def transcript(self) -> str:
        """The chat as text, for people who read a failed test."""
        lines = [f"  {message!r}" for message in self.chat.messages]
        state = " (blocked)" if self.blocked else ""
        popped = [f"  popped up: {self.alerts}"] if self.toasts else []
        shown = [*lines, *popped] or ["  is empty"]
        return "\n".join([f"The chat of {self.first_name}{state}:", *shown])
