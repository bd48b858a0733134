"""A person with Telegram in their hand: all that they can do with it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbox.account import Account, NotPossible
from sandbox.bots import Tap
from sandbox.chats import Media, Message
from sandbox.entities import Formatted, clean, tidy, units
from sandbox.files import DETAILS, SAMPLES

Json = dict[str, Any]

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
BUTTON_KINDS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "pay",
    "callback_game",
    "disabled",
)
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


class Person(Account):
    """The verbs act at once: the bot finds what came of them in its updates."""

    def start(self, payload: str | None = None) -> Message:
        """START, or RESTART where the bot was blocked."""
        if payload is not None and not PAYLOAD.fullmatch(payload):
            raise NotPossible(f"No app sends this payload: {payload!r}")
        if self.blocked:
            self.unblock()
        return self.send("/start" if payload is None else f"/start {payload}")

    def open_link(self, link: str) -> Message:
        """A tap on t.me/<bot>?start=payload, and then START. A payload may be lost on the way."""
        parts = urlsplit(link if "://" in link else f"https://{link}")
        name = parts.path.strip("/").lower()
        for bot in self.telegram.bots.values():
            if parts.hostname in ("t.me", "telegram.me") and bot.username.lower() == name:
                self._bot = bot
                return self.start(parse_qs(parts.query).get("start", [None])[0])
        raise NotPossible(f"No bot of this sandbox lives at {link}")

    def send(self, text: str, *, reply_to: Message | None = None) -> Message:
        words = tidy(Formatted(clean(text), []))
        if not words.text or units(words.text) > TEXT_LIMIT:
            raise NotPossible(f"A text has 1 to {TEXT_LIMIT} characters")
        return self._say(words, reply_to=reply_to)

    def send_photo(self, content: bytes | None = None, **more: Any) -> Message:
        return self.send_media("photo", content, **more)

    def send_document(self, content: bytes | None = None, **more: Any) -> Message:
        return self.send_media("document", content, **more)

    def send_voice(
        self, content: bytes | None = None, *, duration: int = 1, **more: Any
    ) -> Message:
        return self.send_media("voice", content, details={"duration": duration}, **more)

    def send_video(
        self, content: bytes | None = None, *, duration: int = 1, **more: Any
    ) -> Message:
        return self.send_media("video", content, details={"duration": duration}, **more)

    def send_sticker(self, emoji: str = "👍", **more: Any) -> Message:
        return self.send_media("sticker", details={"emoji": emoji}, **more)

    def send_video_note(self, content: bytes | None = None, **more: Any) -> Message:
        return self.send_media("video_note", content, **more)

    def send_audio(self, content: bytes | None = None, **more: Any) -> Message:
        return self.send_media("audio", content, **more)

    def send_animation(self, content: bytes | None = None, **more: Any) -> Message:
        return self.send_media("animation", content, **more)

    def send_contact(
        self,
        phone: str = "+79990000000",
        first_name: str | None = None,
        *,
        user_id: int | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """One's own by default; somebody else's by a name, with no id unless one is given."""
        contact: Json = {"phone_number": phone, "first_name": first_name or self.first_name}
        if user_id is None and first_name is None:
            user_id = self.id
        if user_id is not None:
            contact["user_id"] = user_id
        return self._say(media=Media("contact", details=contact), reply_to=reply_to)

    def send_location(self, latitude: float = 55.75, longitude: float = 37.62) -> Message:
        place = {"latitude": latitude, "longitude": longitude}
        return self._say(media=Media("location", details=place))

    def send_media(
        self,
        kind: str,
        content: bytes | None = None,
        *,
        name: str = "",
        mime: str | None = None,
        caption: str = "",
        reply_to: Message | None = None,
        details: Json | None = None,
    ) -> Message:
        words = tidy(Formatted(clean(caption), []))
        if units(words.text) > CAPTION_LIMIT:
            raise NotPossible(f"A caption has up to {CAPTION_LIMIT} characters")
        sample, sample_name = SAMPLES[kind]
        content = sample if content is None else content
        file = self.telegram.files.keep(kind, content, name or sample_name, mime)
        media = Media(kind, file, DETAILS.get(kind, {}) | (details or {}))
        return self._say(words, media=media, reply_to=reply_to)

    def tap(
        self,
        button: str | None = None,
        *,
        message: Message | None = None,
        index: int | None = None,
    ) -> str | None:
        """Presses an inline button, by its text or callback data, or by its place (from 0).

        On the latest message that has it, unless a message is given. A url button gives its url.
        """
        where, what, place = self._find_button(button, message, index)
        kind = next((kind for kind in BUTTON_KINDS if kind in what), "")
        if kind == "callback_data":
            self._tap(where, what, place)
            return None
        if kind in ("url", "copy_text"):
            found: str = what["url"] if kind == "url" else what["copy_text"]["text"]
            return found
        if kind.startswith("switch_inline") and not self.bot.supports_inline_queries:
            raise NotPossible(f"{what['text']!r} does nothing: the bot has no inline mode")
        return None

    def press(self, text: str) -> Message:
        """A button of the reply keyboard; one that asks for the phone number sends it."""
        for row in (self.chat.reply_keyboard or {"keyboard": []})["keyboard"]:
            for button in row:
                if button["text"] == text:
                    return self._press(button)
        raise NotPossible(f"{self.first_name} has no button {text!r} in {self.keyboard}")

    def edit(self, message: Message, text: str) -> Message:
        """Changes one's own text or caption."""
        if message.from_bot or message.deleted or message.origin:
            raise NotPossible("Only one's own message can be edited")
        words = tidy(Formatted(clean(text), []))
        least, most = (0, CAPTION_LIMIT) if message.media else (1, TEXT_LIMIT)
        if not least <= units(words.text) <= most:
            raise NotPossible(f"This message has {least} to {most} characters")
        self._acts()
        message.text, message.entities = words
        message.edited_at = self.telegram.clock.now()
        self.telegram.touch(message)
        self.bot.updates.put("edited_message", message.json())
        return message

    def react(self, message: Message, *emoji: str) -> None:
        old = message.reactions.pop(self.id, [])
        if emoji:
            message.reactions[self.id] = list(emoji)
        self._acts()
        self.telegram.tell(self)
        update = {
            "chat": self.chat.json(),
            "message_id": message.id,
            "user": self.json(),
            "date": self._date(),
            "old_reaction": [{"type": "emoji", "emoji": one} for one in old],
            "new_reaction": [{"type": "emoji", "emoji": one} for one in emoji],
        }
        self.bot.updates.put("message_reaction", update)

    def block(self) -> None:
        if not self.chat.blocked:
            self._change_membership("member", "kicked")

    def unblock(self) -> None:
        """Only lifts the block; in most apps RESTART does this and then says /start."""
        if self.chat.blocked:
            self._change_membership("kicked", "member")

    def deactivate(self) -> None:
        """The account is gone; the bot is not told."""
        self.deactivated = True
        self.telegram.tell(self)

    def _acts(self) -> None:
        self._since = self.telegram.version

    def _date(self) -> int:
        return int(self.telegram.clock.now().timestamp())

    def _say(
        self,
        words: Formatted | None = None,
        *,
        media: Media | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        if self.blocked:
            raise NotPossible(f"{self.first_name} has blocked the bot: unblock() or start() first")
        if self.deactivated:
            raise NotPossible(f"{self.first_name} is deactivated")
        if reply_to is not None and reply_to.chat is not self.chat:
            raise NotPossible("One can only reply to a message of the same chat")
        self._acts()
        self.chat.started = True
        message = self.telegram.post(
            self.chat,
            from_bot=False,
            words=words or Formatted("", []),
            media=media,
            reply_to=reply_to,
        )
        self.bot.updates.put("message", message.json())
        return message

    def _find_button(
        self, button: str | None, message: Message | None, index: int | None
    ) -> tuple[Message, Json, int]:
        if button is None and index is None:
            raise NotPossible("Say which button: its text, its callback data or its index")
        looked_at = [message] if message else [m for m in reversed(self.messages) if m.from_bot]
        for candidate in looked_at:
            flat = [one for row in candidate.inline_keyboard for one in row]
            for place, one in enumerate(flat):
                named = button is None or button in (one["text"], one.get("callback_data"))
                if named and index in (None, place) and not candidate.deleted:
                    return candidate, one, place
            if button is None:
                break
        wanted = f"button {button!r}" if button is not None else f"button number {index}"
        raise NotPossible(f"{self.first_name} sees no {wanted}.\n{self.transcript()}")

    def _tap(self, message: Message, button: Json, index: int) -> None:
        self._acts()
        now = self.telegram.clock.now()
        tap = Tap(self.telegram.new_callback_id(), self, message, button, index, now)
        self.bot.taps[tap.id] = tap
        self.telegram.tell(self)
        update = {
            "id": tap.id,
            "from": self.json(),
            "message": message.json(),
            "chat_instance": str(1_000_000_000 + self.id),
            "data": button["callback_data"],
        }
        self.bot.updates.put("callback_query", update)

    def _press(self, button: Json) -> Message:
        keyboard = self.chat.reply_keyboard or {}
        if keyboard.get("one_time_keyboard"):
            self.chat.reply_keyboard = None
        if button.get("request_contact"):
            return self.send_contact()
        if button.get("request_location"):
            return self.send_location()
        text: str = button["text"]
        return self.send(text)

    def _change_membership(self, old: str, new: str) -> None:
        self._acts()
        self.chat.blocked = new == "kicked"
        self.telegram.tell(self)
        update = {
            "chat": self.chat.json(),
            "from": self.json(),
            "date": self._date(),
            "old_chat_member": self._membership(old),
            "new_chat_member": self._membership(new),
        }
        self.bot.updates.put("my_chat_member", update)

    def _membership(self, status: str) -> Json:
        until = {"until_date": 0} if status == "kicked" else {}
        return {"user": self.bot.json(), "status": status, **until}
