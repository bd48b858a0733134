"""Touchpoints: the list, the card of one, its link, and the sheet with its QR code."""

from collections.abc import Callable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup

from models.rules.business import Business
from models.rules.codes import CodeKind, StartCode
from models.tables import Touchpoint
from models.touchpoints import LONGEST_NAME, Known
from views import RowId, Screen
from views.buttons import tap_button
from views.qr import Sheet
from views.say import Html, Say, say_in
from views.stats import ByTouchpointTap, PeriodTap, signed

A_PAGE = 8
Row = list[InlineKeyboardButton]


class ListTap(CallbackData, prefix="points"):
    page: RowId


class CardTap(CallbackData, prefix="point"):
    id: RowId


class NewTap(CallbackData, prefix="point-new"):
    pass


class PrintTap(CallbackData, prefix="point-qr"):
    id: RowId


class RenameTap(CallbackData, prefix="point-name"):
    id: RowId


class RetireTap(CallbackData, prefix="point-off"):
    id: RowId


class ReturnTap(CallbackData, prefix="point-on"):
    id: RowId


class LeaveTap(CallbackData, prefix="point-leave"):
    """Out of the naming; back to the card, or to the list where it is 0."""

    id: RowId


def to_choose(say: Say, known: Sequence[Known], days: int, page: int) -> InlineKeyboardMarkup:
    """Whose figures to show: buttons for the place of those under the figures of all."""
    rows = names(
        say,
        known,
        page,
        lambda id: PeriodTap(days=days, touchpoint=id),
        lambda page: ByTouchpointTap(days=days, page=page),
    )
    back = _row(say.plain("stats-back-button"), PeriodTap(days=days))
    return InlineKeyboardMarkup(inline_keyboard=[*rows, back])


def everyone(say: Say, known: Sequence[Known], page: int) -> Screen:
    new = _row(say.plain("point-new-button"), NewTap())
    rows = names(say, known, page, lambda id: CardTap(id=id), lambda page: ListTap(page=page))
    text = say("points") if known else say("points-none")
    return Screen(text, InlineKeyboardMarkup(inline_keyboard=[*rows, new]))


def names(
    say: Say,
    known: Sequence[Known],
    page: int,
    choose: Callable[[int], CallbackData],
    turn: Callable[[int], CallbackData],
) -> list[Row]:
    """A page of them, each a button, and under them the way to the other pages."""
    last = max(0, (len(known) - 1) // A_PAGE)
    page = min(max(0, page), last)
    shown = known[page * A_PAGE : (page + 1) * A_PAGE]
    rows = [_row(_name(say, one), choose(one.touchpoint.id)) for one in shown]
    arrows = [
        *([tap_button("‹", turn(page - 1))] if page > 0 else []),
        *([tap_button("›", turn(page + 1))] if page < last else []),
    ]
    return [*rows, arrows] if arrows else rows


def _name(say: Say, known: Known) -> str:
    key = "point-button-retired" if known.is_retired else "point-button"
    tally = known.tally
    nps = signed(say, tally.rounded or 0) if tally.is_shown else "none"
    return say.plain(key, name=known.touchpoint.name, n=tally.n, nps=nps)


def card(say: Say, known: Known, bot_username: str) -> Screen:
    touchpoint, tally = known.touchpoint, known.tally
    facts = [
        say("point-name", name=touchpoint.name),
        say("point-answers", n=tally.n),
        *([say("point-nps", nps=signed(say, tally.rounded or 0))] if tally.is_shown else []),
    ]
    way_in = say("point-retired") if known.is_retired else _address(say, touchpoint, bot_username)
    text = "\n".join([*facts, "", way_in])
    buttons = _retired_buttons if known.is_retired else _buttons
    rows = [*buttons(say, touchpoint.id), _row(say.plain("points-button"), ListTap(page=0))]
    return Screen(text, InlineKeyboardMarkup(inline_keyboard=rows))


def _address(say: Say, touchpoint: Touchpoint, bot_username: str) -> Html:
    link, code = link_to(touchpoint, bot_username), code_of(touchpoint)
    return say("point-address", link=link, code=code)


def _buttons(say: Say, id: int) -> list[Row]:
    return [
        _row(say.plain("point-print-button"), PrintTap(id=id)),
        [
            tap_button(say.plain("point-rename-button"), RenameTap(id=id)),
            tap_button(say.plain("point-retire-button"), RetireTap(id=id)),
        ],
    ]


def _retired_buttons(say: Say, id: int) -> list[Row]:
    return [
        [
            tap_button(say.plain("point-rename-button"), RenameTap(id=id)),
            tap_button(say.plain("point-return-button"), ReturnTap(id=id)),
        ]
    ]


def ask_name(say: Say, touchpoint: Touchpoint | None) -> Screen:
    if touchpoint is None:
        return Screen(say("point-ask-name"), _way_out(say, None))
    return Screen(say("point-ask-new-name", name=touchpoint.name), _way_out(say, touchpoint.id))


def wrong_name(say: Say, renamed: int | None) -> Screen:
    return Screen(say("point-wrong-name", most=LONGEST_NAME), _way_out(say, renamed))


def taken_name(say: Say, name: str, renamed: int | None) -> Screen:
    return Screen(say("point-taken-name", name=name), _way_out(say, renamed))


def _way_out(say: Say, renamed: int | None) -> InlineKeyboardMarkup:
    leave = LeaveTap(id=renamed or 0)
    return InlineKeyboardMarkup(inline_keyboard=[_row(say.plain("point-leave-button"), leave)])


def sheet(touchpoint: Touchpoint, business: Business, bot_username: str) -> Sheet:
    """Customers read it, so it speaks the business's language and not the admin's."""
    return Sheet(
        name=business.name,
        call=say_in(business.language).plain("point-call"),
        link=link_to(touchpoint, bot_username),
        code=code_of(touchpoint),
    )


def preview(say: Say, touchpoint: Touchpoint, png: bytes) -> Screen:
    return Screen(say("point-preview", name=touchpoint.name), photo=png)


def to_print(chat_id: int, touchpoint: Touchpoint, png: bytes) -> SendDocument:
    """As a document: Telegram makes photos smaller."""
    file = BufferedInputFile(png, f"qr-{touchpoint.code}.png")
    return SendDocument(chat_id=chat_id, document=file, disable_content_type_detection=True)


def link_to(touchpoint: Touchpoint, bot_username: str) -> str:
    return f"https://t.me/{bot_username}?start={code_of(touchpoint)}"


def code_of(touchpoint: Touchpoint) -> str:
    return str(StartCode(CodeKind.TOUCHPOINT, touchpoint.code))


def _row(text: str, data: CallbackData) -> Row:
    return [tap_button(text, data)]
