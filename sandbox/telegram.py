"""The state core: accounts, chats, messages, and what the bot is told of them. All in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.account import Account
from sandbox.bots import BotAccount
from sandbox.changes import Changes, Event
from sandbox.chats import Chat, Message
from sandbox.clock import Clock
from sandbox.entities import Formatted
from sandbox.faults import Faults
from sandbox.files import Files
from sandbox.inline import Letter
from sandbox.limits import Limits
from sandbox.people import Person

AVATARS = "🦊🐼🦉🐻🐰🦁🐨🐯🐸🐙🦄🐝"


@dataclass(frozen=True)
class Call:
    """One request to the Bot API and how it ended: 200, an error code, or a word for a fault."""

    method: str
    params: dict[str, Any]
    outcome: int | str
    description: str
    at: datetime


class Telegram:
    """Synchronous and for one event loop; only a poll and a delay ever wait."""

    def __init__(self, clock: Clock | None = None, *, throttle: bool = False) -> None:
        self.clock = clock or Clock()
        self.timezone: str | None = None
        """Whose wall clock the chat page shows (IANA); none is the visitor's own."""
        self.changed = Changes()
        self.files = Files()
        self.faults = Faults()
        self.limits = Limits(self.clock, on=throttle)
        self.bots: dict[str, BotAccount] = {}
        self.people: dict[int, Person] = {}
        self.letters: list[Letter] = []
        self.log: list[Call] = []
        self.version = 0
        self._callbacks = 0
        self._albums = 0
        self._polls = 0

    @property
    def bot(self) -> BotAccount:
        """The first bot added: most sandboxes hold one."""
        if not self.bots:
            raise LookupError("No bot in this sandbox yet: call add_bot() first")
        return next(iter(self.bots.values()))

    def add_bot(
        self,
        token: str,
        username: str,
        name: str,
        *,
        supports_inline_queries: bool = False,
        can_join_groups: bool = True,
        inline_feedback: bool = False,
    ) -> BotAccount:
        """What BotFather is told of a bot: inline mode and the feedback of it are off at first."""
        bot = BotAccount(
            token, username, name, supports_inline_queries, can_join_groups, inline_feedback
        )
        self.bots[token] = bot
        return bot

    def add_person(
        self,
        id: int,
        first_name: str,
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str = "ru",
        known: bool = False,
        role_label: str = "",
        avatar: str = "",
        on_page: bool = True,
    ) -> Person:
        """`known`: the bot saw this person elsewhere, which changes the error before /start.

        `role_label` and `avatar` are for the chat page, which does not show those not `on_page`.
        """
        if id in self.people:
            raise ValueError(f"There is somebody with id {id} already")
        avatar = avatar or AVATARS[len(self.people) % len(AVATARS)]
        person = Person(self, id, first_name, last_name, username, language_code)
        person.known, person.role_label, person.avatar = known, role_label, avatar
        person.on_page = on_page
        self.people[id] = person
        self.tell(person)
        return person

    def calls(self, method: str) -> list[Call]:
        return [call for call in self.log if call.method == method]

    def tell(self, *people: Account, **event: Any) -> None:
        """Lets the page and everyone who waits know."""
        ids = [person.id for person in people]
        told: Event = event or {"kind": "changed", "people": ids}
        self.changed.notify(told)

    def post(self, chat: Chat, *, from_bot: bool, words: Formatted, **more: Any) -> Message:
        """Puts a message into a chat, without any check."""
        message = Message(
            chat.bot.new_message_id(),
            chat,
            from_bot,
            self.clock.now(),
            words.text,
            words.entities,
            **more,
        )
        chat.messages.append(message)
        self.touch(message)
        return message

    def touch(self, message: Message) -> None:
        """Marks a message as new or edited for those who wait to see it."""
        self.version += 1
        message.version = self.version
        self.tell(message.chat.person)

    def new_callback_id(self) -> str:
        self._callbacks += 1
        return str(4_000_000_000_000_000_000 + self._callbacks)

    def new_media_group_id(self) -> str:
        self._albums += 1
        return str(13_000_000_000_000_000 + self._albums)

    def new_poll_id(self) -> str:
        self._polls += 1
        return str(5_000_000_000_000_000_000 + self._polls)

    def seed(
        self,
        person: Person,
        said: Iterable[tuple[bool, str, datetime]],
        bot: BotAccount | None = None,
    ) -> None:
        """A chat with a past: (from_bot, text, when) each. The bot gets no updates of it."""
        chat = (bot or self.bot).chat_with(person)
        chat.started = True
        for from_bot, text, when in said:
            message = self.post(chat, from_bot=from_bot, words=Formatted(text, []))
            message.date = when
