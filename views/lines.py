"""The conversation in a case as each side sees it: whose words they are, and how they went."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.methods import CopyMessage, SetMessageReaction, TelegramMethod
from aiogram.types import Message, ReactionTypeEmoji

from models.rules.business import Business
from models.rules.contact import Reason
from models.tables import Line, Person
from views import RowId, Screen, media, under
from views.buttons import one_button
from views.length import CAPTION, TEXT, bare, cut, units, units_of_html
from views.names import shown
from views.say import Html, Say
from views.templates import TemplatesTap

ARRIVED = ReactionTypeEmoji(emoji="👌")
ACCOUNT = "tg://user?id="
HELPS_TO_WAIT = ("voice", "other")
"""Troubles after which the same may go another time."""


class AgainTap(CallbackData, prefix="line-again"):
    line: RowId


@dataclass(frozen=True, slots=True)
class Copy:
    """A line on its way to one person: whose it is there, and where it stands."""

    line: Line
    chat_id: int
    source: int | None
    """The chat in which it was said; none once its owner has gone."""
    head: Html | None = None
    """Who speaks; none where that is plain, and where others in the album say so."""
    reply_to: int | None = None
    changed: Html | None = None
    """Said of words that were other words before."""


def by_customer(say: Say, customer: Person) -> Html:
    return say("line-by", name=_link(say, customer))


def by_colleague(say: Say, colleague: Person, customer: Person) -> Html:
    return say("line-by-colleague", name=shown(say, colleague.name), customer=_link(say, customer))


def _link(say: Say, customer: Person) -> Html:
    """It names the customer to us as well, in a copy that no table knows: see `customer_in`."""
    name = escape(shown(say, customer.name), quote=False)
    return Html(f'<a href="{ACCOUNT}{customer.telegram_id}">{name}</a>')


def customer_in(message: Message) -> int | None:
    """The account that the first line of a copy names."""
    first_line = units((message.text or message.caption or "").partition("\n")[0])
    for entity in message.entities or message.caption_entities or ():
        if entity.offset + entity.length > first_line:
            continue
        if entity.type == "text_mention" and entity.user:
            return entity.user.id
        account = (entity.url or "").removeprefix(ACCOUNT)
        if entity.type == "text_link" and account.isdecimal():
            return int(account)
    return None


def case_under(message: Message) -> int | None:
    """The case whose card this is, by its buttons."""
    keyboard = message.reply_markup.inline_keyboard if message.reply_markup else []
    for button in (button for row in keyboard for button in row):
        with suppress(ValueError, TypeError):
            return TemplatesTap.unpack(button.callback_data or "").case
    return None


def by_business(say: Say, business: Business) -> Html:
    return say("line-by-business", business=business.name)


def changed(say: Say) -> Html:
    return say("line-changed")


def one(copy: Copy) -> TelegramMethod[Any]:
    """As it was said: words with their formatting, files by their ids, the rest as a copy."""
    line = copy.line
    if line.kind == "text":
        return Screen(_words(copy, TEXT)).to(copy.chat_id, reply_to=copy.reply_to)
    reply = under(copy.reply_to)
    if line.kind in media.METHODS and units_of_html(line.html or "") <= CAPTION:
        words = _words(copy, CAPTION)
        return media.again(line.kind, line.file_id, copy.chat_id, caption=words, reply=reply)
    assert copy.source is not None
    return CopyMessage(
        chat_id=copy.chat_id,
        from_chat_id=copy.source,
        message_id=line.message_id,
        reply_parameters=reply,
    )


def together(copies: Sequence[Copy]) -> TelegramMethod[Any]:
    first = copies[0]
    pieces = [
        (copy.line.kind, copy.line.file_id or "", _words(copy, CAPTION) or None) for copy in copies
    ]
    return media.album(pieces, first.chat_id, under(first.reply_to))


def edit(copy: Copy, message_id: int, *, has_new_file: bool) -> TelegramMethod[Any] | None:
    """None where there is nothing that could be changed: a sticker, a place."""
    line = copy.line
    if line.kind == "text":
        return Screen(_words(copy, TEXT)).over(copy.chat_id, message_id)
    words = _words(copy, CAPTION) or None
    if has_new_file and line.kind in media.PIECES:
        return media.other_file((line.kind, line.file_id or "", words), copy.chat_id, message_id)
    if line.kind not in media.METHODS or line.kind in media.WORDLESS:
        return None
    return media.other_caption(words, copy.chat_id, message_id)


def _words(copy: Copy, limit: int) -> Html:
    """The words themselves come first: the rest only where there is room for it."""
    said = Html(copy.line.html or "")
    for whole in (
        _joined(copy.head, said, copy.changed),
        _joined(None, said, copy.changed),
        _joined(copy.head, said, None),
    ):
        if units_of_html(whole) <= limit:
            return whole
    return said


def has_room(copy: Copy) -> bool:
    """For who speaks, above the words."""
    return units_of_html(_joined(copy.head, Html(copy.line.html or ""), None)) <= TEXT


def _joined(head: Html | None, said: Html, tail: Html | None) -> Html:
    return Html("\n".join(part for part in (head, said, tail) if part))


def plain(say: Say, copy: Copy) -> Screen:
    """What can't be shown as it was said: the kind of it, and the words without formatting."""
    kind = "" if copy.line.kind == "text" else say("line-kind", kind=copy.line.kind)
    said = escape(cut(bare(copy.line.html or ""), TEXT - 200), quote=False)
    return Screen(_joined(copy.head, Html(f"{kind} {said}".strip()), copy.changed))


def arrived(chat_id: int, message_id: int) -> SetMessageReaction:
    return SetMessageReaction(chat_id=chat_id, message_id=message_id, reaction=[ARRIVED])


def arrived_after_all(say: Say) -> Screen:
    return Screen(say("line-arrived-after-all"))


def not_arrived(say: Say, customer: Person, line_id: int | None, reason: str) -> Screen:
    """What stood in the way, and what to do about it."""
    why = "erased" if customer.telegram_id is None else _trouble(reason)
    text = say("line-not-arrived", why=why)
    if line_id is None or why not in HELPS_TO_WAIT:
        return Screen(text)
    return Screen(text, one_button(say.plain("line-again-button"), AgainTap(line=line_id)))


def _trouble(reason: str) -> str:
    said = reason.casefold()
    if reason == Reason.BLOCKED:
        return "blocked"
    if "voice_messages_forbidden" in said or "restricted receiving" in said:
        return "voice"
    if "too long" in said:
        return "long"
    if "not found" in said or "can't be copied" in said or "file identifier" in said:
        return "gone"
    return "other"


def sending_again(say: Say) -> Screen:
    return Screen(say("line-again"))


def cannot_pass_on(say: Say) -> Screen:
    return Screen(say("line-cannot-pass-on"))


def has_blanks(say: Say, blanks: Sequence[str]) -> Screen:
    return Screen(say("line-has-blanks", blanks=", ".join(blanks)))


def is_gone(say: Say) -> Screen:
    return Screen(say("line-customer-is-gone"))
