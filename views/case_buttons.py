"""What an owner can do about a case: the buttons under its card."""

from collections.abc import Iterator

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from models.case_file import CaseFile
from models.tables import Wish
from views import RowId
from views.buttons import one_button, tap_button
from views.say import Say
from views.templates import TemplatesTap


class TakeTap(CallbackData, prefix="case-take"):
    case: RowId


class TickTap(CallbackData, prefix="case-tick"):
    case: RowId
    wish: Wish
    met: bool
    """What it is to be: a second tap changes nothing."""


class CloseTap(CallbackData, prefix="case-close"):
    case: RowId


class SolvedTap(CallbackData, prefix="case-solved"):
    case: RowId


class KeepTap(CallbackData, prefix="case-keep"):
    case: RowId


class ReopenTap(CallbackData, prefix="case-reopen"):
    case: RowId


class CardTap(CallbackData, prefix="case-card"):
    case: RowId


class TalkTap(CallbackData, prefix="case-talk"):
    case: RowId


def under_card(say: Say, file: CaseFile) -> InlineKeyboardMarkup:
    id = file.case.id
    to_write = [tap_button(say.plain("case-templates-button"), TemplatesTap(case=id))]
    if file.lines:
        to_write.append(tap_button(say.plain("case-talk-button"), TalkTap(case=id)))
    if file.is_closed:
        reopen = tap_button(say.plain("case-reopen-button"), ReopenTap(case=id))
        rows = [to_write, [reopen]]
    else:
        rows = [*_to_do(say, file), *_to_end(say, file, to_write)]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def _to_do(say: Say, file: CaseFile) -> Iterator[list[InlineKeyboardButton]]:
    if file.case.taken_by_id is None:
        yield [tap_button(say.plain("case-take-button"), TakeTap(case=file.case.id))]
    if file.response is not None:
        yield from ([_toggle(say, file, wish)] for wish in Wish)


def _toggle(say: Say, file: CaseFile, wish: Wish) -> InlineKeyboardButton:
    is_met = any(tick.wish == wish for tick in file.ticks)
    words = say.plain("case-wish", wish=wish.value)
    key = "case-wish-met" if is_met else "case-wish-open"
    tap = TickTap(case=file.case.id, wish=wish, met=not is_met)
    return tap_button(say.plain(key, wish=words), tap)


def _to_end(
    say: Say, file: CaseFile, to_write: list[InlineKeyboardButton]
) -> list[list[InlineKeyboardButton]]:
    """A new card, which has three wishes to show, saves a row: it is to fit on a screen."""
    close = CloseTap(case=file.case.id)
    if file.response is None:
        solved = tap_button(say.plain("case-solved-button"), SolvedTap(case=file.case.id))
        return [to_write, [solved], [tap_button(say.plain("case-close-why-button"), close)]]
    button = tap_button(say.plain("case-close-button"), close)
    return [to_write, [button]] if file.lines else [[*to_write, button]]


def back(say: Say, case_id: int) -> InlineKeyboardButton:
    return tap_button(say.plain("case-back-button"), CardTap(case=case_id))


def keep(say: Say, file: CaseFile) -> InlineKeyboardMarkup:
    return one_button(say.plain("case-keep-button"), KeepTap(case=file.case.id))
