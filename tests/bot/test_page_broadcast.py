"""A broadcast as the demo's visitor makes it: the wizard on the page, in a real browser, with the
real bot behind it, slow enough to be watched and stopped."""

import re
from collections.abc import AsyncIterator
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from bot.demo import ZONE
from bot.demo_seed import ADMIN_ID as BOB
from models.rules.clock import next_local
from sandbox.clock import Clock
from sandbox.telegram import Telegram
from tests.bot.salon import (
    ALICE,
    Salon,
    answer,
    hears,
    move_the_clock,
    opened,
    press,
    say,
)
from tests.browser import browser as browser
from tests.browser import page as page
from tests.sandbox.page.hands import messages

pytestmark = pytest.mark.asyncio(loop_scope="module")

RATE = 8
WORDS = "**{имя|Дорогой гость}**, для вас __летняя скидка__"
OFFER = "летняя скидка"
WHOM = "Кому: Все клиенты, кроме критиков"
LINE = "Реклама. Салон «Астра»"
GIVES = "Скидка 20 % на стрижку"
BAR = re.compile("▓+░+ [0-9]+ %")
USED = re.compile(r"Купон погашен .*[0-9]{2}:[0-9]{2}\. Кто погасил: Боб")
SLOW = 20_000


@pytest_asyncio.fixture(loop_scope="module")
async def salon(page: Page, database: Path) -> AsyncIterator[Salon]:
    """From noon on, by a clock that runs: the speed is reckoned by it."""
    clock = Clock()
    clock.move_to(next_local(clock.now(), ZoneInfo(ZONE), time(12)))
    async with opened(page, database, clock, send_rate=RATE) as salon:
        yield salon


async def test_a_broadcast_from_the_first_word_to_the_coupon_at_the_counter(salon: Salon) -> None:
    page = salon.page
    await answer(page, ALICE, 8, "Всё прекрасно")
    await hears(page, ALICE, "Присылать вам иногда")
    await press(page, ALICE, "Да, присылайте")
    await hears(page, ALICE, "будем присылать только стоящее")

    await compose(page)
    await choose_whom(page)
    await press(page, BOB, "Посмотреть и отправить")
    numbers = await hears(page, BOB, WHOM, "Получат сейчас")
    await expect_offer(messages(page, BOB).nth(-2), "Боб")

    progress = await the_same(numbers)
    await numbers.get_by_role("button", name=re.compile(r"^Отправить \d+$")).click()
    await expect(progress).to_contain_text(re.compile(r"Отправлено: [1-9]"), timeout=SLOW)
    await expect(progress).to_contain_text(BAR)
    await pause_and_go_on(salon, progress)
    await expect(progress).to_contain_text("Отправляем…")
    await expect(progress).to_contain_text(re.compile("Скорость: [0-9]+ в секунду"), timeout=SLOW)

    offer = messages(page, ALICE).filter(has_text=OFFER)
    await expect(offer).to_have_count(1, timeout=SLOW)
    await expect_offer(offer, "Алиса")
    await use_the_coupon(page)

    await move_the_clock(page, "+1 день")  # a few have just heard from us, and get theirs later
    result = messages(page, BOB).filter(has_text="Рассылка завершена.").last
    await expect(result).to_contain_text(f"Получили: {sent(salon.telegram)}", timeout=SLOW)
    await expect(progress).to_contain_text("Отправка закончена.", timeout=SLOW)
    await expect(progress).to_contain_text("▓" * 10 + " 100 %")
    assert most_of_one(salon.telegram) == 1

    await say(page, BOB, "/campaigns")
    listed = await hears(page, BOB, "Рассылки")
    await listed.get_by_role("button", name=re.compile("^✓ .* летняя скидка")).click()
    card = await hears(page, BOB, "завершена", WHOM, "Купонов взяли: 1, использовали: 1")
    await expect(card).to_contain_text(f"Получили: {sent(salon.telegram)}")


async def the_same(message: Locator) -> Locator:
    """It, also when others come after it."""
    number = await message.get_attribute("data-message")
    return message.page.locator(f"[data-person='{BOB}'] [data-message='{number}']")


