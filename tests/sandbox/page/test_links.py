"""Deep links, sharing, leaving and coming back."""

import pytest
from playwright.async_api import Page, expect

from sandbox.people import Person
from tests.sandbox.page.hands import BOB, messages, phone, start

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_who_blocked_the_bot_can_only_restart_it(phones: Page, alice: Person) -> None:
    one = await start(phones)
    await one.get_by_role("button", name="Меню чата").click()
    await one.get_by_role("menuitem", name="Заблокировать").click()
    await expect(one.get_by_test_id("status")).to_have_text("заблокирован")
    await expect(one.get_by_test_id("input")).to_be_hidden()
    assert alice.blocked
    await one.get_by_role("button", name="ПЕРЕЗАПУСТИТЬ").click()
    await expect(one.get_by_test_id("input")).to_be_visible()
    await expect(messages(phones).last).to_contain_text("Привет")
    assert not alice.blocked


async def test_a_deep_link_is_pasted_into_its_box(phones: Page) -> None:
    one = phone(phones)
    for link, code in [("https://t.me/echo_bot?start=t_desk", "t_desk"), ("c_42", "c_42")]:
        await one.get_by_role("button", name="Меню чата").click()
        await one.get_by_role("menuitem", name="Открыть ссылку").click()
        await one.get_by_role("textbox", name="Ссылка t.me").fill(link)
        await phones.keyboard.press("Enter")
        await expect(messages(phones).last).to_contain_text(f"Код: {code}")


async def test_a_bad_link_is_refused_in_words(phones: Page) -> None:
    one = phone(phones)
    await one.get_by_role("button", name="Меню чата").click()
    await one.get_by_role("menuitem", name="Открыть ссылку").click()
    await one.get_by_role("textbox", name="Ссылка t.me").fill("https://t.me/another_bot?start=1")
    await phones.keyboard.press("Enter")
    await expect(one.get_by_test_id("toast")).to_contain_text("another_bot")
    await expect(messages(phones)).to_have_count(0)


async def test_what_is_shared_goes_to_a_friend_who_opens_it(phones: Page) -> None:
    one = await start(phones)
    await one.get_by_role("button", name="Позвать").click()
    sheet = one.get_by_role("dialog", name="Кому отправить?")
    await expect(sheet).to_contain_text("Сюда")
    await expect(sheet.get_by_role("button", name="Алиса")).to_have_count(0)
    await sheet.get_by_role("button", name="Борис").click()
    await expect(messages(phones, BOB).last).to_contain_text("Привет, Борис! Код: r_1")
