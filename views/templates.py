"""Answers to begin with: an owner copies one, fills its blanks, and replies with it to the card."""

import re
from enum import StrEnum
from functools import cache

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from models.tables import Person
from views import RowId, Screen
from views.buttons import tap_button
from views.length import units
from views.names import first
from views.say import LANGUAGES, Say, say_in

BLANK = re.compile(r"\[[^\[\]]+\]")
COPIED = 256
"""So many units a button can put on the clipboard; a tap on the text itself copies it all."""
BRACKETS = str.maketrans("[]", "  ")
"""In a name they would look like a blank."""


class Template(StrEnum):
    APOLOGY = "apology"
    FIX = "fix"
    CHANCE = "chance"
    CLOSING = "closing"


class TemplatesTap(CallbackData, prefix="case-texts"):
    case: RowId


class TemplateTap(CallbackData, prefix="case-text"):
    case: RowId
    template: Template


def everything(say: Say, case_id: int, back: InlineKeyboardButton) -> Screen:
    rows = [
        [tap_button(_title(say, one), TemplateTap(case=case_id, template=one))] for one in Template
    ]
    return Screen(say("templates-title"), InlineKeyboardMarkup(inline_keyboard=[*rows, [back]]))


def one(
    say: Say, template: Template, customer: Person, case_id: int, back: InlineKeyboardButton
) -> Screen:
    """In the language of the customer, who will read it."""
    text = written(say_in(customer.language), template, customer)
    key = "template-how" if unfilled(text) else "template-how-ready"
    rows = [[tap_button(say.plain("case-templates-button"), TemplatesTap(case=case_id)), back]]
    if units(text) <= COPIED:
        words = say.plain("template-copy-button")
        rows.insert(0, [InlineKeyboardButton(text=words, copy_text=CopyTextButton(text=text))])
    shown_text = say(key, title=_title(say, template), text=text)
    return Screen(shown_text, InlineKeyboardMarkup(inline_keyboard=rows))


def written(say: Say, template: Template, customer: Person) -> str:
    name = first(say, customer.name.translate(BRACKETS))
    hello = say.plain("template-hello", name=name)
    return say.plain(f"template-{template}", hello=hello)


def unfilled(text: str) -> tuple[str, ...]:
    """The blanks of our templates, in any language, that are left in these words."""
    return tuple(dict.fromkeys(blank for blank in BLANK.findall(text) if blank in _blanks()))


@cache
def _blanks() -> frozenset[str]:
    texts = (
        say_in(language).plain(f"template-{template}", hello="")
        for language in LANGUAGES
        for template in Template
    )
    return frozenset(blank for text in texts for blank in BLANK.findall(text))


def _title(say: Say, template: Template) -> str:
    return say.plain("template-title", template=template.value)
