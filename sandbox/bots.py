"""A bot's account: its name, its updates, its menu and the taps that wait for an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sandbox.chats import Chat, Message
from sandbox.inline import InlineMode
from sandbox.updates import Updates

if TYPE_CHECKING:
    from sandbox.account import Account

Json = dict[str, Any]
Menu = list[Json]


@dataclass(eq=False)
class Tap:
    """A callback query, until it is answered."""

    id: str
    person: Account
    message: Message
    button: Json
    index: int
    at: datetime


@dataclass(eq=False)
class BotAccount:
    token: str
    username: str
    name: str
    supports_inline_queries: bool = False
    can_join_groups: bool = True
    inline_feedback: bool = False
    """Whether the bot is told which inline results are chosen (BotFather's /setinlinefeedback)."""
    updates: Updates = field(default_factory=Updates)
    menus: dict[tuple[str, str], Menu] = field(default_factory=dict)
    """By scope ("default", "all_private_chats", "chat:7") and language ("" is any)."""
    chats: dict[int, Chat] = field(default_factory=dict)
    taps: dict[str, Tap] = field(default_factory=dict)
    inline: InlineMode = field(default_factory=InlineMode)
    last_message_id: int = 0

    @property
    def id(self) -> int:
        return int(self.token.partition(":")[0])

    def json(self) -> Json:
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.name,
            "username": self.username,
        }

    def about_itself(self) -> Json:
        return {
            **self.json(),
            "can_join_groups": self.can_join_groups,
            "can_read_all_group_messages": False,
            "supports_inline_queries": self.supports_inline_queries,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def chat_with(self, person: Account) -> Chat:
        return self.chats.setdefault(person.id, Chat(self, person))

    def new_message_id(self) -> int:
        """Private chats of one account share one count."""
        self.last_message_id += 1
        return self.last_message_id

    def menu_for(self, person: Account) -> Menu:
        """The narrowest scope wins, and in it the person's language over any."""
        for scope in (f"chat:{person.id}", "all_private_chats", "default"):
            for language in (person.language_code, ""):
                if menu := self.menus.get((scope, language)):
                    return menu
        return []
