"""Words to publish: the customer is asked, and the owner reads and copies what is allowed."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from models.comments import Page
from models.tables import Publish, Response
from views import RowId, Screen
from views.buttons import tap_button
from views.comments import MOST_MESSAGES, NAME, ListTap, TurnTap, turns
from views.length import TEXT, cut, shortened, units
from views.names import shown
from views.say import Html, Say

WORDS = 120
"""So many characters of each, and five fit on a phone."""


class PublishTap(CallbackData, prefix="publish"):
    answer: RowId
    publish: Publish


class PublishableTurn(TurnTap, prefix="publishable"):
    pass


class CopyTap(CallbackData, prefix="copy-words"):
    comment: RowId


def question(say: Say, answer_id: int, name: str) -> Screen:
    text = say("publish-question", name=shown(say, name))
    return Screen(text, _choices(say, answer_id, None))


def answered(say: Say, answer_id: int, publish: Publish, name: str) -> Screen:
    """The other choices stay: a wrong tap loses nothing."""
    text = {
        Publish.NAMED: say("publish-named", name=shown(say, name)),
        Publish.NAMELESS: say("publish-nameless"),
        Publish.NO: say("publish-no"),
    }
    return Screen(text[publish], _choices(say, answer_id, publish))


def _choices(say: Say, answer_id: int, chosen: Publish | None) -> InlineKeyboardMarkup:
    named, nameless, no = (
        tap_button(
            f"{'✓ ' if choice is chosen else ''}{say.plain(f'publish-{choice}-button')}",
            PublishTap(answer=answer_id, publish=choice),
        )
        for choice in Publish
    )
    return InlineKeyboardMarkup(inline_keyboard=[[named, nameless], [no]])


def page(say: Say, page: Page, zone: ZoneInfo) -> Screen:
    back = [tap_button(say.plain("comments-all-button"), ListTap(publishable=False))]
    if not page.comments:
        text = say("publishable-none")
        return Screen(text, InlineKeyboardMarkup(inline_keyboard=[back]))
    numbered = list(enumerate(page.comments, start=1))
    blocks = [
        say("publishable-title"),
        *(_block(say, number, comment, zone) for number, comment in numbered),
        say("publishable-how"),
    ]
    copies = [_copy(say, number, comment) for number, comment in numbered]
    rows = [copies, turns(say, page, PublishableTurn), back]
    keyboard = InlineKeyboardMarkup(inline_keyboard=[row for row in rows if row])
    return Screen("\n\n".join(blocks), keyboard)


def _block(say: Say, number: int, comment: Response, zone: ZoneInfo) -> Html:
    head = say(
        "comment-head",
        number=number,
        score=comment.score,
        day=say.full_day(comment.answered_at.astimezone(zone)),
        name=_name(say, comment, NAME),
    )
    words = shortened(" ".join(_words(comment)), WORDS)
    return Html(f"{head}\n{say('comment-words', words=words)}")


def _copy(say: Say, number: int, comment: Response) -> InlineKeyboardButton:
    return tap_button(say.plain("publishable-button", number=number), CopyTap(comment=comment.id))


def _words(comment: Response) -> list[str]:
    return [said.text for said in comment.reasons if said.publishable and said.text]


def _name(say: Say, comment: Response, limit: int) -> str:
    if comment.publish == Publish.NAMED:
        return shown(say, comment.customer.name, limit)
    return say.plain("publishable-nameless")


def whole(say: Say, comment: Response) -> Iterator[Screen]:
    """Nothing but what is to be copied: in monospace, which a tap copies. Words that leave no room
    for whose they are come alone."""
    name = _name(say, comment, TEXT)
    for words in _words(comment)[:MOST_MESSAGES]:
        signed = say.plain("publishable-signed", words=words, name=name)
        copied = signed if units(signed) <= TEXT else cut(words, TEXT)
        yield Screen(say("publishable-copied", words=copied))
