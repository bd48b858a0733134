"""Telling a friend: the prompt, and what there is to share."""

from urllib.parse import quote, urlencode

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from models.rules.business import Business
from models.rules.codes import CodeKind, StartCode
from views import Screen
from views.buttons import column, tap_button
from views.say import Html, Say


class ShareTap(CallbackData, prefix="share"):
    willing: bool


def prompt(say: Say) -> Screen:
    """Without a word of what it brings, or it would be an advert."""
    yes = tap_button(say.plain("share-button"), ShareTap(willing=True))
    no = tap_button(say.plain("share-later-button"), ShareTap(willing=False))
    return Screen(say("share-prompt"), column(yes, no))


def link(say: Say, business: Business, *, bot_username: str, code: str) -> Screen:
    url = personal_link(bot_username, code)
    words = say.plain("share-words", business=business.name)
    shared = urlencode({"url": url, "text": words}, quote_via=quote)
    button = InlineKeyboardButton(
        text=say.plain("share-send-button"), url=f"https://t.me/share/url?{shared}"
    )
    text = say("share-link", link=url)
    if business.referral_reward:
        text = Html(f"{say('share-reward', reward=business.referral_reward)}\n\n{text}")
    return Screen(text, column(button))


def declined(say: Say) -> Screen:
    return Screen(say("share-declined"))


def personal_link(bot_username: str, code: str) -> str:
    return f"https://t.me/{bot_username}?start={StartCode(CodeKind.PERSON, code)}"
