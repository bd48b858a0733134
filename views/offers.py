"""An offer as a customer sees it: what the admin sent, the legal line, the buttons under it."""

from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from typing import Any

from aiogram.enums import ContentType
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message

from models.rules.business import Business
from models.rules.content import Content, Part
from models.rules.wording import is_seen
from models.tables import Campaign, Person
from views import NO_PREVIEW, RowId, copies, variables
from views.buttons import column, tap_button
from views.copies import IN_ALBUMS
from views.coupons import CouponTap
from views.legal import signed, signed_html, stop_button
from views.length import CAPTION, TEXT, units
from views.say import Html, Say
from views.variables import has_variables

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
        ContentType.DICE,
        ContentType.LOCATION,
        ContentType.POLL,
        ContentType.STICKER,
        ContentType.VENUE,
        ContentType.VIDEO_NOTE,
    }
)
TAKEN = CAPTIONED | WORDLESS | {ContentType.TEXT}


class OpenTap(CallbackData, prefix="offer-open"):
    campaign: RowId


class PreviewTap(CallbackData, prefix="offer-preview"):
    campaign: RowId


# From the admin


def refusal(say: Say, message: Message, footer: str) -> str | None:
    """Why this can't be an offer, in words that say what can be; None if it can."""
    if kind := _kind_that_stays(message):
        return say("offer-wrong-kind", kind=kind)
    text = message.text or message.caption or ""
    is_filled = variables.VARIABLE.search(text) is not None
    if message.text and not is_seen(variables.fill(text, (), "")[0]):
        return say("offer-nameless" if is_filled else "offer-unseen", open="{", close="}")
    line = "" if message.media_group_id or message.content_type in WORDLESS else footer
    if not (line or is_filled or message.media_group_id):
        return None  # it is copied as it is
    room = (TEXT if message.text else CAPTION) - (units(signed("", None, line)[0]) if line else 0)
    excess = variables.longest(text) + (2 if line and text else 0) - room
    why = "name" if is_filled else "line" if line else "caption"
    return say("offer-too-long", excess=excess, why=why) if excess > 0 else None


def part_of(message: Message) -> Part:
    return Part(
        kind=_name(message.content_type),
        message_id=message.message_id,
        text=message.text or message.caption or "",
        entities=tuple(
            one.model_dump(mode="json", exclude_none=True)
            for one in message.entities or message.caption_entities or ()
        ),
        file_id=_file_id(message),
        options=_options(message),
    )


def preview(
    say: Say, campaign: Campaign, content: Content, name: str, business: Business
) -> list[TelegramMethod[Any]]:
    """What customers will get, sent to its author, who stands for a customer of that name. The
    first of these is what is copied to customers."""
    footer, chat_id = business.offer_footer.strip(), content.chat_id
    buttons = keyboard(say, campaign, is_preview=True)
    shown = _body(say, replace(content, message_ids=()), chat_id, name, footer, buttons)
    follows = [_end(business, chat_id, buttons)] if needs_end(content, footer) else []
    return [shown, *follows]


def ids_of(shown: Any) -> tuple[int, ...]:
    """Of what Telegram answers when a preview is sent: one message, an album, or only an id."""
    return tuple(one.message_id for one in (shown if isinstance(shown, list) else [shown]))


# To customers


def offer(
    say: Say,
    campaign: Campaign,
    content: Content,
    person: Person,
    chat_id: int,
    footer: str,
    *,
    paid: bool = False,
) -> TelegramMethod[Any]:
    """A copy of the preview, or the words with this customer's name in them."""
    buttons = keyboard(say, campaign)
    return _body(say, content, chat_id, person.name, footer, buttons, paid)


def needs_end(content: Content, footer: str) -> bool:
    """An album takes no buttons, and a sticker no words."""
    kinds = {part.kind for part in content.parts}
    return content.is_album or bool(footer and kinds & WORDLESS)


def end(
    say: Say, business: Business, campaign: Campaign, chat_id: int, *, paid: bool = False
) -> SendMessage:
    """What follows: whose offer it is, the legal line, the buttons."""
    return _end(business, chat_id, keyboard(say, campaign), paid)


