"""What an owner sees of a case: the card, and the customer's words under it."""

from collections.abc import Iterator
from html import escape
from typing import Any

from aiogram.methods import TelegramMethod

from models.case_file import CaseFile
from models.rules.business import Business
from models.tables import CaseState, Closing, Person, Reason, Response, Tick, Wish
from views import Screen, case_buttons, case_talk, media, under
from views.length import CAPTION, TEXT, cut, shortened, units
from views.names import shown
from views.say import Html, Say

SHOWN_OF_A_REASON = 600
"""Units on the card, so that it fits on a phone; less where there is a conversation to show."""
SHOWN_BESIDE_A_TALK = 250
SHOWN_OF_A_CLOSING = 250
CHIPS = 100
NAME = 30
LONGEST_REASON = 500
"""Of the words a case is closed with."""


# The card


def card(say: Say, business: Business, file: CaseFile) -> Screen:
    if file.is_erased:
        return erased(say)
    parts = [
        _headline(say, business, file),
        _customer(say, business, file),
        _reason(say, file),
        "\n".join(case_talk.last(say, file)),
        "\n".join(_status(say, business, file)),
        say("case-hint"),
    ]
    return Screen(
        Html("\n\n".join(part for part in parts if part)), case_buttons.under_card(say, file)
    )


def erased(say: Say) -> Screen:
    return Screen(say("case-erased"))


def _headline(say: Say, business: Business, file: CaseFile) -> Html:
    if file.response is None:
        return say("case-call")
    lines = [say("case-score", score=file.response.score)]
    if len(file.scores) > 1:
        lines.append(say("case-scores", scores=_history(say, business, file)))
    return Html("\n".join(lines))


def _history(say: Say, business: Business, file: CaseFile) -> str:
    days = ((score, say.day(at.astimezone(business.zone))) for score, at in file.scores)
    return " → ".join(say.plain("case-scored-on", score=score, day=day) for score, day in days)


def _customer(say: Say, business: Business, file: CaseFile) -> Html:
    customer, called_at = file.customer, file.case.called_at
    since = say.full_day((customer.started_at or customer.met_at).astimezone(business.zone))
    lines = [
        say("case-customer", customer=_link(say, customer), since=since),
        stake(say, business, file.friends),
    ]
    if file.touchpoint:
        lines.append(say("case-touchpoint", name=file.touchpoint))
    if called_at is not None and file.response is not None:
        lines.append(say("case-called", moment=say.moment(called_at, business.zone)))
    return Html("\n".join(lines))


def stake(say: Say, business: Business, friends: int) -> Html:
    money = say.money(business.stake_of(friends), business.currency)
    if friends:
        return say("case-stake-friends", money=money, friends=friends)
    return say("case-stake", money=money)


def _link(say: Say, person: Person) -> Html:
    name = escape(shown(say, person.name), quote=False)
    if person.username:
        return Html(f'<a href="https://t.me/{person.username}">{name}</a> (@{person.username})')
    return Html(f'<a href="tg://user?id={person.telegram_id}">{name}</a>')


def _reason(say: Say, file: CaseFile) -> Html:
    response = file.response
    if response is None:
        return Html("")
    if not (response.reasons or response.chips):
        return say("case-no-reason")
    room = SHOWN_BESIDE_A_TALK if file.lines else SHOWN_OF_A_REASON
    return Html("\n\n".join(_said(say, response, room)))


def _said(say: Say, response: Response, room: int) -> Iterator[Html]:
    if response.chips:
        chips = ", ".join(chip.name for chip in response.chips)
        yield say("case-chips", chips=shortened(chips, CHIPS))
    if response.comment:
        yield say("case-reason", reason=cut(response.comment, room))
        if units(response.comment) > room:
            yield say("case-reason-whole")
    elif response.reasons:
        yield say("case-reason-below")


def _status(say: Say, business: Business, file: CaseFile) -> Iterator[Html]:
    case = file.case
    if file.is_closed:
        yield from _ending(say, business, file)
    elif case.state == CaseState.NEW:
        yield say("case-waits", moment=say.moment(case.since, business.zone))
    else:
        taken_at = say.moment(case.taken_at or case.since, business.zone)
        yield say("case-taken", who=name_of(say, file, case.taken_by_id), moment=taken_at)
        if case.answered_at is None:
            yield say("case-taken-unanswered", moment=say.moment(case.since, business.zone))


def _ending(say: Say, business: Business, file: CaseFile) -> Iterator[Html]:
    case = file.case
    closed_at = say.moment(case.closed_at or case.since, business.zone)
    if case.closed_by_id is None:
        yield say("case-closed-itself", moment=closed_at)
    else:
        who = name_of(say, file, case.closed_by_id)
        yield say("case-closed-by", who=who, moment=closed_at)
    if case.closing == Closing.REASON and case.close_reason:
        yield say("case-close-reason", reason=cut(case.close_reason, SHOWN_OF_A_CLOSING))
    else:
        yield say("case-closing", closing=case.closing or "")
    yield from (_ticked(say, business, file, tick) for tick in _in_order(file))
    if case.recovered_at is not None:
        yield say("case-recovered")


def _ticked(say: Say, business: Business, file: CaseFile, tick: Tick) -> Html:
    wish, who = say.plain("case-wish", wish=tick.wish), name_of(say, file, tick.by_id)
    return say("case-ticked", wish=wish, who=who, moment=say.moment(tick.at, business.zone))


def _in_order(file: CaseFile) -> list[Tick]:
    return sorted(file.ticks, key=lambda tick: list(Wish).index(Wish(tick.wish)))


def name_of(say: Say, file: CaseFile, person_id: int | None) -> str:
    person = file.people.get(person_id) if person_id is not None else None
    return shown(say, person.name if person else "", NAME)


# Closing, and who was first


def ask_reason(say: Say, file: CaseFile) -> Screen:
    key = "case-ask-reason" if file.response is None else "case-ask-reason-or-ticks"
    text = say(key, name=_whose(say, file), most=LONGEST_REASON)
    return Screen(text, case_buttons.keep(say, file))


def wrong_reason(say: Say) -> Screen:
    return Screen(say("case-wrong-reason", most=LONGEST_REASON))


def kept(say: Say) -> Screen:
    return Screen(say("case-kept"))


def closing(say: Say, business: Business, file: CaseFile, *, was_first: bool) -> Screen:
    """What came of the reason that an owner wrote."""
    if was_first:
        return Screen(say("case-now-closed", name=_whose(say, file)))
    return Screen(Html(escape(late(say, business, file), quote=False)))


def late(say: Say, business: Business, file: CaseFile) -> str:
    """To whoever acted second: who was first, and when."""
    case = file.case
    if file.is_closed:
        moment = say.moment(case.closed_at or case.since, business.zone)
        who = "none" if case.closed_by_id is None else name_of(say, file, case.closed_by_id)
        return say.plain("case-late-closed", who=who, moment=moment)
    moment = say.moment(case.taken_at or case.since, business.zone)
    who = name_of(say, file, case.taken_by_id)
    return say.plain("case-late-taken", who=who, moment=moment)


def _whose(say: Say, file: CaseFile) -> str:
    return shown(say, file.customer.name, NAME)


# Words under the card


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
