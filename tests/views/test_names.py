"""Names as we show them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.names import FIRST, LONGEST, first, shown
from views.say import say_in

RU, EN = say_in("ru"), say_in("en")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "\N{ZERO WIDTH SPACE}\N{ZERO WIDTH JOINER}",
        "\N{HANGUL FILLER}",
        "\N{BRAILLE PATTERN BLANK}",
        "\N{COMBINING ACUTE ACCENT}",
        "\x00\x1b",
    ],
)
def test_a_name_of_which_nothing_is_seen_is_no_name(name: str) -> None:
    assert shown(RU, name) == "Без имени"
    assert shown(EN, name) == "No name"


@pytest.mark.parametrize("name", ["Алиса Ким", "O'Neil", "👨‍👩‍👧", "Ŝtefo", "李雷", "9", "<b>&"])
def test_an_ordinary_name_is_left_as_it_is(name: str) -> None:
    assert shown(RU, name) == name


def test_a_name_stands_on_one_line() -> None:
    assert shown(RU, " Алиса\n\tКим ") == "Алиса Ким"


@given(st.text(max_size=200))
def test_no_name_disturbs_the_words_around_it(name: str) -> None:
    said = shown(RU, name)
    inside = said.removeprefix("\u2068").removesuffix("\u2069")
    assert (said != inside) == any(
        unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in inside
    )
    assert not any(
        char in inside for char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\n"
    )
    assert 0 < len(inside) <= LONGEST


def test_a_long_name_that_was_isolated_stays_so() -> None:
    said = shown(RU, "שרה" * 40, 32)
    assert (said[0], said[-1]) == ("\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}")
    assert len(said) == 34


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Алиса Ким", "Алиса"),
        ("  Анна-Мария ", "Анна-Мария"),
        ("", "none"),
        ("\N{HANGUL FILLER} Ким", "none"),
        ("ы" * 99, "ы" * (FIRST - 1) + "…"),
    ],
)
def test_people_are_greeted_by_the_first_word_of_their_name(name: str, word: str) -> None:
    assert first(RU, name) == word
