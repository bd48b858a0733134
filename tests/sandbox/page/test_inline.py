"""Sharing by way of inline mode: what the bot offers, and whom it is sent to."""

import pytest
from playwright.async_api import Page, expect

from sandbox.telegram import Telegram
from tests.sandbox.page.hands import ALICE, BOB, NASTY_ONE, messages, phone, start, write

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(autouse=True)
def inline_mode(telegram: Telegram) -> None:
    telegram.bot.supports_inline_queries = True


async def test_a_card_goes_to_a_friend_who_comes_by_its_button(
    phones: Page, telegram: Telegram
) -> None:
    one = await start(phones)
    await write(one, "/share")
    await one.get_by_role("button", name="Другу").click()
    results = one.get_by_test_id("results")
    await expect(results).to_contain_text("@echo_bot r_1")
    await results.get_by_role("button", name="Карточка").click()
    sheet = one.get_by_role("dialog", name="Кому отправить?")
    await expect(sheet).to_contain_text("Приходите в «Эхо»!")
    await expect(sheet.get_by_role("button", name="Алиса")).to_have_count(0)
    await sheet.get_by_role("button", name="Борис").click()
    letter = messages(phones, BOB).last
    await expect(letter).to_contain_text("Алиса через @echo_bot")
    await expect(letter).to_contain_text("Приходите в «Эхо»! r_1")
    await expect(results).to_be_hidden()
    assert telegram.people[BOB].messages == []
    await letter.get_by_role("button", name="Прийти").click()
    who = phone(phones, BOB).get_by_role("dialog", name="Кто откроет ссылку?")
    await who.get_by_role("button", name="Борис").click()
    await expect(messages(phones, BOB).last).to_contain_text("Привет, Борис! Код: r_1")


async def test_the_bots_name_in_the_field_asks_it(phones: Page) -> None:
    one = await start(phones)
    field, results = one.get_by_test_id("input"), one.get_by_test_id("results")
    await field.fill("@echo_bot торт")
    await results.get_by_role("button", name="Карточка").click()
    sheet = one.get_by_role("dialog", name="Кому отправить?")
    await sheet.get_by_role("button", name="Борис").click()
    await expect(messages(phones, BOB).last).to_contain_text("Приходите в «Эхо»! торт")
    await expect(field).to_have_value("")


async def test_the_list_closes_with_its_text_by_escape_and_by_its_cross(phones: Page) -> None:
    one = await start(phones)
    field, results = one.get_by_test_id("input"), one.get_by_test_id("results")
    await field.fill("@echo_bot торт")
    await expect(results).to_contain_text("торт")
    await field.fill("Здравствуйте")
    await expect(results).to_be_hidden()
    await field.fill("@echo_bot ещё")
    await expect(results).to_contain_text("ещё")
    await field.press("Escape")
    await expect(results).to_be_hidden()
    await expect(field).to_have_value("")
    await field.fill("@echo_bot снова")
    await results.get_by_role("button", name="Закрыть").click()
    await expect(results).to_be_hidden()


async def test_the_button_over_the_list_starts_the_bot(phones: Page) -> None:
    one = await start(phones)
    await one.get_by_test_id("input").fill("@echo_bot торт")
    await one.get_by_test_id("results").get_by_role("button", name="Сначала ко мне").click()
    await expect(messages(phones).last).to_contain_text("Код: first")


async def test_what_a_friend_sent_is_safe_and_cannot_be_answered_here(
    phones: Page, telegram: Telegram
) -> None:
    nasty = await start(phones, NASTY_ONE)
    await nasty.get_by_test_id("input").fill('@echo_bot <img src=x onerror="1">')
    await nasty.get_by_test_id("results").get_by_role("button", name="Карточка").click()
    sheet = nasty.get_by_role("dialog", name="Кому отправить?")
    await sheet.get_by_role("button", name="Алиса").click()
    letter = messages(phones, ALICE).last
    await expect(letter).to_contain_text(telegram.people[NASTY_ONE].name)
    await expect(letter).to_contain_text('<img src=x onerror="1">')
    await expect(phones.locator("img[src=x]")).to_have_count(0)
    await expect(letter.get_by_role("button", name="Ответить")).to_have_count(0)
