"""What people see of their data: what is kept and why, all of it as a file, and the way out."""

import json
from collections.abc import Sequence
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup

from models.rules.business import Business
from views import Screen
from views.buttons import column, tap_button
from views.say import Say


class ForgetTap(CallbackData, prefix="forget"):
    """The first tap asks once more; the sure one erases."""

    sure: bool


class KeepTap(CallbackData, prefix="keep"):
    pass


def privacy(say: Say, business: Business, readers: Sequence[str], *, keeps_hash: bool) -> Screen:
    """`readers`: the owners' names. `keeps_hash`: whether the erased are known when they return."""
    remains = say("privacy-remains-hash" if keeps_hash else "privacy-remains")
    contact = (
        say("privacy-contact", contact=business.privacy_contact)
        if business.privacy_contact
        else say("privacy-no-contact", business=business.name)
    )
    who = ", ".join(readers)
    by_name = (
        say("privacy-readers", names=who, count=len(readers))
        if who
        else say("privacy-readers-unnamed")
    )
    return Screen(
        say("privacy", business=business.name, readers=by_name, remains=remains, contact=contact)
    )


def mydata(say: Say, chat_id: int, kept: dict[str, Any]) -> SendDocument:
    written = json.dumps(kept, ensure_ascii=False, indent=2)
    return SendDocument(
        chat_id=chat_id,
        document=BufferedInputFile(written.encode(), "mydata.json"),
        caption=say("mydata"),
        parse_mode="HTML",
    )


def forget(say: Say) -> Screen:
    return Screen(say("forget"), _choice(say, "forget-button", ForgetTap(sure=False)))


def make_sure(say: Say) -> Screen:
    return Screen(say("forget-sure"), _choice(say, "forget-sure-button", ForgetTap(sure=True)))


def kept(say: Say) -> Screen:
    return Screen(say("forget-kept"))


def forgotten(say: Say, *, is_clean: bool) -> Screen:
    return Screen(say("forgotten" if is_clean else "forgotten-soon"))


def forget_staff(say: Say, business: Business) -> Screen:
    return Screen(say("forget-staff", business=business.name))


def _choice(say: Say, key: str, data: CallbackData) -> InlineKeyboardMarkup:
    keep = tap_button(say.plain("forget-keep-button"), KeepTap())
    return column(tap_button(say.plain(key), data), keep)
