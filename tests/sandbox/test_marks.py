"""What is typed with marks is sent formatted, as by Telegram's apps."""

import pytest

from sandbox.people import Person
from sandbox.telegram import Telegram


@pytest.fixture
def alice() -> Person:
    telegram = Telegram()
    telegram.add_bot("42:TEST", "test_bot", "Test")
    return telegram.add_person(1, "Alice")


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("**Скидка** 20 %", "<b>Скидка</b> 20 %"),
        ("💇 **{имя|гость}**, __ждём__!", "💇 <b>{имя|гость}</b>, <i>ждём</i>!"),
        ("~~500~~ `400`", "<s>500</s> <code>400</code>"),
        ("2 ** 3 ** 4, snake__case__name, **", "2 ** 3 ** 4, snake__case__name, **"),
    ],
)
def test_marks_around_words_become_their_formatting(alice: Person, typed: str, html: str) -> None:
    assert alice.type(typed).html == html


def test_what_is_sent_as_it_is_keeps_its_marks(alice: Person) -> None:
    assert alice.send("**Скидка**").text == "**Скидка**"
