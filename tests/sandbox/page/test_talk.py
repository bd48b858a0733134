"""Talking to the bot on the page: words, buttons, replies, commands."""

import asyncio
import re

import pytest
from aiogram import Bot
from playwright.async_api import Page, expect

from sandbox.people import Person
from sandbox.session import SandboxSession
from sandbox.telegram import Telegram
from tests.sandbox.page.conftest import TOKEN
from tests.sandbox.page.hands import ALICE, BOB, messages, start, write

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_person_starts_the_bot_and_talks_to_it(phones: Page, alice: Person) -> None:
    one = await start(phones)
    await expect(one.get_by_test_id("role")).to_have_text("клиент")
    await expect(one.get_by_role("button", name="START", exact=True)).to_be_hidden()
    await write(one, "как дела?")
    await expect(messages(phones).last).to_contain_text("Эхо: как дела?")
    await expect(one.get_by_test_id("input")).to_have_value("")
    await expect(one.get_by_test_id("input")).to_be_focused()
    assert [m.text for m in alice.messages if not m.from_bot] == ["/start", "как дела?"]
    await expect(messages(phones, BOB)).to_have_count(0)


async def test_shift_enter_begins_a_new_line(phones: Page, alice: Person) -> None:
    one = await start(phones)
    field = one.get_by_test_id("input")
    await field.press_sequentially("раз")
    await field.press("Shift+Enter")
    await field.press_sequentially("два")
    await field.press("Enter")
    await expect(messages(phones).last).to_contain_text("Эхо: раз")
    assert alice.messages[-2].text == "раз\nдва"


async def test_formatted_text_is_shown_formatted(phones: Page) -> None:
    one = await start(phones)
    await expect(one.locator(".text b")).to_have_text("Алиса")


async def test_a_line_after_a_quote_begins_right_under_it(phones: Page, telegram: Telegram) -> None:
    await start(phones)
    bot = Bot(TOKEN, session=SandboxSession(telegram))
    await bot.send_message(ALICE, "<blockquote>раз</blockquote>\nдва", parse_mode="HTML")
    quote = messages(phones).last.locator("blockquote")
    await expect(quote).to_have_text("раз")
    assert await quote.evaluate("it => it.nextSibling.data") == "два"


async def test_a_tap_is_answered_by_a_toast_that_fades(phones: Page) -> None:
    one = await start(phones)
    await one.get_by_role("button", name="Тост", exact=True).click()
    await expect(one.get_by_test_id("toast")).to_have_text("Сохранено")
    await expect(one.get_by_test_id("toast")).to_have_count(0)


async def test_an_alert_stays_until_it_is_closed(phones: Page) -> None:
    one = await start(phones)
    await one.get_by_role("button", name="Алерт", exact=True).click()
    alert = one.get_by_role("alertdialog")
    await expect(alert).to_contain_text("Точно?")
    await expect(alert.get_by_role("button", name="OK")).to_be_focused()
    await alert.get_by_role("button", name="OK").click()
    await expect(alert).to_have_count(0)


async def test_a_tapped_button_spins_until_it_is_answered(
    phones: Page, release: asyncio.Event
) -> None:
    one = await start(phones)
    button = one.get_by_role("button", name="Медленно", exact=True)
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    await expect(button).to_have_class(re.compile("busy"))
    release.set()
    await expect(button).not_to_have_class(re.compile("busy"))


async def test_a_bot_that_types_is_seen_typing_until_it_speaks(
    phones: Page, telegram: Telegram
) -> None:
    one = await start(phones)
    bot = Bot(TOKEN, session=SandboxSession(telegram))
    await bot.send_chat_action(ALICE, "typing")
    await expect(one.get_by_test_id("status")).to_have_text("печатает")
    await bot.send_message(ALICE, "вот")
    await expect(one.get_by_test_id("status")).to_have_text("бот")


async def test_a_silent_message_is_marked(phones: Page, telegram: Telegram) -> None:
    await start(phones)
    bot = Bot(TOKEN, session=SandboxSession(telegram))
    await bot.send_message(ALICE, "тихо", disable_notification=True)
    await expect(messages(phones).last.get_by_role("img", name="без звука")).to_be_visible()


