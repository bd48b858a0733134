"""The question, the why, the thanks, and whether offers are welcome."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import Field

from models.rules.business import Business
from models.rules.nps import Group
from models.rules.question import SCORES
from views import Screen
from views.say import Html, Say

REHEARSAL = 0
"""Stands for the survey when one of the staff tries the question out."""


SurveyId = Annotated[int, Field(ge=0, lt=2**31)]


class ScoreTap(CallbackData, prefix="score"):
    survey: SurveyId
    score: Annotated[int, Field(ge=0, le=10)]


class ChangeTap(CallbackData, prefix="change"):
    survey: SurveyId


class SkipTap(CallbackData, prefix="skip"):
    survey: SurveyId


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


def scored(say: Say, survey_id: int, score: int) -> Screen:
    text = say("scored", score=score)
    return Screen(
        _rehearsed(say, text, survey_id), _one(say, "change-button", ChangeTap(survey=survey_id))
    )


def why(say: Say, survey_id: int, group: Group) -> Screen:
    text = Html(f"{say(f'why-{group}')}\n\n{say('why-how')}")
    return Screen(text, _one(say, "skip-button", SkipTap(survey=survey_id)))


def thanks(say: Say, business: Business, group: Group) -> Screen:
    """The link to public reviews is the same for everybody: sending only the happy there breaks
    the platforms' rules."""
    if not business.review_url:
        return Screen(say(f"thanks-{group}"))
    review = InlineKeyboardButton(text=say.plain("review-button"), url=business.review_url)
    return Screen(say(f"thanks-{group}"), InlineKeyboardMarkup(inline_keyboard=[[review]]))


def expired(say: Say) -> Screen:
    return Screen(say("survey-expired"), _one(say, "rate-button", RateTap()))


def are_offers_welcome(say: Say) -> Screen:
    yes = _button(say.plain("offers-yes-button"), OffersTap(welcome=True))
    no = _button(say.plain("offers-no-button"), OffersTap(welcome=False))
    return Screen(say("offers-question"), InlineKeyboardMarkup(inline_keyboard=[[yes], [no]]))


def offers_answer(say: Say, welcome: bool) -> Screen:
    return Screen(say("offers-yes" if welcome else "offers-no"))


def _scores(survey_id: int) -> InlineKeyboardMarkup:
    """Plain numbers in two rows: colours and faces would bias the score."""
    buttons = [_button(str(score), ScoreTap(survey=survey_id, score=score)) for score in SCORES]
    return InlineKeyboardMarkup(inline_keyboard=[buttons[:6], buttons[6:]])


def _rehearsed(say: Say, text: Html, survey_id: int) -> Html:
    return say("rehearsal", text=text) if survey_id == REHEARSAL else text


def _one(say: Say, key: str, data: CallbackData) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[_button(say.plain(key), data)]])


def _button(text: str, data: CallbackData) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data.pack())
