"""One request of a bot, with what every method asks of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox.bots import BotAccount
from sandbox.chats import Chat, Message
from sandbox.entities import Formatted, check, clean, is_empty, tidy, units
from sandbox.files import File, check_upload
from sandbox.markup import checked_link, parse_html
from sandbox.refusals import Refusal, bad_request, forbidden
from sandbox.sender import CAPTION_LIMIT, TEXT_LIMIT
from sandbox.telegram import Telegram

Json = dict[str, Any]

MOST_MESSAGES = 100


@dataclass(frozen=True)
class Upload:
    content: bytes
    name: str = ""


@dataclass
class Request:
    telegram: Telegram
    bot: BotAccount
    params: Json
    files: dict[str, Upload]

    def get(self, name: str, default: Any = None) -> Any:
        return self.params.get(name, default)

    def chat(self, name: str = "chat_id") -> Chat:
        """A chat that the bot has met, whatever became of it since."""
        chat_id = self.get(name)
        chat = self.bot.chats.get(chat_id)
        if chat is not None and (chat.started or chat.person.known):
            return chat
        person = self.telegram.people.get(chat_id)
        if person is None or not person.known:
            raise bad_request("chat not found")
        return self.bot.chat_with(person)

    def open_chat(self) -> Chat:
        """A chat that the bot may write to."""
        chat = self.chat()
        if chat.person.deactivated:
            raise forbidden("user is deactivated")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def words(self) -> Formatted:
        """The text of a text message."""
        text = self.get("text", "")
        if not text.strip():
            raise bad_request("message text is empty")
        words = self.formatted(text, self.params, "entities")
        if not words.text:
            raise bad_request("message text is empty")
        if is_empty(words.text):
            raise bad_request("text must be non-empty")
        if units(words.text) > TEXT_LIMIT:
            raise bad_request("message is too long")
        return words

    def caption(self, params: Json | None = None) -> Formatted:
        params = self.params if params is None else params
        words = self.formatted(params.get("caption", ""), params, "caption_entities")
        if units(words.text) > CAPTION_LIMIT:
            raise bad_request("message caption is too long")
        return words

    def formatted(self, text: str, params: Json, explicit: str) -> Formatted:
        """A parse mode wins over explicit entities."""
        mode = params.get("parse_mode", "")
        if mode.lower() == "html":
            return tidy(parse_html(text))
        if mode.lower() in ("markdown", "markdownv2"):
            raise Refusal(501, f"the sandbox does not read {mode} yet, only HTML")
        if mode:
            raise bad_request("unsupported parse_mode")
        text = clean(text)
        return tidy(Formatted(text, _complete(check(text, params.get(explicit, [])))))

    def message_ids(self) -> list[int]:
        ids: list[int] = [int(one) for one in self.params["message_ids"]]
        if not ids:
            raise bad_request("message identifiers are not specified")
        if len(ids) > MOST_MESSAGES:
            raise bad_request("too many message identifiers specified")
        return ids

    def file(self, kind: str, value: str) -> File:
        """A file sent with the request, or one that Telegram has already."""
        if value.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        if not value.startswith("attach://"):
            return self.telegram.files.find(value, kind)
        upload = self.files.get(value.removeprefix("attach://"))
        if upload is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        check_upload(kind, upload.content)
        return self.telegram.files.keep(kind, upload.content, upload.name)

    def reply_to(self, chat: Chat) -> Message | None:
        """The message replied to, by either of the two ways to say it."""
        asked = self.get("reply_parameters") or {}
        if "quote" in asked:
            raise Refusal(501, "the sandbox does not know quotes yet")
        message_id = asked.get("message_id", self.get("reply_to_message_id"))
        if message_id is None:
            return None
        lenient = asked.get("allow_sending_without_reply", self.get("allow_sending_without_reply"))
        message = chat.find(message_id)
        if message is None and not lenient:
            raise bad_request("message to be replied not found")
        return message


def _complete(entities: list[Json]) -> list[Json]:
    """What names no link or no emoji becomes plain text, as in Telegram."""
    return [
        one
        for one in entities
        if (one["type"] != "text_link" or checked_link(one.get("url", "")))
        and (one["type"] != "custom_emoji" or "custom_emoji_id" in one)
    ]
