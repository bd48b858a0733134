"""A real browser for tests of the chat page: import `browser` and `page` into a conftest.

Its tests share one event loop a module: `pytestmark = pytest.mark.asyncio(loop_scope="module")`.
"""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
]
MISSING = "NO CHROMIUM, the chat page is NOT tested: install one (apt-get install chromium)"


def chromium() -> str:
    """Where the machine's Chromium is; without one the test is skipped, or fails if it must run."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(MISSING)
    pytest.skip(MISSING)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    path = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A fresh window; an uncaught error in the page's scripts fails the test."""
    context = await browser.new_context(
        locale="ru-RU", timezone_id="Europe/Moscow", viewport={"width": 1600, "height": 900}
    )
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    await context.close()
    assert errors == []
