"""What stands beside a command is true of whoever reads it."""

import pytest

from models.tables import Role
from views.menu import commands
from views.say import LANGUAGES, say_in


def described(role: Role, language: str = "ru") -> dict[str, str]:
    return {one.command: one.description for one in commands(say_in(language), role)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ["rate", "settings"])
def test_what_does_something_else_for_the_staff_says_so(command: str, language: str) -> None:
    said = [described(role, language)[command] for role in Role]
    assert len(set(said)) == 2
    assert described(Role.OWNER, language)[command] == described(Role.ADMIN, language)[command]


def test_the_staff_have_a_language_and_a_clock_and_rehearse() -> None:
    owners = described(Role.OWNER)
    assert owners["settings"] == "Язык и время"
    assert owners["rate"] == "Репетиция: вопрос глазами клиента"
