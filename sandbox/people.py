"""A person with Telegram in their hand: all that they can do with it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbox.account import NotPossible
from sandbox.bots import Tap
from sandbox.chats import Message
from sandbox.entities import Formatted, clean, tidy, units
from sandbox.sender import CAPTION_LIMIT, TEXT_LIMIT, Sender
from sandbox.sharing import Sharer

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


class Person(Sender, Sharer):
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

    def tap(
        self,
        button: str | None = None,
        *,
        message: Message | None = None,
        index: int | None = None,
    ) -> str | None:
        """Presses an inline button, by its text or callback data, or by its place (from 0).

        On the latest message that has it, unless a message is given. A url button gives its url;
        one that switches to inline mode asks the bot what it would ask after a chat is chosen.
        """
        where, what, place = self._find_button(button, message, index)
        kind = next((kind for kind in BUTTON_KINDS if kind in what), "")
        if kind == "callback_data":
            self._tap(where, what, place)
            return None
        if kind in ("url", "copy_text"):
            found: str = what["url"] if kind == "url" else what["copy_text"]["text"]
            return found
        if kind.startswith("switch_inline"):
            self._switch_inline(kind, what)
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
        written = message.chat is self.chat and not (message.from_bot or message.via_bot)
        if not written or message.deleted or message.origin:
            raise NotPossible("Only one's own message can be edited")
        if message.media and not message.media.captioned:
            raise NotPossible(f"There are no words to edit under this: {message.media.kind}")
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

    def _date(self) -> int:
        return int(self.telegram.clock.now().timestamp())

    def _find_button(
        self, button: str | None, message: Message | None, index: int | None
    ) -> tuple[Message, Json, int]:
        if button is None and index is None:
            raise NotPossible("Say which button: its text, its callback data or its index")
        looked_at = (
            [message]
            if message
            else [m for m in reversed(self.messages) if m.from_bot or m.via_bot]
        )
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
        bot, now = message.chat.bot, self.telegram.clock.now()
        tap = Tap(self.telegram.new_callback_id(), self, message, button, index, now)
        bot.taps[tap.id] = tap
        self.telegram.tell(self)
        update = {
            "id": tap.id,
            "from": self.json(),
            **message.shown_in_a_tap(),
            "chat_instance": str(1_000_000_000 + self.id),
            "data": button["callback_data"],
        }
        bot.updates.put("callback_query", update)

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
