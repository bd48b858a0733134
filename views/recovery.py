"""How long an unhappy customer waits, whether it is solved, and the question again after that."""

from datetime import datetime, timedelta
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from pydantic import Field

from models import recovery
from models.case_file import CaseFile
from models.rules.business import Business
from models.tables import Case, Response
from views import RowId, Screen, survey
from views.buttons import column, one_button, tap_button
from views.length import bare, cut
from views.names import shown
from views.say import Html, Say

SHOWN_OF_WORDS = 200
HOUR = timedelta(hours=1)


class IsSolvedTap(CallbackData, prefix="is-solved"):
    case: RowId
    closed: Annotated[int, Field(ge=0, lt=2**40)]
    """The stamp of the closing that is asked about."""
    solved: bool


def red(say: Say, business: Business, file: CaseFile, words: Html | None, now: datetime) -> Screen:
    """`words`: with which the customer began to wait, where it was not with a score."""
    name, hours = shown(say, file.customer.name), round((now - file.case.since) / HOUR)
    parts = [
        say("red-title", name=name, hours=hours),
        _why(say, file.response, _stake(say, business, file)),
        _quoted(say, bare(words) if words else _reason(file)),
        say("red-how"),
    ]
    return Screen("\n\n".join(part for part in parts if part))


def _stake(say: Say, business: Business, file: CaseFile) -> str:
    return say.money(business.stake_of(file.friends), business.currency)


def _why(say: Say, response: Response | None, stake: str) -> Html:
    if response is None:
        return say("red-call", stake=stake)
    return say("red-score", score=response.score, stake=stake)


def _reason(file: CaseFile) -> str | None:
    return file.response.comment if file.response else None


def _quoted(say: Say, words: str | None) -> Html | None:
    return say("case-reason", reason=cut(words, SHOWN_OF_WORDS)) if words else None


def unsolved(say: Say, business: Business, file: CaseFile) -> Screen:
    name = shown(say, file.customer.name)
    return Screen(say("unsolved", name=name, stake=_stake(say, business, file)))


def is_it_solved(say: Say, case: Case) -> Screen:
    text = say("solved-question-call" if case.response_id is None else "solved-question")
    return Screen(text, column(_button(say, case, solved=True), _button(say, case, solved=False)))


def _button(say: Say, case: Case, *, solved: bool) -> InlineKeyboardButton:
    text = say.plain("solved-yes-button" if solved else "solved-no-button")
    return tap_button(text, IsSolvedTap(case=case.id, closed=recovery.stamp(case), solved=solved))


def solved(say: Say, tap: IsSolvedTap) -> Screen:
    """The way back stays: a tap by mistake loses nothing."""
    no = tap.model_copy(update={"solved": False})
    return Screen(say("solved-yes"), one_button(say.plain("solved-after-all-button"), no))


def not_solved(say: Say) -> Screen:
    return Screen(say("solved-no"))


def question_again(say: Say, business: Business, survey_id: int) -> Screen:
    """The same question, word for word, after a sentence that says why it comes so soon."""
    asked = survey.question(say, business, survey_id)
    return Screen(say("question-again", question=Html(asked.text)), asked.keyboard)