async def test_an_edited_message_changes_in_its_place(phones: Page) -> None:
    one = await start(phones)
    await one.get_by_role("button", name="Правка", exact=True).click()
    await expect(messages(phones)).to_have_count(2)
    await expect(messages(phones).last).to_contain_text("Исправлено")
    await expect(messages(phones).last).to_contain_text("изменено")
    await expect(one.get_by_role("button", name="Тост", exact=True)).to_have_count(0)


async def test_a_reply_quotes_its_message(phones: Page, alice: Person) -> None:
    one = await start(phones)
    await messages(phones).last.hover()
    await messages(phones).last.get_by_role("button", name="Ответить").click()
    await expect(one.get_by_test_id("quoting")).to_contain_text("Привет, Алиса")
    await expect(one.get_by_test_id("input")).to_be_focused()
    await write(one, "и вам привет")
    await expect(messages(phones).last).to_contain_text("Эхо")
    await expect(one.get_by_test_id("quoting")).to_be_hidden()
    assert alice.messages[-2].reply_to is alice.messages[1]
    await expect(messages(phones).nth(2).locator("[data-quote]")).to_contain_text("Привет, Алиса")


async def test_a_double_click_begins_a_reply_and_escape_ends_it(phones: Page) -> None:
    one = await start(phones)
    await messages(phones).last.locator(".text").dblclick()
    await expect(one.get_by_test_id("quoting")).to_be_visible()
    await one.get_by_test_id("input").press("Escape")
    await expect(one.get_by_test_id("quoting")).to_be_hidden()


async def test_one_can_edit_ones_own_words(phones: Page, alice: Person) -> None:
    one = await start(phones)
    await write(one, "пять")
    await expect(messages(phones).last).to_contain_text("Эхо: пять")
    await messages(phones).nth(2).hover()
    await messages(phones).nth(2).get_by_role("button", name="Изменить").click()
    await expect(one.get_by_test_id("input")).to_have_value("пять")
    await write(one, "шесть")
    await expect(messages(phones).nth(2)).to_contain_text("шесть")
    await expect(messages(phones).nth(2)).to_contain_text("изменено")
    assert alice.messages[2].text == "шесть"


async def test_the_menu_lists_the_commands_and_typing_filters_them(phones: Page) -> None:
    one = await start(phones)
    options = one.get_by_role("option")
    await one.get_by_role("button", name="Меню", exact=True).click()
    await expect(options).to_have_text(["/keysКлавиатура", "/photoФото", "/fileФайл"])
    await one.get_by_role("button", name="Меню", exact=True).click()
    await expect(options.first).to_be_hidden()
    await one.get_by_test_id("input").press_sequentially("/f")
    await expect(options).to_have_text(["/fileФайл"])
    await one.get_by_test_id("input").press("ArrowDown")
    await one.get_by_test_id("input").press("Enter")
    await expect(one.get_by_role("link", name="отчёт.csv")).to_be_visible()
    await expect(one.get_by_test_id("commands")).to_be_hidden()
    await expect(one.get_by_test_id("input")).to_have_value("")


async def test_a_command_in_a_text_can_be_pressed(phones: Page) -> None:
    one = await start(phones)
    await write(one, "а что делает /file?")
    await messages(phones).last.get_by_role("button", name="/file", exact=True).click()
    await expect(one.get_by_role("link", name="отчёт.csv")).to_be_visible()


async def test_the_reply_keyboard_speaks_for_the_person(phones: Page) -> None:
    one = await start(phones)
    await write(one, "/keys")
    keys = one.get_by_test_id("reply-keyboard")
    await keys.get_by_role("button", name="Да").click()
    await expect(messages(phones).last).to_contain_text("Эхо: Да")
    await keys.get_by_role("button", name="Мой номер").click()
    await expect(messages(phones).last).to_contain_text("Номер +79990000000")
    await one.get_by_role("button", name="Клавиатура бота").click()
    await expect(keys).to_be_hidden()
