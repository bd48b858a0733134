"""What a person sends to the bot: words, files, albums, contacts, places, polls."""

from __future__ import annotations

from typing import Any

from sandbox import cards, marks
from sandbox.account import Account, NotPossible
from sandbox.albums import Item, compose
from sandbox.chats import Media, Message
from sandbox.entities import Formatted, clean, is_empty, tidy, units

Json = dict[str, Any]

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


class Sender(Account):
    def send(self, text: str, *, reply_to: Message | None = None) -> Message:
        return self._send_words(Formatted(clean(text), []), reply_to)

    def type(self, text: str, *, reply_to: Message | None = None) -> Message:
        """As an app sends it: **bold**, __italic__, ~~struck~~, ||hidden||, `code`."""
        return self._send_words(marks.read(clean(text)), reply_to)

    def _send_words(self, said: Formatted, reply_to: Message | None) -> Message:
        words = tidy(said)
        if is_empty(words.text) or units(words.text) > TEXT_LIMIT:
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
        if user_id is None and first_name is None:
            user_id = self.id
        card = cards.contact(phone, first_name or self.first_name, user_id)
        return self._say(media=card, reply_to=reply_to)

    def send_location(
        self, latitude: float = 55.75, longitude: float = 37.62, *, reply_to: Message | None = None
    ) -> Message:
        return self._say(media=cards.location(latitude, longitude), reply_to=reply_to)

    def send_venue(
        self,
        title: str = "Кафе",
        address: str = "Тверская, 1",
        latitude: float = 55.75,
        longitude: float = 37.62,
        *,
        reply_to: Message | None = None,
    ) -> Message:
        card = cards.venue(title, address, latitude, longitude)
        return self._say(media=card, reply_to=reply_to)

    def send_dice(
        self, emoji: str = "🎲", value: int = 1, *, reply_to: Message | None = None
    ) -> Message:
        return self._say(media=cards.dice(emoji, value), reply_to=reply_to)

    def send_poll(
        self,
        question: str = "Придёте?",
        *options: str,
        correct: int | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        number = self.telegram.new_poll_id()
        card = cards.poll(number, question, options or ("Да", "Нет"), correct)
        return self._say(media=card, reply_to=reply_to)

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
        spoiler: bool = False,
        caption_above: bool = False,
    ) -> Message:
        words = _caption(caption)
        item = Item(kind, content, name, mime, details=details or {})
        return self._say(
            words,
            media=item.media(self.telegram.files),
            reply_to=reply_to,
            spoiler=spoiler,
            caption_above=caption_above,
        )

    def send_album(
        self, *items: Item | str | bytes, caption: str = "", reply_to: Message | None = None
    ) -> list[Message]:
        """2 to 10 kinds, pictures or items, each a message of its own; the first has the caption.

        Photos and videos go together; documents only with documents, audios only with audios.
        """
        album = [(_caption(item.caption), item) for item in compose(items, caption)]
        group = self.telegram.new_media_group_id()
        return [
            self._say(
                words,
                media=item.media(self.telegram.files),
                reply_to=reply_to,
                media_group_id=group,
            )
            for words, item in album
        ]

    def _say(
        self,
        words: Formatted | None = None,
        *,
        media: Media | None = None,
        reply_to: Message | None = None,
        media_group_id: str | None = None,
        **looks: bool,
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
            media_group_id=media_group_id,
            **looks,
        )
        self.bot.updates.put("message", message.json())
        return message

    def _acts(self) -> None:
        self._since = self.telegram.version


def _caption(text: str) -> Formatted:
    words = tidy(Formatted(clean(text), []))
    if units(words.text) > CAPTION_LIMIT:
        raise NotPossible(f"A caption has up to {CAPTION_LIMIT} characters")
    return words
