"""/cases: those that wait and those that were closed, each a tap from its card."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from models.case_list import Listed, Order, Page
from models.rules.business import Business
from views import RowId, Screen
from views.buttons import tap_button
from views.names import shown
from views.say import Html, Say

NAME = 16
MARKS = {"red": "🔴", "waits": "⏳", "said": "💬", "undelivered": "⚠"}


class ListTap(CallbackData, prefix="cases"):
    """The top of the list, in this order."""

    order: Order


class TurnTap(CallbackData, prefix="cases-turn"):
    """To the page beside the case that stands at this one's edge."""

    order: Order
    case: RowId
    further: bool


class AgainTap(CallbackData, prefix="case-again"):
    case: RowId


def page(say: Say, business: Business, page: Page, now: datetime) -> Screen:
    rows = [[_button(say, business, one, now)] for one in page.cases]
    rows += [row for row in (_turns(say, page), *_others(say, page)) if row]
    text = Html("\n\n".join(_text(say, page, now)))
    return Screen(text, InlineKeyboardMarkup(inline_keyboard=rows))


def _text(say: Say, page: Page, now: datetime) -> Iterator[Html]:
    is_closed = page.order is Order.CLOSED
    if not page.cases:
        yield say("cases-closed-none" if is_closed else "cases-none")
        return
    yield say("cases-closed-title" if is_closed else "cases-title", n=page.total)
    if not is_closed and page.waiting:
        yield say("cases-waiting", n=page.waiting)
    marks = {mark for one in page.cases for mark in _marks(one, now)}
    if marks:
        meanings = (say.plain("cases-mark", mark=mark) for mark in MARKS if mark in marks)
        yield say("cases-legend", marks="\n".join(meanings))
    yield say("cases-how")


def _marks(one: Listed, now: datetime) -> Sequence[str]:
    """What cries for attention: at most one of the waiting, and what did not arrive."""
    marks = []
    if one.waits:
        marks.append("red" if one.is_red(now) else "waits")
    elif one.said_last:
        marks.append("said")
    return [*marks, "undelivered"] if one.has_undelivered else marks


def _button(say: Say, business: Business, one: Listed, now: datetime) -> InlineKeyboardButton:
    marks = "".join(MARKS[mark] for mark in _marks(one, now))
    words = say.plain(
        "cases-button",
        marks=f"{marks} " if marks else "",
        score="none" if one.score is None else str(one.score),
        name=shown(say, one.customer.name, NAME),
        when=_when(say, business, one, now),
        stake=say.money(business.stake_of(one.friends), business.currency),
    )
    return tap_button(words, AgainTap(case=one.case.id))


def _when(say: Say, business: Business, one: Listed, now: datetime) -> str:
    """How long the customer waits; of a closed case, the day on which it was."""
    if one.case.closed_at is not None:
        return say.day(one.case.closed_at.astimezone(business.zone))
    waited = max(now - one.case.since, timedelta())
    if waited >= timedelta(days=1):
        return say.plain("cases-age", unit="days", n=waited.days)
    if waited >= timedelta(hours=1):
        return say.plain("cases-age", unit="hours", n=waited // timedelta(hours=1))
    return say.plain("cases-age", unit="minutes", n=max(1, waited // timedelta(minutes=1)))


def _turns(say: Say, page: Page) -> list[InlineKeyboardButton]:
    turns = []
    if page.has_before:
        back = TurnTap(order=page.order, case=page.cases[0].case.id, further=False)
        turns.append(tap_button(say.plain("cases-newer-button"), back))
    if page.has_after:
        on = TurnTap(order=page.order, case=page.cases[-1].case.id, further=True)
        turns.append(tap_button(say.plain("cases-older-button"), on))
    return turns


def _others(say: Say, page: Page) -> Iterator[list[InlineKeyboardButton]]:
    """To the same cases sorted otherwise, and to the other list."""
    if page.order is Order.CLOSED:
        yield [tap_button(say.plain("cases-open-button"), ListTap(order=Order.AGE))]
        return
    other = Order.STAKE if page.order is Order.AGE else Order.AGE
    if len(page.cases) > 1 or page.has_before:
        yield [tap_button(say.plain(f"cases-by-{other}-button"), ListTap(order=other))]
    yield [tap_button(say.plain("cases-closed-button"), ListTap(order=Order.CLOSED))]
