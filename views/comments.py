"""The owner's list of reasons: five on a screen, and each of them whole at a tap."""

from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData
from aiogram.methods import TelegramMethod
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from models.comments import Page
from models.tables import Reason, Response
from views import RowId, Screen, media
from views.buttons import tap_button
from views.length import CAPTION, TEXT, cut, shortened, units, units_of_html
from views.names import shown
from views.say import Html, Say

WORDS, NAME, POINT, CHIPS = 80, 24, 16, 40
"""So many characters of each, and five comments fit on a phone."""
MOST_MESSAGES = 20
"""Of one comment: whoever sent us more is not heard in one breath."""


class TurnTap(CallbackData, prefix="comments"):
    """To the page beside the comment that stands at its edge."""

    comment: RowId
    older: bool


class HearTap(CallbackData, prefix="comment"):
    comment: RowId


class ListTap(CallbackData, prefix="list-comments"):
    """From all comments to those that may be published, and back."""

    publishable: bool


def page(say: Say, page: Page, zone: ZoneInfo) -> Screen:
    if not page.comments:
        return Screen(say("comments-none"))
    numbered = list(enumerate(page.comments, start=1))
    blocks = [
        say("comments-title"),
        *("\n".join(_lines(say, number, comment, zone)) for number, comment in numbered),
    ]
    hear = [_hear(say, number, comment) for number, comment in numbered if _has_more(comment)]
    rows = [row for row in (hear, turns(say, page, TurnTap), _publishable(say, page)) if row]
    keyboard = InlineKeyboardMarkup(inline_keyboard=rows) if rows else None
    return Screen(Html("\n\n".join(blocks)), keyboard)


def _lines(say: Say, number: int, comment: Response, zone: ZoneInfo) -> Iterator[Html]:
    yield say("comment-head", number=number, **_facts(say, comment, zone))
    if comment.chips:
        chips = ", ".join(chip.name for chip in comment.chips)
        yield say("comment-chips", chips=shortened(chips, CHIPS))
    if comment.comment.strip():
        yield say("comment-words", words=shortened(comment.comment, WORDS))
    kinds = Counter(reason.kind for reason in comment.reasons if reason.file_id)
    if kinds:
        named = (say.plain("comment-media", kind=kind, n=n) for kind, n in kinds.items())
        yield say("comment-files", files=", ".join(named))


def _facts(say: Say, comment: Response, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "score": comment.score,
        "day": say.full_day(comment.answered_at.astimezone(zone)),
        "name": _whose(say, comment),
    }


def _whose(say: Say, comment: Response) -> str:
    name, point = shown(say, comment.customer.name, NAME), comment.survey.touchpoint
    if point is None:
        return name
    return say.plain("comment-at", name=name, point=cut(point.name, POINT))


def _has_more(comment: Response) -> bool:
    """More than the list shows of it."""
    has_media = any(reason.file_id for reason in comment.reasons)
    return has_media or units(" ".join(comment.comment.split())) > WORDS


def _hear(say: Say, number: int, comment: Response) -> InlineKeyboardButton:
    return tap_button(say.plain("comment-button", number=number), HearTap(comment=comment.id))


def turns(say: Say, page: Page, tap: type[TurnTap]) -> list[InlineKeyboardButton]:
    turns = []
    if page.has_newer:
        newer = tap(comment=page.comments[0].id, older=False)
        turns.append(tap_button(say.plain("comments-newer-button"), newer))
    if page.has_older:
        older = tap(comment=page.comments[-1].id, older=True)
        turns.append(tap_button(say.plain("comments-older-button"), older))
    return turns


def _publishable(say: Say, page: Page) -> list[InlineKeyboardButton]:
    """No button to an empty list."""
    if not page.has_publishable:
        return []
    return [tap_button(say.plain("comments-publishable-button"), ListTap(publishable=True))]


def whole(
    say: Say, comment: Response, chat_id: int, zone: ZoneInfo
) -> Iterator[TelegramMethod[Any]]:
    """Each message of the comment as it was sent, with whose it is and of when."""
    whose = say("comment-whose", **_facts(say, comment, zone))
    for reason in comment.reasons[:MOST_MESSAGES]:
        if reason.file_id is None:
            yield Screen(_signed(say, whose, reason, TEXT)).to(chat_id)
            continue
        if reason.kind in media.WORDLESS:
            yield Screen(whose).to(chat_id)
        caption = _signed(say, whose, reason, CAPTION)
        yield media.again(reason.kind, reason.file_id, chat_id, caption=caption)


def unplayable(say: Say) -> Screen:
    return Screen(say("comment-unplayable"))


def _signed(say: Say, whose: Html, reason: Reason, limit: int) -> Html:
    """Where there is no room for both, the words go before the signature."""
    if not reason.text:
        return whose
    signed = say("comment-signed", whose=whose, words=reason.text)
    if units_of_html(signed) <= limit:
        return signed
    return Html(escape(cut(reason.text, limit), quote=False))
