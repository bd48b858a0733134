"""A birthday is read as people write it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.birthdays import LEAP_YEAR
from models.tables import Person
from tests.views.test_report import BUSINESS
from views.birthdays import invitation, read
from views.say import say_in

DAYS = st.integers(0, 365).map(lambda days: date(LEAP_YEAR, 1, 1) + timedelta(days=days))


@pytest.mark.parametrize(
    "words",
    [
        "12 мая",
        "12 МАЯ",
        " 12 май ",
        "12-го мая",
        "12.05",
        "12.5",
        "12/05",
        "12-05",
        "12. 05.",
        "12.05.1990",
        "12 мая 1990 г.",
        "May 12",
        "12 May",
        "may 12th, 1990",
        "12th of May",
        "мая 12",
    ],
)
def test_the_twelfth_of_may_is_read(words: str) -> None:
    assert read(words) == date(LEAP_YEAR, 5, 12)


def test_a_month_may_be_shortened() -> None:
    read_months = [read(f"1 {month}") for month in ("янв.", "сент", "сен", "Aug", "sept")]
    assert [day.month if day else None for day in read_months] == [1, 9, 9, 8, 9]


def test_the_twenty_ninth_of_february_is_a_birthday() -> None:
    assert read("29 февраля") == read("29.02") == read("Feb 29") == date(LEAP_YEAR, 2, 29)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "12",
        "мая",
        "12 ма",
        "12 хренабря",
        "30 февраля",
        "31.02",
        "32 мая",
        "0.05",
        "12.13",
        "-1.05",
        "²5.05",
        "12.05.19",
        "12 мая или 13",
        "завтра",
        "1" * 4000,
        "12 ." * 1000,
    ],
)
def test_what_is_no_day_is_none(words: str) -> None:
    assert read(words) is None


@pytest.mark.parametrize(
    ("gift", "words"),
    [
        ("кофе", "Наш подарок: кофе."),
        ("скидка 15 %", "Наш подарок: скидка 15 %."),
        ("скидка 300 руб.", "Наш подарок: скидка 300 руб."),
        ("приходите и узнаете!", "Наш подарок: приходите и узнаете!"),
    ],
)
def test_the_gift_ends_with_one_full_stop(gift: str, words: str) -> None:
    business = replace(BUSINESS, birthday_gift=gift)
    text = invitation(say_in("ru"), business, Person(name="Алиса")).text
    assert text == f"Алиса, скоро ваш день рождения!\n\nПриходите, будем рады. {words}"


@given(DAYS, st.sampled_from(["ru", "en"]))
def test_what_we_show_we_can_read(day: date, language: str) -> None:
    assert read(say_in(language).day(day)) == day


@given(st.text())
def test_any_words_are_a_day_or_none(words: str) -> None:
    day = read(words)
    assert day is None or day.year == LEAP_YEAR
