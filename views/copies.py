"""What a campaign sends, as Telegram takes it: a copy, or words with a name put into them."""

from typing import Any

from aiogram.enums import ContentType, MessageEntityType
from aiogram.methods import CopyMessage, SendMediaGroup, SendMessage
from aiogram.types import (
    InlineKeyboardMarkup,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaLivePhoto,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
    MediaUnion,
    MessageEntity,
)

from models.rules.content import Content, Part
from views import NO_PREVIEW, variables
from views.legal import signed

IN_ALBUMS: dict[str, type[MediaUnion]] = {
    ContentType.AUDIO: InputMediaAudio,
    ContentType.DOCUMENT: InputMediaDocument,
    ContentType.LIVE_PHOTO: InputMediaLivePhoto,
    ContentType.PHOTO: InputMediaPhoto,
    ContentType.VIDEO: InputMediaVideo,
}
SEEN = frozenset({ContentType.LIVE_PHOTO, ContentType.PHOTO, ContentType.VIDEO})
"""What may hide under a spoiler, and stand below its caption."""
LINKS = (MessageEntityType.URL, MessageEntityType.TEXT_LINK)


def copy(
    content: Content,
    source: int,
    chat_id: int,
    under: InlineKeyboardMarkup | None,
    paid: bool = False,
) -> CopyMessage:
    return CopyMessage(
        chat_id=chat_id,
        from_chat_id=content.chat_id,
        message_id=source,
        reply_markup=under,
        allow_paid_broadcast=paid or None,
    )


def written(
    content: Content,
    source: int,
    chat_id: int,
    name: str,
    footer: str,
    under: InlineKeyboardMarkup | None,
    paid: bool = False,
) -> SendMessage | CopyMessage:
    part = content.parts[0]
    text, entities = _filled(part, name)
    if footer:
        text, entities = signed(text, entities, footer)
    if part.kind == ContentType.TEXT:
        return SendMessage(
            chat_id=chat_id,
            text=text,
            entities=entities,
            parse_mode=None,
            link_preview_options=_link_preview(part),
            reply_markup=under,
            allow_paid_broadcast=paid or None,
        )
    words = {
        "caption": text,
        "caption_entities": entities,
        "parse_mode": None,
        "show_caption_above_media": part.options.get("show_caption_above_media"),
    }
    return copy(content, source, chat_id, under, paid).model_copy(update=words)


def album(content: Content, name: str, chat_id: int, paid: bool = False) -> SendMediaGroup:
    """By file ids: of copies, Telegram leaves out in silence what was deleted."""
    above = any(part.options.get("show_caption_above_media") for part in content.parts)
    return SendMediaGroup(
        chat_id=chat_id,
        media=[_medium(part, name, above) for part in content.parts],
        allow_paid_broadcast=paid or None,
    )


def _medium(part: Part, name: str, above: bool) -> MediaUnion:
    assert part.file_id is not None, "what is in an album is a file"
    text, entities = _filled(part, name)
    more: dict[str, Any] = {}
    if part.kind in SEEN:
        more = {
            "show_caption_above_media": above or None,
            "has_spoiler": part.options.get("has_spoiler"),
        }
    if "photo" in part.options:
        more["photo"] = part.options["photo"]
    return IN_ALBUMS[part.kind](
        media=part.file_id,
        caption=text or None,
        caption_entities=entities or None,
        parse_mode=None,
        **more,
    )


def _filled(part: Part, name: str) -> tuple[str, list[MessageEntity]]:
    return variables.fill(part.text, [MessageEntity(**one) for one in part.entities], name)


def _link_preview(part: Part) -> LinkPreviewOptions | None:
    """A link in the legal line, or in a name, must not grow a picture where the author's words had
    none."""
    if asked := part.options.get("link_preview_options"):
        return LinkPreviewOptions(**asked)
    return None if any(one["type"] in LINKS for one in part.entities) else NO_PREVIEW
