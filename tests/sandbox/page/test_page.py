"""The page as a whole: safety, news, days, the clock, people, narrow windows."""

import asyncio
from datetime import datetime, timedelta

import pytest
from playwright.async_api import Page, expect

from sandbox.people import Person
from sandbox.server import serve
from sandbox.telegram import Telegram
from tests.sandbox.page.conftest import NASTY, NOW
from tests.sandbox.page.hands import ALICE, BOB, NASTY_ONE, attach, messages, phone, start, write

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_names_and_texts_run_nothing(phones: Page) -> None:
    one = await start(phones, NASTY_ONE)
    await expect(one.get_by_role("heading")).to_have_text(NASTY)
    await expect(one.get_by_test_id("role")).to_have_text(NASTY)
    await write(one, NASTY)
    await expect(messages(phones, NASTY_ONE).last).to_contain_text(f"Эхо: {NASTY}")
    await attach(one, "Контакт")
    await expect(messages(phones, NASTY_ONE).last).to_contain_text("Номер")
    await messages(phones, NASTY_ONE).nth(2).locator(".text").dblclick()
    await expect(one.get_by_test_id("quoting")).to_contain_text(NASTY)
    assert await phones.title() == "Сарафан"
    await expect(phones.locator("img[src=x]")).to_have_count(0)


async def test_news_leave_drafts_focus_and_place_alone(phones: Page, telegram: Telegram) -> None:
    one = await start(phones)
    long_past = [(True, f"строка {n}", NOW) for n in range(40)]
    telegram.seed(telegram.people[ALICE], long_past)
    await expect(messages(phones).last).to_contain_text("строка 39")
    history = one.get_by_test_id("history")
    await history.evaluate("node => { node.scrollTop = 0; }")
    await expect(one.get_by_test_id("to-bottom")).to_be_visible()
    await one.get_by_test_id("input").fill("недописанное")
    telegram.seed(telegram.people[ALICE], [(True, "новость", NOW)])
    await expect(messages(phones).last).to_contain_text("новость")
    await expect(one.get_by_test_id("input")).to_have_value("недописанное")
    await expect(one.get_by_test_id("input")).to_be_focused()
    await expect(one.get_by_test_id("unread")).to_have_text("1")
    assert await history.evaluate("node => node.scrollTop") == 0
    await one.get_by_role("button", name="К последнему сообщению").click()
    await expect(messages(phones).last).to_be_in_viewport()
    await expect(one.get_by_test_id("unread")).to_be_hidden()
    await phones.reload()
    await expect(one.get_by_test_id("input")).to_have_value("недописанное")


async def test_days_are_told_apart(phones: Page, telegram: Telegram, alice: Person) -> None:
    ages = (timedelta(days=10), timedelta(days=1), timedelta())
    telegram.seed(alice, [(True, f"{age.days} дн.", NOW - age) for age in ages])
    await expect(phone(phones).locator(".date")).to_have_text(["5 мая", "Вчера", "Сегодня"])
    await expect(messages(phones).last).to_contain_text("12:30")


async def test_the_clock_moves_by_an_hour_and_a_day(phones: Page, telegram: Telegram) -> None:
    clock = phones.get_by_test_id("clock")
    await expect(clock).to_contain_text("15 мая 2026")
    await expect(clock).to_contain_text("12:30")
    await clock.get_by_role("button", name="+1 ч").click()
    await expect(clock).to_contain_text("13:30")
    await clock.get_by_role("button", name="+1 день").click()
    await expect(clock).to_contain_text("16 мая 2026")
    await expect(clock.get_by_role("button", name="К следующему событию")).to_be_disabled()
    assert telegram.clock.now() == NOW + timedelta(days=1, hours=1)


async def test_the_clock_goes_to_the_next_event_and_shows_that_it_moves(
    page: Page, telegram: Telegram
) -> None:
    event = NOW + timedelta(hours=4, minutes=30)
    lived = asyncio.Event()

    async def next_event() -> datetime | None:
        return event if telegram.clock.now() < event else None

    async def live_through(until: datetime) -> None:
        await lived.wait()
        telegram.clock.move_to(until)

    serving = serve(telegram, next_event=next_event, live_through=live_through)
    async with await serving as server:
        await page.goto(server.url)
        clock = page.get_by_test_id("clock")
        button = clock.get_by_role("button", name="К следующему событию")
        await expect(page.get_by_test_id("next")).to_have_text("Следующее событие: 17:00")
        await button.click()
        await expect(clock).to_have_attribute("aria-busy", "true")
        await expect(clock.get_by_role("button", name="+1 ч")).to_be_disabled()
        lived.set()
        await expect(clock).to_have_attribute("aria-busy", "false")
        await expect(page.get_by_test_id("now")).to_contain_text("17:00")
        await expect(page.get_by_test_id("next")).to_have_text("Ничего не запланировано")
        await page.goto("about:blank")


async def test_a_person_is_added(phones: Page, telegram: Telegram) -> None:
    await phones.get_by_test_id("add-person").click()
    await phones.get_by_role("textbox", name="Имя").fill("Вера")
    await phones.get_by_role("button", name="Добавить", exact=True).click()
    await expect(phones.get_by_role("heading", name="Вера")).to_be_visible()
    vera = max(telegram.people)
    await start(phones, vera)


async def test_the_page_comes_back_after_a_lost_connection(
    page: Page, telegram: Telegram, alice: Person
) -> None:
    async with await serve(telegram) as first:
        port = int(first.url.rpartition(":")[2])
        await page.goto(first.url)
        await start(page)
    await expect(page.get_by_text("Соединение…")).to_be_visible()
    telegram.seed(alice, [(True, "пока вас не было", NOW)])
    async with await serve(telegram, port=port):
        await expect(messages(page).last).to_contain_text("пока вас не было", timeout=15_000)
        await expect(page.get_by_text("Соединение…")).to_be_hidden()
        await page.goto("about:blank")


async def test_a_narrow_window_shows_one_phone_and_tabs(phones: Page, telegram: Telegram) -> None:
    await phones.set_viewport_size({"width": 390, "height": 844})
    await expect(phone(phones, ALICE)).to_be_in_viewport(ratio=0.9)
    await phones.get_by_role("navigation", name="Люди").get_by_role("button", name="Борис").click()
    await expect(phone(phones, BOB)).to_be_in_viewport(ratio=0.9)
    await start(phones, BOB)
    badge = phones.get_by_role("navigation").get_by_role("button", name="Алиса").locator(".badge")
    telegram.seed(telegram.people[ALICE], [(True, "вам письмо", NOW)])
    await expect(badge).to_have_text("1")
    await phones.get_by_role("navigation").get_by_role("button", name="Алиса").click()
    await expect(badge).to_be_hidden()
    wide = await phones.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
