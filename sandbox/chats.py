"""A private chat between one person and one bot, and the messages in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sandbox.entities import Entity
from sandbox.files import File, dimensions
from sandbox.rendering import telegram_html

if TYPE_CHECKING:
    from sandbox.account import Account
    from sandbox.bots import BotAccount

Json = dict[str, Any]

# What can have words under it.
CAPTIONED = frozenset({"photo", "video", "document", "audio", "voice", "animation"})

CHAT_ACTION_LASTS = timedelta(seconds=5)


@dataclass(frozen=True)
class Media:
    """A file with what Telegram shows of it, or a contact, a place, a poll, which have no file."""

    kind: str
    file: File | None = None
    details: Json = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        return self.file.content if self.file else b""

    @property
    def file_id(self) -> str:
        return self.file.file_id if self.file else ""

    @property
    def name(self) -> str:
        return self.file.name if self.file else ""

    @property
    def captioned(self) -> bool:
        return self.kind in CAPTIONED

    def json(self) -> Json | list[Json]:
        if self.file is None:
            return self.details
        facts: Json = {
            "file_id": self.file.file_id,
            "file_unique_id": self.file.unique_id,
            "file_size": self.file.size,
        }
        if self.kind == "photo":
            width, height = dimensions(self.file.content) or (1, 1)
            return [{**facts, "width": width, "height": height}]
        if self.kind in ("document", "video", "audio", "animation"):
            facts["file_name"] = self.file.name
        if self.kind not in ("sticker", "video_note"):
            facts["mime_type"] = self.file.mime
        return {**facts, **self.details}


@dataclass(eq=False)
class Message:
    id: int
    chat: Chat
    from_bot: bool
    date: datetime
    text: str = ""
    """The text, or the caption where there is media."""
    entities: list[Entity] = field(default_factory=list)
    media: Media | None = None
    reply_to: Message | None = None
    markup: Json | None = None
    edited_at: datetime | None = None
    silent: bool = False
    protected: bool = False
    origin: Json | None = None
    via_bot: bool = False
    """A person sent it from the bot's inline results."""
    inline_message_id: str | None = None
    link_preview_options: Json | None = None
    media_group_id: str | None = None
    spoiler: bool = False
    caption_above: bool = False
    reactions: dict[int, list[str]] = field(default_factory=dict)
    """Emoji by the id of who reacted."""
    deleted: bool = False
    version: int = 0
    """Grows with every message sent or edited anywhere in the sandbox."""

    @property
    def caption(self) -> str | None:
        return self.text if self.media else None

    @property
    def html(self) -> str:
        return telegram_html(self.text, self.entities)

    @property
    def inline_keyboard(self) -> list[list[Json]]:
        rows: list[list[Json]] = (self.markup or {}).get("inline_keyboard", [])
        return rows

    @property
    def buttons(self) -> list[list[str]]:
        return [[button["text"] for button in row] for row in self.inline_keyboard]

    def json(self, *, nested: bool = False) -> Json:
        """As Telegram shows it to the bot; the message replied to shows no reply of its own."""
        said: Json = {
            "message_id": self.id,
            "from": self.chat.bot.json() if self.from_bot else self.chat.person.json(),
            "chat": self.chat.json(),
            "date": int(self.date.timestamp()),
        }
        said |= self._content()
        said |= self._circumstances()
        if self.reply_to and not nested and not self.reply_to.deleted:
            said["reply_to_message"] = self.reply_to.json(nested=True)
        return said

    def shown_in_a_tap(self) -> Json:
        """What was sent by way of inline mode has only an id there."""
        if self.inline_message_id:
            return {"inline_message_id": self.inline_message_id}
        return {"message": self.json()}

    def _content(self) -> Json:
        if self.media is None:
            said: Json = {"text": self.text}
            return said | ({"entities": self.entities} if self.entities else {})
        said = {self.media.kind: self.media.json()}
        if self.media.kind == "animation":
            said["document"] = said["animation"]
        if self.media.kind == "venue":
            said["location"] = self.media.details["location"]
        if self.text:
            said["caption"] = self.text
        return said | ({"caption_entities": self.entities} if self.entities else {})

    def _circumstances(self) -> Json:
        said: Json = {}
        if self.edited_at:
            said["edit_date"] = int(self.edited_at.timestamp())
        if self.origin:
            said["forward_origin"] = self.origin
        if self.via_bot:
            said["via_bot"] = self.chat.bot.json()
        if self.media_group_id:
            said["media_group_id"] = self.media_group_id
        if self.spoiler:
            said["has_media_spoiler"] = True
        if self.caption_above:
            said["show_caption_above_media"] = True
        if self.protected:
            said["has_protected_content"] = True
        if self.link_preview_options:
            said["link_preview_options"] = self.link_preview_options
        if self.inline_keyboard:
            said["reply_markup"] = self.markup
        return said

    def __repr__(self) -> str:
        who = self.chat.bot.name if self.from_bot else self.chat.person.first_name
        media = f"[{self.media.kind}] " if self.media else ""
        buttons = "".join(f"\n      {row}" for row in self.buttons)
        return f"#{self.id} {who}: {media}{self.text}{buttons}"


class Chat:
    def __init__(self, bot: BotAccount, person: Account) -> None:
        self.bot = bot
        self.person = person
        self.messages: list[Message] = []
        self.started = False
        self.blocked = False
        self.reply_keyboard: Json | None = None
        self._action: tuple[str, datetime] | None = None

    def json(self) -> Json:
        person = self.person.json()
        names = ("first_name", "last_name", "username")
        return {
            "id": self.person.id,
            "type": "private",
            **{name: person[name] for name in names if name in person},
        }

    def find(self, message_id: int | None) -> Message | None:
        for message in reversed(self.messages):
            if message.id == message_id:
                return message
        return None

    def remove(self, message: Message) -> None:
        message.deleted = True
        self.messages.remove(message)

    def act(self, action: str, now: datetime) -> None:
        self._action = (action, now + CHAT_ACTION_LASTS)

    def quiet(self) -> None:
        self._action = None

    def action(self, now: datetime) -> str | None:
        """What the bot seems to be doing: "typing" lasts five seconds or until a message comes."""
        if self._action is None or self._action[1] <= now:
            return None
        return self._action[0]
