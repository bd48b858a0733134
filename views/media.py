"""What people have sent, sent on by its file id."""

from typing import Any

from aiogram.methods import (
    SendAnimation,
    SendAudio,
    SendDocument,
    SendPhoto,
    SendSticker,
    SendVideo,
    SendVideoNote,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import ReplyParameters

from views.say import Html

METHODS: dict[str, type[TelegramMethod[Any]]] = {
    "photo": SendPhoto,
    "voice": SendVoice,
    "video": SendVideo,
    "document": SendDocument,
    "audio": SendAudio,
    "animation": SendAnimation,
    "video_note": SendVideoNote,
    "sticker": SendSticker,
}
WORDLESS = ("video_note", "sticker")
"""Kinds that can't carry a caption."""


def again(
    kind: str,
    file_id: str | None,
    chat_id: int,
    *,
    caption: Html,
    reply: ReplyParameters | None = None,
) -> TelegramMethod[Any]:
    fields: dict[str, Any] = {"chat_id": chat_id, kind: file_id, "reply_parameters": reply}
    if kind not in WORDLESS:
        fields |= {"caption": caption, "parse_mode": "HTML"}
    return METHODS[kind](**fields)
