"""`python -m bot`, as a person types it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def bot(*words: str, cwd: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_without_a_token_it_names_the_demo(tmp_path: Path) -> None:
    ended = bot("run", cwd=tmp_path)
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "BOT_TOKEN" in ended.stderr
    assert "make demo" in ended.stderr


def test_bad_settings_are_told_and_nothing_else(tmp_path: Path) -> None:
    ended = bot("run", cwd=tmp_path, BOT_TOKEN="42:SECRET", OWNER_IDS="olga")
    assert ended.returncode == 2
    assert "OWNER_IDS: Telegram ids are numbers" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "SECRET" not in ended.stderr


def test_migrating_makes_the_database_and_doing_it_twice_changes_nothing(tmp_path: Path) -> None:
    assert bot("migrate", cwd=tmp_path).returncode == 0
    assert (tmp_path / "sarafan.db").exists()
    assert bot("migrate", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("words", [[], ["dance"]])
def test_what_it_does_not_know_it_says(tmp_path: Path, words: list[str]) -> None:
    ended = bot(*words, cwd=tmp_path)
    assert ended.returncode == 2
    assert "usage" in ended.stderr


def test_check_says_all_that_is_wrong(tmp_path: Path) -> None:
    ended = bot("check", cwd=tmp_path)
    assert ended.returncode == 1
    assert "BOT_TOKEN is not set" in ended.stdout
    assert "OWNER_IDS is empty" in ended.stdout
    assert "ERASURE_KEY is empty" in ended.stdout
    assert "There is no database yet: make run makes it." in ended.stdout
    assert "Traceback" not in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_check_says_what_brings_an_old_database_up_to_date(tmp_path: Path) -> None:
    (tmp_path / "sarafan.db").touch()
    assert "make run brings it up to date" in bot("check", cwd=tmp_path).stdout


def test_check_says_where_the_database_cannot_be(tmp_path: Path) -> None:
    ended = bot("check", cwd=tmp_path, DATABASE_URL="sqlite+aiosqlite:////nowhere/at/all.db")
    assert ended.returncode == 1
    assert "The database can't be opened" in ended.stdout
    assert "Traceback" not in ended.stderr


def test_migrating_where_the_database_cannot_be_is_told_in_words(tmp_path: Path) -> None:
    ended = bot("migrate", cwd=tmp_path, DATABASE_URL="sqlite+aiosqlite:////nowhere/at/all.db")
    assert ended.returncode == 2
    assert "DATABASE_URL" in ended.stderr
    assert "Traceback" not in ended.stderr