async def compose(page: Page) -> None:
    await say(page, BOB, "/broadcast")
    await hears(page, BOB, "38-ФЗ «О рекламе»", LINE)
    await press(page, BOB, "Понятно, дальше")
    await hears(page, BOB, "Что отправить?")
    await say(page, BOB, WORDS)
    await hears(page, BOB, "Кому: Все клиенты", "Когда: сразу", "Кнопка: нет")
    await press(page, BOB, "Кнопка")
    await hears(page, BOB, "Кнопка под сообщением")
    await press(page, BOB, "Купон")
    await hears(page, BOB, "Что даёт купон?")
    await say(page, BOB, GIVES)
    await hears(page, BOB, "Сколько дней действует купон?")
    await press(page, BOB, "14 дней")
    await hears(page, BOB, "Что написать на кнопке?")
    await press(page, BOB, "Получить купон")
    await hears(page, BOB, "«Получить купон»", GIVES, "14 дней")


async def choose_whom(page: Page) -> None:
    await press(page, BOB, "Кому")
    everybody = people(await (await hears(page, BOB, "Все клиенты", "Подход")).inner_text())
    await press(page, BOB, "Критики")
    await press(page, BOB, "✓ Критики")
    assert 0 < people(await (await hears(page, BOB, "кроме критиков")).inner_text()) < everybody
    await press(page, BOB, "Дальше")
    await hears(page, BOB, WHOM, "Посмотреть и отправить")


async def pause_and_go_on(salon: Salon, progress: Locator) -> None:
    """An hour of the sandbox's time sends all that is due, were it not for the pause."""
    page, telegram = salon.page, salon.telegram
    await progress.get_by_role("button", name="Пауза").click()
    await expect(progress).to_contain_text("На паузе.")
    await move_the_clock(page, "+1 ч")
    before = sent(telegram)
    await expect(progress).to_contain_text(f"Отправлено: {before}, осталось: ", timeout=SLOW)
    await expect(progress).not_to_contain_text("осталось: 0")
    await move_the_clock(page, "+1 ч")
    assert sent(telegram) == before
    await progress.get_by_role("button", name="Продолжить").click()


async def use_the_coupon(page: Page) -> None:
    await press(page, ALICE, "Получить купон")
    coupon = await hears(page, ALICE, GIVES, "Ваш купон: c_")
    await expect(coupon.get_by_role("button", name="Фото").locator("img")).to_be_visible()
    code = await coupon.locator("code").inner_text()
    await say(page, BOB, code)
    at_the_counter = await hears(page, BOB, GIVES, "Чей купон: Алиса", "Действует до")
    await press(page, BOB, "Погасить купон")
    await expect(at_the_counter).to_contain_text(USED, timeout=SLOW)
    await hears(page, ALICE, "Купон погашен", "Спасибо, что пришли!")
    await say(page, BOB, code)
    again = await hears(page, BOB, GIVES, "Чей купон: Алиса")
    await expect(again).to_contain_text(USED)
    await expect(again.get_by_role("button", name="Погасить купон")).to_have_count(0)


# What is seen


async def expect_offer(shown: Locator, name: str) -> None:
    """Alike for who sends it and who gets it."""
    await expect(shown.locator(".text b")).to_have_text(name)
    await expect(shown.locator(".text i").first).to_have_text(OFFER)
    await expect(shown).to_contain_text(LINE)
    buttons = ["Получить купон", "Больше не присылать предложения"]
    await expect(shown.locator(".key")).to_have_text(buttons)


def sent(telegram: Telegram) -> int:
    return sum(offers_of(telegram).values())


def most_of_one(telegram: Telegram) -> int:
    return max(offers_of(telegram).values())


def offers_of(telegram: Telegram) -> dict[int, int]:
    """How many copies each customer has."""
    return {
        person.id: sum(OFFER in one.text for one in person.messages if one.from_bot)
        for person in telegram.people.values()
        if person.id != BOB
    }


def people(text: str) -> int:
    found = re.search(r"Подход[а-я]+ ([0-9]+)", text)
    assert found, text
    return int(found[1])