def _body(
    say: Say,
    content: Content,
    chat_id: int,
    name: str,
    footer: str,
    buttons: InlineKeyboardMarkup,
    paid: bool = False,
) -> TelegramMethod[Any]:
    """What was shown as a preview is signed already."""
    is_filled = has_variables(content)
    called = variables.called(say, name) if is_filled else ""
    if content.is_album:
        return copies.album(content, called, chat_id, paid)
    is_shown = bool(content.message_ids)
    source = content.message_ids[0] if is_shown else content.parts[0].message_id
    under = None if needs_end(content, footer) else buttons
    is_unsigned = footer and not is_shown and content.parts[0].kind not in WORDLESS
    if is_unsigned or is_filled:
        return copies.written(content, source, chat_id, called, footer, under, paid)
    return copies.copy(content, source, chat_id, under, paid)


def _end(
    business: Business, chat_id: int, buttons: InlineKeyboardMarkup, paid: bool = False
) -> SendMessage:
    name = Html(f"<b>{escape(business.name, quote=False)}</b>")
    return SendMessage(
        chat_id=chat_id,
        text=signed_html(name, business.offer_footer.strip()),
        parse_mode="HTML",
        link_preview_options=NO_PREVIEW,
        reply_markup=buttons,
        allow_paid_broadcast=paid or None,
    )


# The buttons


@dataclass(frozen=True, slots=True)
class Action:
    """What is under an offer besides the way out."""

    label: str = ""
    url: str = ""
    counts_taps: bool = False
    is_coupon: bool = False


def keyboard(say: Say, campaign: Campaign, *, is_preview: bool = False) -> InlineKeyboardMarkup:
    """The action, if there is one, and the way out."""
    url, is_coupon = campaign.url or "", campaign.coupon is not None
    action = Action(campaign.button or "", url, campaign.counts_taps, is_coupon)
    return _keyboard(say, campaign.id, action, is_preview)


@lru_cache(maxsize=64)
def _keyboard(say: Say, number: int, action: Action, is_preview: bool) -> InlineKeyboardMarkup:
    """A campaign's are all alike, and costly to build."""
    buttons = [*_action(number, action), stop_button(say, number)]
    tap = PreviewTap(campaign=number).pack()
    return column(
        *(
            one.model_copy(update={"callback_data": tap}) if is_preview and not one.url else one
            for one in buttons
        )
    )


def link(label: str, url: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=label, url=url)


def _action(number: int, action: Action) -> list[InlineKeyboardButton]:
    """Telegram tells of no tap on a link: the tap that is counted brings the link itself."""
    if not action.label:
        return []
    if action.url and not action.counts_taps:
        return [link(action.label, action.url)]
    if action.url:
        return [tap_button(action.label, OpenTap(campaign=number))]
    return [tap_button(action.label, CouponTap(campaign=number))] if action.is_coupon else []


# What was said, in detail


def _kind_that_stays(message: Message) -> str | None:
    """Of what Telegram copies for nobody."""
    kind = _name(message.content_type)
    quiz = message.poll is not None and message.poll.type == "quiz"
    if message.poll and quiz and message.poll.correct_option_ids is None:
        return "quiz"
    if message.has_protected_content:
        return "protected"
    if kind in TAKEN and message.media_group_id:
        return None if kind in IN_ALBUMS else "album"
    return None if kind in TAKEN else kind


def _name(kind: str) -> str:
    return ContentType(kind).value


def _file_id(message: Message) -> str | None:
    if message.photo and not message.live_photo:
        return message.photo[-1].file_id
    file = getattr(message, _name(message.content_type), None)
    return getattr(file, "file_id", None)


def _options(message: Message) -> dict[str, Any]:
    link = message.link_preview_options
    still = message.live_photo.photo if message.live_photo else None
    options = {
        "has_spoiler": message.has_media_spoiler,
        "show_caption_above_media": message.show_caption_above_media,
        "link_preview_options": link.model_dump(exclude_unset=True) if link else None,
        "photo": still[-1].file_id if still else None,
    }
    return {name: value for name, value in options.items() if value is not None}
