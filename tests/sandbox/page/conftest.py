"""The chat page in a real browser, on the real sandbox, with a small bot that answers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from aiogram import Bot
from aiogram.types import BotCommand
from playwright.async_api import Page, expect

from sandbox.clock import Clock
from sandbox.people import Person
from sandbox.server import serve
from sandbox.session import SandboxSession
from sandbox.telegram import Telegram
from tests.browser import browser as browser
from tests.browser import page as page
from tests.sandbox.page.hands import ALICE, BOB, NASTY_ONE
from tests.sandbox.page.parrot import parrot

TOKEN = "42:TEST"
NOW = datetime(2026, 5, 15, 9, 30, tzinfo=UTC)
NASTY = '<b>&" <img src=x onerror="document.title=\'hacked\'">'


@pytest_asyncio.fixture(loop_scope="module")
async def release() -> asyncio.Event:
    """Set to let the button «Медленно» be answered."""
    return asyncio.Event()


@pytest_asyncio.fixture(loop_scope="module")
async def telegram(release: asyncio.Event) -> AsyncIterator[Telegram]:
    telegram = Telegram(Clock(at=NOW))
    telegram.add_bot(TOKEN, "echo_bot", "Эхо")
    telegram.add_person(ALICE, "Алиса", role_label="клиент")
    telegram.add_person(BOB, "Борис", role_label="владелец")
    telegram.add_person(NASTY_ONE, NASTY, role_label=NASTY)
    bot = Bot(TOKEN, session=SandboxSession(telegram))
    await bot.set_my_commands(
        [
            BotCommand(command="keys", description="Клавиатура"),
            BotCommand(command="photo", description="Фото"),
            BotCommand(command="file", description="Файл"),
        ]
    )
    polling = asyncio.create_task(parrot(release).start_polling(bot, handle_signals=False))
    yield telegram
    release.set()
    polling.cancel()
    with suppress(asyncio.CancelledError):
        await polling


@pytest_asyncio.fixture(loop_scope="module")
async def phones(page: Page, telegram: Telegram) -> AsyncIterator[Page]:
    async with await serve(telegram) as server:
        await page.goto(server.url)
        await expect(page.locator("[data-person]")).to_have_count(3)
        yield page
        await page.goto("about:blank")


@pytest.fixture
def alice(telegram: Telegram) -> Person:
    return telegram.people[ALICE]
