"""A birthday as people write it, «12 мая», 12.05, May 12, and what they read for it."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from babel.dates import get_month_names

from models.rules.birthdays import LEAP_YEAR
from models.rules.business import Business
from models.tables import Person
from views import Screen
from views.legal import INVITATION, signed_html, way_out
from views.names import first
from views.say import LANGUAGES, Say

SHORTEST_MONTH = 3
ENDS = (".", "!", "?", "…")

YEAR = r"(?:[\s.,/-]+\d{4}(?:\s*г(?:\.|ода)?)?)?"
FORMS = [
    re.compile(form + YEAR)
    for form in (
        r"(?P<day>\d{1,2})\s*[./-]\s*(?P<month>\d{1,2})\.?",
        r"(?P<day>\d{1,2})(?:-?го|st|nd|rd|th)?\s+(?:of\s+)?(?P<month>[^\W\d_]+)\.?",
        r"(?P<month>[^\W\d_]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?",
    )
]


def read(words: str) -> date | None:
    """That day of a leap year. A year is passed over; a day that no month has is none."""
    words = words.strip().casefold()
    match = next((match for form in FORMS if (match := form.fullmatch(words))), None)
    month = _month(match["month"]) if match else None
    if match is None or month is None:
        return None
    try:
        return date(LEAP_YEAR, month, int(match["day"]))
    except ValueError:
        return None


def greeting(say: Say, business: Business, person: Person) -> Screen:
    """No advert in it."""
    name = first(say, person.name)
    return Screen(say("birthday-greeting", name=name, business=business.name))


def invitation(say: Say, business: Business, person: Person) -> Screen:
    """An offer like any other, in the owner's words."""
    name, gift = first(say, person.name), _ended(business.birthday_gift)
    text = say("birthday-invitation", name=name, gift=gift)
    return Screen(signed_html(text, business.offer_footer), way_out(say, INVITATION))


def _ended(words: str) -> str:
    return words if words.endswith(ENDS) else f"{words}."


def _month(written: str) -> int | None:
    if written.isdecimal():
        return int(written)
    if len(written) < SHORTEST_MONTH:
        return None
    found = {number for name, number in _months().items() if name.startswith(written)}
    return found.pop() if len(found) == 1 else None


@cache
def _months() -> Mapping[str, int]:
    """Whole names: «мая» of a date and «май» by itself; shorter ones are how these begin."""
    return {
        name.casefold(): number
        for language in LANGUAGES
        for context in ("format", "stand-alone")
        for number, name in get_month_names("wide", context, language).items()
    }
