"""Cities and their time zones, by the names that people type."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from zoneinfo import available_timezones

from babel import Locale
from babel.dates import get_timezone_location

CITIES = Path(__file__).parent / "texts" / "cities.txt"
LIKELY = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Novosibirsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
)
MOST_FOUND = 6
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Place:
    zone: str
    ru: str
    en: str
    more: tuple[str, ...] = ()

    def named(self, language: str) -> str:
        return self.ru if language == "ru" else self.en


def find(typed: str) -> list[Place]:
    """The city of that name; else those whose names begin so; else those that look like it.

    Names in either language will do. More than can be chosen from is none."""
    words, known = _plain(typed), _places()
    if words in known:
        return [known[words]]
    begins = [name for name in known if name.startswith(words)] if len(words) >= SHORTEST else []
    names = begins or get_close_matches(words, known, n=MOST_FOUND, cutoff=0.8)
    found = list(dict.fromkeys(known[name] for name in names))
    return found if len(found) <= MOST_FOUND else []


@cache
def zones() -> frozenset[str]:
    """Of the files of a system, two are no places, and Babel can't tell their time."""
    return frozenset(available_timezones() - {"Factory", "localtime"})


def city_of(zone: str, language: str) -> str:
    """Babel's own function takes a zone for its newest alias, which CLDR has no Russian name of."""
    city: str | None = Locale.parse(language).time_zones.get(zone, {}).get("city")
    return city or get_timezone_location(zone, locale=language, return_city=True)


def _plain(name: str) -> str:
    """As people type: no capitals, no «ё», no dots and dashes, no «г.» before it."""
    words = re.sub(r"[\W_]+", " ", name.casefold().replace("ё", "е")).strip()
    return re.sub(r"^(г|город|city of) ", "", words)


@cache
def _places() -> dict[str, Place]:
    """By each of their names. Listed cities go before those of the same name that CLDR knows."""
    known: dict[str, Place] = {}
    for place in (*listed(), *_of_zones()):
        for name in (place.ru, place.en, *place.more):
            known.setdefault(_plain(name), place)
    return known


def listed() -> Iterator[Place]:
    for line in CITIES.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            zone, ru, en, *more = (part.strip() for part in line.split("|"))
            yield Place(zone, ru, en, tuple(more))


def _of_zones() -> Iterator[Place]:
    """What CLDR calls the city that stands for a zone."""
    for zone in sorted(zones() & Locale.parse("ru").time_zones.keys()):
        yield Place(zone, city_of(zone, "ru"), city_of(zone, "en"))
