"""`python -m bot check` asks Telegram too: what it says of the bot is told."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from sandbox.server import serve
from sandbox.telegram import Telegram
from tests.bot.shell import Ended, Shell

TOKEN = "42:TEST"


async def check(shell: Shell, telegram: Telegram, database: Path, **settings: str) -> Ended:
    async with await serve(telegram) as server:
        return await asyncio.to_thread(
            shell.bot,
            "check",
            BOT_TOKEN=TOKEN,
            TELEGRAM_API_URL=server.url,
            DATABASE_URL=f"sqlite+aiosqlite:///{database}",
            OWNER_IDS="900",
            ERASURE_KEY="a-key-that-is-long-enough-for-a-hash",
            **settings,
        )


@pytest.mark.parametrize(
    ("has_inline_mode", "words"),
    [
        (False, "→ Inline mode is off: customers share by a link only"),
        (True, "→ Inline mode is on. Its feedback can't be seen from here"),
    ],
)
async def test_what_botfather_should_be_told_is_a_hint_and_no_fault(
    shell: Shell, database: Path, has_inline_mode: bool, words: str
) -> None:
    telegram = Telegram()
    telegram.add_bot(TOKEN, "sarafan_bot", "Сарафан", supports_inline_queries=has_inline_mode)
    ended = await check(shell, telegram, database)
    assert words in ended.said
    assert "/setinlinefeedback" in ended.said
    assert ended.said.count("✗") == 1  # the owner has not started the bot
    assert ended.status == 1
    assert TOKEN not in ended.said + ended.complained


async def test_where_only_hints_are_left_all_is_well(shell: Shell, database: Path) -> None:
    telegram = Telegram()
    telegram.add_bot(TOKEN, "sarafan_bot", "Сарафан")
    let_olga_start(database)
    ended = await check(shell, telegram, database)
    assert ended.status == 0
    assert ended.said.endswith("✓ All is well.\n")
    assert "✗" not in ended.said


async def test_a_gift_for_birthdays_without_the_legal_line_is_a_hint(
    shell: Shell, database: Path
) -> None:
    telegram = Telegram()
    telegram.add_bot(TOKEN, "sarafan_bot", "Сарафан")
    ended = await check(shell, telegram, database, BIRTHDAY_GIFT="скидка 15 %")
    assert "→ BIRTHDAY_GIFT is set, and OFFER_FOOTER is empty" in ended.said
    ended = await check(shell, telegram, database, BIRTHDAY_GIFT="скидка", OFFER_FOOTER="Реклама")
    assert "OFFER_FOOTER" not in ended.said


async def test_a_token_that_telegram_does_not_know_gets_no_hint(
    shell: Shell, database: Path
) -> None:
    telegram = Telegram()
    telegram.add_bot("43:OTHER", "other_bot", "Другой")
    ended = await check(shell, telegram, database)
    assert "✗ Telegram does not know this BOT_TOKEN" in ended.said
    assert "Inline mode" not in ended.said


def let_olga_start(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute(
            "INSERT INTO people"
            " (telegram_id, role, name, language, code, met_at, started_at, bucket, demo)"
            " VALUES (900, 'owner', 'Ольга', 'ru', 'codeOfOlga', :at, :at, 0, 0)",
            {"at": "2026-05-15 09:00:00"},
        )
