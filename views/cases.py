"""What an owner sees of a case: the card, and the customer's words under it."""

from collections.abc import Iterator
from html import escape
from typing import Any

from aiogram.methods import TelegramMethod

from models.cases import CaseFile
from models.rules.business import Business
from models.tables import Person, Reason, Response
from views import Screen, media, under
from views.length import CAPTION, TEXT, cut, units
from views.names import shown
from views.say import Html, Say

SHOWN_OF_A_REASON = 600
"""Units on the card, so that it fits on a phone."""


def card(say: Say, business: Business, file: CaseFile) -> Screen:
    if file.customer.telegram_id is None:
        return erased(say)
    customer, stake = file.customer, say.money(business.at_stake, business.currency)
    since = say.full_day((customer.started_at or customer.met_at).astimezone(business.zone))
    parts = [
        _headline(say, file.response),
        say("case-customer", customer=_link(say, customer), since=since, stake=stake),
        _reason(say, file.response),
        say(f"case-{file.case.state.replace('_', '-')}"),
    ]
    return Screen("\n\n".join(parts))


def erased(say: Say) -> Screen:
    return Screen(say("case-erased"))


def _headline(say: Say, response: Response | None) -> Html:
    return say("case-call") if response is None else say("case-score", score=response.score)


def _link(say: Say, person: Person) -> Html:
    name = escape(shown(say, person.name), quote=False)
    if person.username:
        return Html(f'<a href="https://t.me/{person.username}">{name}</a> (@{person.username})')
    return Html(f'<a href="tg://user?id={person.telegram_id}">{name}</a>')


def _reason(say: Say, response: Response | None) -> Html:
    if response is None or not (response.reasons or response.chips):
        return say("case-no-reason")
    return Html("\n\n".join(_said(say, response)))


def _said(say: Say, response: Response) -> Iterator[Html]:
    if response.chips:
        yield say("case-chips", chips=", ".join(chip.name for chip in response.chips))
    if response.comment:
        yield say("case-reason", reason=cut(response.comment, SHOWN_OF_A_REASON))
        if units(response.comment) > SHOWN_OF_A_REASON:
            yield say("case-reason-whole")
    elif response.reasons:
        yield say("case-reason-below")


def words(
    say: Say, customer: Person, reason: Reason, chat_id: int, card_id: int | None
) -> TelegramMethod[Any]:
    """One message of the why, as it was sent, under the card."""
    if reason.kind == "text":
        text = _signed(say, customer, reason, TEXT)
        return Screen(text).to(chat_id, reply_to=card_id)
    caption, reply = _signed(say, customer, reason, CAPTION), under(card_id)
    return media.again(reason.kind, reason.file_id, chat_id, caption=caption, reply=reply)


def _signed(say: Say, customer: Person, reason: Reason, limit: int) -> Html:
    """The name goes before the words where there is room for it; the card names them anyway."""
    said = reason.text or ""
    name = shown(say, customer.name)
    if not said:
        return say("case-wordless", name=name)
    if units(said) <= limit - units(name) - 2:
        return say("case-words", name=name, words=said)
    return Html(escape(cut(said, limit), quote=False))
