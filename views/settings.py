"""/settings: what to be sent, in which language, by which clock, and the birthday."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import AfterValidator

from models.rules.birthdays import born
from models.rules.business import Business
from models.rules.contact import Topic
from models.tables import Person, Role
from views import Screen
from views.buttons import tap_button
from views.menu import AgreeTap
from views.places import LIKELY, Place, city_of
from views.places import zones as known_zones
from views.say import LANGUAGES, Html, Say


class Step(StrEnum):
    HOME = "home"
    RESUME = "resume"
    ZONE = "zone"
    CITY = "city"
    BIRTHDAY = "birthday"
    NO_BIRTHDAY = "no-birthday"
    UNPUBLISH = "unpublish"
    WITHDRAW = "withdraw"


class StepTap(CallbackData, prefix="settings"):
    step: Step


class TopicTap(CallbackData, prefix="topic"):
    """What it shall be, and not that it be turned: a double tap does no harm."""

    topic: Topic
    on: bool


class LanguageTap(CallbackData, prefix="language"):
    language: Literal["ru", "en"]


def _known(zone: str) -> str:
    if zone not in known_zones():
        raise ValueError("no such time zone")
    return zone


class ZoneTap(CallbackData, prefix="zone"):
    zone: Annotated[str, AfterValidator(_known)]


Row = list[InlineKeyboardButton]


def home(
    say: Say,
    business: Business,
    person: Person,
    off: Collection[str],
    now: datetime,
    *,
    shows_words: bool,
) -> Screen:
    """Staff are sent nothing of their own accord: theirs are the language and the clock.
    `shows_words`: whether the customer has let us show any to others."""
    if person.role != Role.CUSTOMER:
        return _screen(_summary(say, business, person, now), _languages(say), [_zone(say)])
    if person.consented_at is None:
        agree = tap_button(say.plain("agree-button"), AgreeTap())
        return _screen(say("settings-before"), _languages(say), [agree])
    topics = [_topic(say, topic, _is_on(person, topic, off)) for topic in Topic]
    birthday = _step(say, "settings-birthday-button", Step.BIRTHDAY)
    unpublish = _step(say, "settings-unpublish-button", Step.UNPUBLISH)
    withdraw = _step(say, "settings-withdraw-button", Step.WITHDRAW)
    return _screen(
        _customers_text(say, business, person, now, shows_words=shows_words),
        *([[_step(say, "resume-button", Step.RESUME)]] if person.stopped_at else []),
        *_pairs(topics),
        _languages(say),
        [_zone(say), birthday],
        *([[unpublish]] if shows_words else []),
        [withdraw],
    )


def zones(say: Say, business: Business, now: datetime) -> Screen:
    """Those the customers of this business are likely to live in."""
    likely = dict.fromkeys((business.zone.key, *LIKELY))
    buttons = [_place(say, city_of(zone, say.language), zone, now) for zone in likely]
    other = _step(say, "settings-city-button", Step.CITY)
    back = _step(say, "settings-back-button", Step.HOME)
    return _screen(say("settings-zone"), *_each(buttons), [other], [back])


def city(say: Say) -> Screen:
    return _screen(say("settings-city"), [_cancel(say)])


def found(say: Say, places: Sequence[Place], now: datetime) -> Screen:
    """One is asked about by its time, which a person knows better than the name of a zone."""
    if not places:
        return _screen(say("settings-city-unknown"), [_cancel(say)])
    if len(places) > 1:
        named = [_place(say, place.named(say.language), place.zone, now) for place in places]
        return _screen(say("settings-city-which"), *_each(named), [_cancel(say)])
    [place] = places
    time = say.clock(now, ZoneInfo(place.zone))
    yes = tap_button(say.plain("settings-city-yes-button"), ZoneTap(zone=place.zone))
    no = _step(say, "settings-city-no-button", Step.CITY)
    text = say("settings-city-right", city=place.named(say.language), time=time)
    return _screen(text, [yes, no], [_cancel(say)])


def birthday(say: Say, person: Person) -> Screen:
    if born(person.birth_month, person.birth_day) is None:
        return _screen(say("settings-birthday"), [_cancel(say)])
    remove = _step(say, "settings-no-birthday-button", Step.NO_BIRTHDAY)
    return _screen(say("settings-birthday"), [remove], [_cancel(say)])


def birthday_unread(say: Say) -> Screen:
    return _screen(say("settings-birthday-unread"), [_cancel(say)])


def withdrawn(say: Say) -> Screen:
    return _screen(say("settings-withdrawn"), [tap_button(say.plain("agree-button"), AgreeTap())])


def _customers_text(
    say: Say, business: Business, person: Person, now: datetime, *, shows_words: bool
) -> Html:
    birthday = born(person.birth_month, person.birth_day)
    parts = [
        _summary(say, business, person, now),
        say("settings-birthday-is", day=say.day(birthday)) if birthday else None,
        say("settings-publishable") if shows_words else None,
        f"\n{say('settings-stopped' if person.stopped_at else 'settings-topics')}",
    ]
    return Html("\n".join(part for part in parts if part))


def _summary(say: Say, business: Business, person: Person, now: datetime) -> Html:
    zone = ZoneInfo(person.zone) if person.zone else business.zone
    return say("settings", city=city_of(zone.key, say.language), time=say.clock(now, zone))


def _is_on(person: Person, topic: Topic, off: Collection[str]) -> bool:
    return person.offers_at is not None if topic is Topic.OFFERS else topic not in off


def _topic(say: Say, topic: Topic, on: bool) -> InlineKeyboardButton:
    name = say.plain(f"topic-{topic}")
    return tap_button(f"{'✓ ' if on else ''}{name}", TopicTap(topic=topic, on=not on))


def _languages(say: Say) -> Row:
    return [
        tap_button(
            f"{'• ' if language == say.language else ''}{say.plain(f'language-{language}')}",
            LanguageTap.model_validate({"language": language}),
        )
        for language in LANGUAGES
    ]


def _zone(say: Say) -> InlineKeyboardButton:
    return _step(say, "settings-zone-button", Step.ZONE)


def _place(say: Say, name: str, zone: str, now: datetime) -> InlineKeyboardButton:
    return tap_button(f"{name}, {say.clock(now, ZoneInfo(zone))}", ZoneTap(zone=zone))


def _cancel(say: Say) -> InlineKeyboardButton:
    return _step(say, "settings-cancel-button", Step.HOME)


def _step(say: Say, key: str, step: Step) -> InlineKeyboardButton:
    return tap_button(say.plain(key), StepTap(step=step))


def _pairs(buttons: Sequence[InlineKeyboardButton]) -> list[Row]:
    return [list(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]


def _each(buttons: Sequence[InlineKeyboardButton]) -> list[Row]:
    """A row for each: a city with its time is too long for half a row of a phone."""
    return [[button] for button in buttons]


def _screen(text: Html, *rows: Row) -> Screen:
    return Screen(text, InlineKeyboardMarkup(inline_keyboard=list(rows)))
