"""What every offer has under it: the legal line, and the one-tap way out."""

from collections.abc import Sequence
from html import escape

from aiogram.enums import MessageEntityType
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from views import RowId
from views.buttons import column, tap_button
from views.length import units
from views.say import Html, Say

INVITATION = 0
"""Stands for the campaign under an invitation to a birthday, which no admin sends."""


class StopTap(CallbackData, prefix="offer-stop"):
    campaign: RowId


class BackTap(CallbackData, prefix="offer-back"):
    campaign: RowId


def way_out(say: Say, campaign_id: int) -> InlineKeyboardMarkup:
    return column(stop_button(say, campaign_id))


def stop_button(say: Say, campaign_id: int) -> InlineKeyboardButton:
    return tap_button(say.plain("offer-stop-button"), StopTap(campaign=campaign_id))


def back_button(say: Say, campaign_id: int) -> InlineKeyboardButton:
    """In place of the way out: a tap by mistake loses nothing."""
    return tap_button(say.plain("offer-back-button"), BackTap(campaign=campaign_id))


def instead(
    keyboard: InlineKeyboardMarkup | None, tap: CallbackData, button: InlineKeyboardButton
) -> InlineKeyboardMarkup:
    """For the button that was tapped; the others stay as they are."""
    rows = keyboard.inline_keyboard if keyboard is not None else [[button]]
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [button if one.callback_data == tap.pack() else one for one in row] for row in rows
        ]
    )


def signed(
    text: str, entities: Sequence[MessageEntity] | None, footer: str
) -> tuple[str, list[MessageEntity]]:
    """The text with the legal line in italics under it; what was formatted stays as it was."""
    above = f"{text}\n\n" if text else ""
    line = MessageEntity(type=MessageEntityType.ITALIC, offset=units(above), length=units(footer))
    return above + footer, [*(entities or ()), line]


def signed_html(text: Html, footer: str) -> Html:
    """The same for words of our own."""
    return Html(f"{text}\n\n<i>{escape(footer, quote=False)}</i>") if footer else text
