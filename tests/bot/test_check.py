"""`python -m bot check` asks Telegram too: what it says of the bot is told."""

import asyncio
import os
import sqlite3
import sys
from pathlib import Path

import pytest

from sandbox.server import serve
from sandbox.telegram import Telegram
from tests.bot.process import ROOT

TOKEN = "42:TEST"


async def check(telegram: Telegram, database: Path) -> tuple[int | None, str]:
    """The exit status, and what was printed."""
    async with await serve(telegram) as server:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "check"),
            cwd=database.parent,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT),
                "BOT_TOKEN": TOKEN,
                "TELEGRAM_API_URL": server.url,
                "DATABASE_URL": f"sqlite+aiosqlite:///{database}",
                "OWNER_IDS": "900",
                "ERASURE_KEY": "a-key-that-is-long-enough-for-a-hash",
            },
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()
    return process.returncode, said.decode()


@pytest.mark.parametrize(
    ("has_inline_mode", "words"),
    [
        (False, "→ Inline mode is off: customers share by a link only"),
        (True, "→ Inline mode is on. Its feedback can't be seen from here"),
    ],
)
async def test_what_botfather_should_be_told_is_a_hint_and_no_fault(
    database: Path, has_inline_mode: bool, words: str
) -> None:
    telegram = Telegram()
    telegram.add_bot(TOKEN, "sarafan_bot", "Сарафан", supports_inline_queries=has_inline_mode)
    status, said = await check(telegram, database)
    assert words in said
    assert "/setinlinefeedback" in said
    assert said.count("✗") == 1  # the owner has not started the bot
    assert status == 1
    assert TOKEN not in said


async def test_where_only_hints_are_left_all_is_well(database: Path) -> None:
    telegram = Telegram()
    telegram.add_bot(TOKEN, "sarafan_bot", "Сарафан")
    let_olga_start(database)
    status, said = await check(telegram, database)
    assert status == 0
    assert said.endswith("✓ All is well.\n")
    assert "✗" not in said


async def test_a_token_that_telegram_does_not_know_gets_no_hint(database: Path) -> None:
    telegram = Telegram()
    telegram.add_bot("43:OTHER", "other_bot", "Другой")
    _, said = await check(telegram, database)
    assert "✗ Telegram does not know this BOT_TOKEN" in said
    assert "Inline mode" not in said


def let_olga_start(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute(
            "INSERT INTO people (telegram_id, role, name, language, code, met_at, started_at, demo)"
            " VALUES (900, 'owner', 'Ольга', 'ru', 'codeOfOlga', :at, :at, 0)",
            {"at": "2026-05-15 09:00:00"},
        )
