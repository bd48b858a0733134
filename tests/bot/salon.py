"""The demo's salon on its page, in a browser, and what its people do there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Locator, Page, expect

from bot import demo
from bot.app import App, build
from bot.demo_days import Days
from bot.demo_seed import seed
from bot.run import work
from sandbox.clock import Clock
from sandbox.server import serve
from sandbox.telegram import Telegram
from tests.sandbox.page.hands import messages, phone, write

ALICE, DAVE = 1001, 1002


@dataclass(frozen=True)
class Salon:
    page: Page
    telegram: Telegram
    url: str


@asynccontextmanager
async def opened(page: Page, database: Path, clock: Clock, **settings: Any) -> AsyncIterator[Salon]:
    """`settings`: those that are not the demo's own."""
    telegram = demo.with_people(clock)
    days = Days(telegram)
    serving = serve(telegram, next_event=days.next_event, live_through=days.live_through)
    async with await serving as server:
        usual = demo.settings(f"sqlite+aiosqlite:///{database}", server.url)
        app = days.app = build(usual.model_copy(update=settings), now=telegram.clock.now)
        await seed(app, telegram)
        await app.start()
        working = asyncio.create_task(work(app))
        await page.goto(server.url)
        yield Salon(page, telegram, server.url)
        await page.goto("about:blank")
        await close(app, working)


async def close(app: App, working: "asyncio.Task[None]") -> None:
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working
    await app.close()


# What people do


async def press(page: Page, person: int, button: str) -> None:
    await phone(page, person).get_by_role("button", name=button, exact=True).last.click()


async def say(page: Page, person: int, text: str) -> None:
    await write(phone(page, person), text)


async def hears(page: Page, person: int, *words: str) -> Locator:
    last = messages(page, person).last
    for one in words:
        await expect(last).to_contain_text(one, timeout=15_000)
    return last


async def meet(page: Page, person: int) -> None:
    await press(page, person, "START")
    await hears(page, person, "Мы храним ваше имя")
    await press(page, person, "Согласен, продолжить")
    await hears(page, person, "10-балльной шкале")


async def answer(page: Page, person: int, score: int, why: str) -> None:
    await meet(page, person)
    await press(page, person, str(score))
    await hears(page, person, "Можно написать, наговорить или показать на фото.")
    await say(page, person, why)


async def move_the_clock(page: Page, button: str) -> None:
    clock = page.get_by_test_id("clock")
    await clock.get_by_role("button", name=button).click()
    await expect(clock).to_have_attribute("aria-busy", "false", timeout=15_000)
