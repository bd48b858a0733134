"""Inline mode: what people ask of a bot from other chats, its answers, and what they sent on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sandbox.chats import Media, Message
from sandbox.entities import Formatted

if TYPE_CHECKING:
    from sandbox.account import Account
    from sandbox.bots import BotAccount

Json = dict[str, Any]
Key = tuple[str, str, str, int | None]

# Where a query is typed; "sender" is the chat with the bot itself.
CHAT_TYPES = ("sender", "private", "group", "supergroup", "channel")


@dataclass(frozen=True)
class Result:
    """A row of the list, and the message that choosing it sends."""

    id: str
    title: str
    description: str
    words: Formatted
    media: Media | None = None
    markup: Json | None = None
    link_preview_options: Json | None = None

    @property
    def text(self) -> str:
        return self.words.text

    def content(self) -> Json:
        return {
            "media": self.media,
            "markup": self.markup,
            "link_preview_options": self.link_preview_options,
            "via_bot": True,
        }


@dataclass(frozen=True)
class Answer:
    results: list[Result]
    button: Json | None = None
    next_offset: str = ""


@dataclass(eq=False)
class InlineQuery:
    """What a person typed after @bot; their app shows the results when the answer is there."""

    id: str
    person: Account
    bot: BotAccount
    text: str
    offset: str
    chat_type: str
    at: datetime
    answer: Answer | None = None

    def json(self) -> Json:
        return {
            "id": self.id,
            "from": self.person.json(),
            "query": self.text,
            "offset": self.offset,
            "chat_type": self.chat_type,
        }

    def key(self, person_id: int | None) -> Key:
        return self.text, self.offset, self.chat_type, person_id


@dataclass(eq=False, kw_only=True)
class Letter(Message):
    """A message from one person to another, which the bot wrote but cannot see.

    `recipient` is None for somebody who is not in this sandbox, or a group. The `chat` is none of
    the bot's: it only says whose message this is.
    """

    sender: Account
    recipient: Account | None

    def __repr__(self) -> str:
        to = self.recipient.first_name if self.recipient else "somebody"
        username = self.chat.bot.username
        return f"#{self.id} {self.sender.first_name} to {to} via @{username}: {self.text}"


@dataclass(eq=False)
class InlineMode:
    """Of one bot: the queries that wait, the answers Telegram keeps, and the messages sent."""

    waiting: dict[str, InlineQuery] = field(default_factory=dict)
    sent: dict[str, Message] = field(default_factory=dict)
    """By inline_message_id: only messages with an inline keyboard have one."""
    _kept: dict[Key, tuple[Answer, datetime]] = field(default_factory=dict)

    def keep(self, query: InlineQuery, seconds: int, *, personal: bool, now: datetime) -> None:
        """Unless it is personal, the answer will do for anybody who asks the same."""
        if query.answer is not None and seconds > 0:
            until = now + timedelta(seconds=seconds)
            self._kept[query.key(query.person.id if personal else None)] = (query.answer, until)

    def kept(self, query: InlineQuery) -> Answer | None:
        """The answer that comes without the bot being asked."""
        for person_id in (query.person.id, None):
            answer, until = self._kept.get(query.key(person_id), (None, query.at))
            if until > query.at:
                return answer
        return None

    def remember(self, message: Message) -> None:
        """A message with buttons gets an id of its own, by which the bot may edit it."""
        if message.inline_keyboard:
            message.inline_message_id = f"BAAAA{len(self.sent):08d}-sandbox"
            self.sent[message.inline_message_id] = message
