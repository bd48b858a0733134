"""What an owner sees of a case: the card, and the customer's words under it."""

from html import escape
from typing import Any

from aiogram.methods import (
    CopyMessage,
    SendDocument,
    SendPhoto,
    SendVideo,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import ReplyParameters

from models.cases import CaseFile
from models.rules.business import Business
from models.tables import Person, Reason, Response
from views import Screen
from views.say import Html, Say

SHOWN_OF_A_REASON = 1500
"""Characters on the card; all of it stands in the messages under the card."""
TEXT_UNITS, CAPTION_UNITS = 4096, 1024

MEDIA: dict[str, type[TelegramMethod[Any]]] = {
    "voice": SendVoice,
    "photo": SendPhoto,
    "video": SendVideo,
    "document": SendDocument,
}
"""Kinds that can carry the words sent with them; any other is copied as it is."""


def card(say: Say, business: Business, file: CaseFile) -> Screen:
    customer, stake = file.customer, say.money(business.at_stake, business.currency)
    since = say.full_day((customer.started_at or customer.met_at).astimezone(business.zone))
    parts = [
        _headline(say, file.response),
        say("case-customer", customer=_link(customer), since=since, stake=stake),
        _reason(say, file.response),
        say(f"case-{file.case.state.replace('_', '-')}"),
    ]
    return Screen("\n\n".join(parts))


def _headline(say: Say, response: Response | None) -> Html:
    return say("case-call") if response is None else say("case-score", score=response.score)


def _link(person: Person) -> Html:
    name = escape(person.name, quote=False)
    if person.username:
        return Html(f'<a href="https://t.me/{person.username}">{name}</a> (@{person.username})')
    return Html(f'<a href="tg://user?id={person.telegram_id}">{name}</a>')


def _reason(say: Say, response: Response | None) -> Html:
    if response is None or not response.reasons:
        return say("case-no-reason")
    if not response.comment:
        return say("case-reason-below")
    return say("case-reason", reason=_cut(response.comment, SHOWN_OF_A_REASON))


def words(
    say: Say, customer: Person, reason: Reason, chat_id: int, card_id: int | None
) -> TelegramMethod[Any]:
    """One message of the why, as it was sent, under the card."""
    if reason.kind == "text":
        text = _signed(say, customer, reason, TEXT_UNITS)
        return Screen(text).to(chat_id, reply_to=card_id)
    fields: dict[str, Any] = {"chat_id": chat_id, "reply_parameters": _under(card_id)}
    method = MEDIA.get(reason.kind)
    if method is None:
        fields |= {"from_chat_id": customer.telegram_id, "message_id": reason.message_id}
        return CopyMessage(**fields)
    caption = _signed(say, customer, reason, CAPTION_UNITS)
    file = {reason.kind: reason.file_id}
    return method(**fields, **file, caption=caption, parse_mode="HTML")


def _under(card_id: int | None) -> ReplyParameters | None:
    if card_id is None:
        return None
    return ReplyParameters(message_id=card_id, allow_sending_without_reply=True)


def _signed(say: Say, customer: Person, reason: Reason, units: int) -> Html:
    """The name goes before the words where there is room for it; the card names them anyway."""
    said = reason.text or ""
    room = units - _units(customer.name) - 2
    if _units(said) <= room:
        return say("case-words", name=customer.name, words=said)
    return Html(escape(_cut(said, units), quote=False))


def _cut(text: str, units: int) -> str:
    """At most so many UTF-16 units, which is how Telegram counts, the ellipsis included."""
    if _units(text) <= units:
        return text
    return text.encode("utf-16-le")[: 2 * units - 2].decode("utf-16-le", "ignore").rstrip() + "…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
