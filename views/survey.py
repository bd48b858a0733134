"""The question, the why, the thanks, and whether offers are welcome."""

from collections.abc import Collection, Sequence
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import Field

from models.rules.business import Business
from models.rules.nps import Group
from models.rules.question import SCORES
from views import RowId, Screen
from views.buttons import column, one_button, tap_button
from views.say import Html, Say

REHEARSAL = 0
"""Stands for the survey when one of the staff tries the question out."""


class ScoreTap(CallbackData, prefix="score"):
    survey: RowId
    score: Annotated[int, Field(ge=0, le=10)]


class ChangeTap(CallbackData, prefix="change"):
    survey: RowId


class ChipTap(CallbackData, prefix="chip"):
    survey: RowId
    chip: Annotated[int, Field(ge=0, lt=100)]
    taken: bool
    """What the tap makes of it, so that the same tap twice is the same as once."""


class SkipTap(CallbackData, prefix="skip"):
    survey: RowId


class RateTap(CallbackData, prefix="rate"):
    pass


class OffersTap(CallbackData, prefix="offers"):
    welcome: bool


def question(say: Say, business: Business, survey_id: int) -> Screen:
    text = _asked(say, business)
    return Screen(_rehearsed(say, text, survey_id), _scores(survey_id))


def reminder(say: Say, business: Business, survey_id: int) -> Screen:
    return Screen(say("reminder", question=_asked(say, business)), _scores(survey_id))


def _asked(say: Say, business: Business) -> Html:
    """The subject is a Russian accusative; in English the business goes by its name."""
    us = business.subject if say.language == "ru" else business.name
    return say("question", us=us)


def scored(say: Say, business: Business, survey_id: int, score: int) -> Screen:
    """With the link to public reviews, which is for everybody who answered: many never come to the
    thanks."""
    change = tap_button(say.plain("change-button"), ChangeTap(survey=survey_id))
    text = _rehearsed(say, say("scored", score=score), survey_id)
    return Screen(text, column(change, *_review(say, business)))


def why(
    say: Say, survey_id: int, group: Group, chips: Sequence[str], taken: Collection[str] = ()
) -> Screen:
    text = Html(f"{say(f'why-{group}')}\n\n{say('why-how')}")
    return Screen(text, why_buttons(say, survey_id, chips, taken))


def why_buttons(
    say: Say, survey_id: int, chips: Sequence[str], taken: Collection[str]
) -> InlineKeyboardMarkup:
    """Chips two in a row, and the way out: a chip is a reason too, so that one is done then."""
    buttons = [
        tap_button(
            say.plain("chip-taken", chip=name) if name in taken else name,
            ChipTap(survey=survey_id, chip=place, taken=name not in taken),
        )
        for place, name in enumerate(chips)
    ]
    out = say.plain("done-button" if taken else "skip-button")
    rows = [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
    return InlineKeyboardMarkup(
        inline_keyboard=[*rows, [tap_button(out, SkipTap(survey=survey_id))]]
    )


def rehearsed_chips(
    keyboard: InlineKeyboardMarkup | None, chips: Sequence[str], tap: ChipTap
) -> set[str]:
    """The chips taken after the tap, read off the buttons: a rehearsal is kept nowhere else."""
    rows = keyboard.inline_keyboard if keyboard else []
    shown = [button.text for row in rows for button in row]
    taken = {name for name, text in zip(chips, shown, strict=False) if text != name}
    tapped = set(chips[tap.chip : tap.chip + 1])
    return taken | tapped if tap.taken else taken - tapped


def cannot_hear(say: Say) -> Screen:
    return Screen(say("why-cannot-hear"))


def thanks(say: Say, business: Business, group: Group) -> Screen:
    """The link to public reviews is the same for everybody: sending only the happy there breaks
    the platforms' rules."""
    review = _review(say, business)
    return Screen(say(f"thanks-{group}"), column(*review) if review else None)


def _review(say: Say, business: Business) -> list[InlineKeyboardButton]:
    if not business.review_url:
        return []
    return [InlineKeyboardButton(text=say.plain("review-button"), url=business.review_url)]


def expired(say: Say) -> Screen:
    return Screen(say("survey-expired"), one_button(say.plain("rate-button"), RateTap()))


def are_offers_welcome(say: Say) -> Screen:
    yes = tap_button(say.plain("offers-yes-button"), OffersTap(welcome=True))
    no = tap_button(say.plain("offers-no-button"), OffersTap(welcome=False))
    return Screen(say("offers-question"), column(yes, no))


def offers_answer(say: Say, welcome: bool) -> Screen:
    return Screen(say("offers-yes" if welcome else "offers-no"))


def _scores(survey_id: int) -> InlineKeyboardMarkup:
    """Plain numbers in two rows: colours and faces would bias the score."""
    buttons = [tap_button(str(score), ScoreTap(survey=survey_id, score=score)) for score in SCORES]
    return InlineKeyboardMarkup(inline_keyboard=[buttons[:6], buttons[6:]])


def _rehearsed(say: Say, text: Html, survey_id: int) -> Html:
    return say("rehearsal", text=text) if survey_id == REHEARSAL else text
