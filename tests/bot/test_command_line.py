"""`python -m bot`, as a person types it."""

from pathlib import Path

import pytest

from tests.bot.shell import Shell, by_itself

NOWHERE = "sqlite+aiosqlite:////nowhere/at/all.db"


def test_without_a_token_it_names_the_demo(tmp_path: Path) -> None:
    ended = by_itself("run", cwd=tmp_path)
    assert ended.status == 2
    assert ended.complained.count("\n") == 1
    assert "BOT_TOKEN" in ended.complained
    assert "make demo" in ended.complained


def test_bad_settings_are_told_and_nothing_else(shell: Shell) -> None:
    ended = shell.bot("run", BOT_TOKEN="42:SECRET", OWNER_IDS="olga")
    assert ended.status == 2
    assert "OWNER_IDS: Telegram ids are numbers" in ended.complained
    assert "Traceback" not in ended.complained
    assert "SECRET" not in ended.complained


def test_migrating_makes_the_database_and_doing_it_twice_changes_nothing(
    shell: Shell, tmp_path: Path
) -> None:
    assert shell.bot("migrate").status == 0
    assert (tmp_path / "sarafan.db").exists()
    assert shell.bot("migrate").status == 0


@pytest.mark.parametrize("words", [[], ["dance"]])
def test_what_it_does_not_know_it_says(shell: Shell, words: list[str]) -> None:
    ended = shell.bot(*words)
    assert ended.status == 2
    assert "usage" in ended.complained


def test_check_says_all_that_is_wrong(tmp_path: Path) -> None:
    ended = by_itself("check", cwd=tmp_path)
    assert ended.status == 1
    assert "BOT_TOKEN is not set" in ended.said
    assert "OWNER_IDS is empty" in ended.said
    assert "ERASURE_KEY is empty" in ended.said
    assert "There is no database yet: make run makes it." in ended.said
    assert "Traceback" not in ended.complained
    assert list(tmp_path.iterdir()) == []


def test_check_says_what_brings_an_old_database_up_to_date(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "sarafan.db").touch()
    assert "make run brings it up to date" in shell.bot("check").said


def test_check_says_where_the_database_cannot_be(shell: Shell) -> None:
    ended = shell.bot("check", DATABASE_URL=NOWHERE)
    assert ended.status == 1
    assert "The database can't be opened" in ended.said
    assert "Traceback" not in ended.complained


def test_migrating_where_the_database_cannot_be_is_told_in_words(shell: Shell) -> None:
    ended = shell.bot("migrate", DATABASE_URL=NOWHERE)
    assert ended.status == 2
    assert "DATABASE_URL" in ended.complained
    assert "Traceback" not in ended.complained
