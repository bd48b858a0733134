"""What people have sent, sent on by its file id."""

from collections.abc import Sequence
from typing import Any

from aiogram.methods import (
    EditMessageCaption,
    EditMessageMedia,
    SendAnimation,
    SendAudio,
    SendDocument,
    SendMediaGroup,
    SendPhoto,
    SendSticker,
    SendVideo,
    SendVideoNote,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import (
    InputMediaAnimation,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    ReplyParameters,
)

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
PIECES: dict[str, type[Any]] = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "document": InputMediaDocument,
    "audio": InputMediaAudio,
    "animation": InputMediaAnimation,
}
"""Of an album, or in place of another file."""

Piece = tuple[str, str, Html | None]
"""The kind, the file id, and the caption."""


def again(
    kind: str,
    file_id: str | None,
    chat_id: int,
    *,
    caption: Html | None,
    reply: ReplyParameters | None = None,
) -> TelegramMethod[Any]:
    fields: dict[str, Any] = {"chat_id": chat_id, kind: file_id, "reply_parameters": reply}
    if caption and kind not in WORDLESS:
        fields |= {"caption": caption, "parse_mode": "HTML"}
    return METHODS[kind](**fields)


def album(
    pieces: Sequence[Piece], chat_id: int, reply: ReplyParameters | None = None
) -> SendMediaGroup:
    media = [_piece(piece) for piece in pieces]
    return SendMediaGroup(chat_id=chat_id, media=media, reply_parameters=reply)


def other_file(piece: Piece, chat_id: int, message_id: int) -> EditMessageMedia:
    return EditMessageMedia(chat_id=chat_id, message_id=message_id, media=_piece(piece))


def other_caption(caption: Html | None, chat_id: int, message_id: int) -> EditMessageCaption:
    return EditMessageCaption(
        chat_id=chat_id, message_id=message_id, caption=caption, parse_mode="HTML"
    )


def _piece(piece: Piece) -> Any:
    kind, file_id, caption = piece
    words = {"caption": caption, "parse_mode": "HTML"} if caption else {}
    return PIECES[kind](media=file_id, **words)
