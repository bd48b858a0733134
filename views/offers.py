"""An offer as a customer sees it: what the admin sent, the legal line, the one-tap way out."""

from html import escape

from aiogram.enums import ContentType, MessageEntityType
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import CopyMessage, SendMessage
from aiogram.types import (
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    MessageEntity,
)

from models.tables import Campaign
from views import NO_PREVIEW, RowId
from views.buttons import one_button
from views.length import CAPTION, TEXT, units
from views.say import Html, Say

CAPTIONED = frozenset(
    {
        ContentType.ANIMATION,
        ContentType.AUDIO,
        ContentType.DOCUMENT,
        ContentType.LIVE_PHOTO,
        ContentType.PHOTO,
        ContentType.VIDEO,
        ContentType.VOICE,
    }
)
WORDLESS = frozenset(
    {
        ContentType.CONTACT,
        ContentType.LOCATION,
        ContentType.STICKER,
        ContentType.VENUE,
        ContentType.VIDEO_NOTE,
    }
)
INVITATION = 0
"""Stands for the campaign under an invitation to a birthday, which no admin sends."""
LINKS = (MessageEntityType.URL, MessageEntityType.TEXT_LINK)


class StopTap(CallbackData, prefix="offer-stop"):
    campaign: RowId


class BackTap(CallbackData, prefix="offer-back"):
    campaign: RowId


class PreviewTap(CallbackData, prefix="offer-preview"):
    campaign: RowId


def offer(say: Say, campaign: Campaign, chat_id: int) -> CopyMessage:
    assert campaign.chat_id is not None
    assert campaign.message_id is not None
    return CopyMessage(
        chat_id=chat_id,
        from_chat_id=campaign.chat_id,
        message_id=campaign.message_id,
        reply_markup=way_out(say, campaign.id),
    )


def preview(say: Say, message: Message, footer: str, campaign_id: int) -> SendMessage | CopyMessage:
    """What customers will get, sent to its author: every offer is a copy of this message."""
    buttons = one_button(say.plain("offer-stop-button"), PreviewTap(campaign=campaign_id))
    if footer and message.text:
        text, entities = signed(message.text, message.entities, footer)
        return SendMessage(
            chat_id=message.chat.id,
            text=text,
            entities=entities,
            parse_mode=None,
            link_preview_options=_link_preview(message),
            reply_markup=buttons,
        )
    copy = CopyMessage(
        chat_id=message.chat.id,
        from_chat_id=message.chat.id,
        message_id=message.message_id,
        reply_markup=buttons,
    )
    if not footer:
        return copy
    caption, entities = signed(message.caption or "", message.caption_entities, footer)
    return copy.model_copy(
        update={
            "caption": caption,
            "caption_entities": entities,
            "parse_mode": None,
            "show_caption_above_media": message.show_caption_above_media,
        }
    )


def signed(
    text: str, entities: list[MessageEntity] | None, footer: str
) -> tuple[str, list[MessageEntity]]:
    """The text with the legal line in italics under it; what was formatted stays as it was."""
    above = f"{text}\n\n" if text else ""
    line = MessageEntity(type=MessageEntityType.ITALIC, offset=units(above), length=units(footer))
    return above + footer, [*(entities or ()), line]


def signed_html(text: Html, footer: str) -> Html:
    """The same for words of our own."""
    return Html(f"{text}\n\n<i>{escape(footer, quote=False)}</i>") if footer else text


def refusal(say: Say, message: Message, footer: str) -> str | None:
    """Why this can't be an offer, in words that say what can be; None if it can."""
    kind = message.content_type
    if message.media_group_id is not None:
        return say("offer-album")
    if kind != ContentType.TEXT and kind not in CAPTIONED | WORDLESS:
        return say("offer-wrong-kind")
    if footer and kind in WORDLESS:
        return say("offer-no-room", footer=footer)
    if excess := _excess(message, footer):
        return say("offer-too-long", excess=excess)
    return None


def way_out(say: Say, campaign_id: int) -> InlineKeyboardMarkup:
    return one_button(say.plain("offer-stop-button"), StopTap(campaign=campaign_id))


def way_back(say: Say, campaign_id: int) -> InlineKeyboardMarkup:
    """In place of the way out: a tap by mistake loses nothing."""
    return one_button(say.plain("offer-back-button"), BackTap(campaign=campaign_id))


def _excess(message: Message, footer: str) -> int:
    if not footer:
        return 0
    text = message.text or message.caption or ""
    limit = TEXT if message.text else CAPTION
    return max(0, units(signed(text, None, footer)[0]) - limit)


def _link_preview(message: Message) -> LinkPreviewOptions | None:
    """A link in the legal line must not grow a picture where the author's words had none."""
    has_link = any(entity.type in LINKS for entity in message.entities or ())
    return message.link_preview_options or (None if has_link else NO_PREVIEW)
