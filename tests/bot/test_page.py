"""The demo as its visitor sees it: the page in a real browser, with the real bot behind it."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from bot.demo_seed import ADMIN_ID as BOB
from bot.demo_seed import OWNER_ID as OLGA
from sandbox.clock import Clock
from tests.bot.salon import ALICE, DAVE, answer, hears, meet, move_the_clock, opened, press, say
from tests.browser import browser as browser
from tests.browser import page as page
from tests.sandbox.page.hands import messages

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOON = datetime(2026, 5, 15, 9, tzinfo=UTC)
"""In Moscow, on a Friday. The demo's clock stands still, but for its buttons."""
NEXT = "К следующему событию"


@pytest_asyncio.fixture(loop_scope="module")
async def salon(page: Page, database: Path) -> AsyncIterator[Page]:
    async with opened(page, database, Clock(at=NOON)) as salon:
        yield salon.page


async def test_a_happy_customer_changes_the_owners_stats(salon: Page) -> None:
    await say(salon, OLGA, "/stats")
    before = await hears(salon, OLGA, "Промоутеры")
    answers, promoters = counted(await before.inner_text())

    await answer(salon, ALICE, 10, "Анна слышит, чего я хочу")
    await expect(messages(salon, ALICE).nth(-2)).to_contain_text("Нам важно это слышать")
    await hears(salon, ALICE, "Можно показать ваши слова")
    await press(salon, ALICE, "Да, с именем")
    await hears(salon, ALICE, "Покажем с именем")

    await say(salon, OLGA, "/stats")
    after = await hears(salon, OLGA, "Анна слышит, чего я хочу")
    assert counted(await after.inner_text()) == (answers + 1, promoters + 1)
    await expect(after.get_by_role("img").first).to_be_visible()


async def test_an_unhappy_customer_is_seen_by_the_owner_at_once(salon: Page) -> None:
    await answer(salon, DAVE, 3, "Ждал сорок минут")
    await hears(salon, DAVE, "Нам очень жаль")
    card = messages(salon, OLGA).filter(has_text="Давид Маркин").first
    await expect(card).to_contain_text("Оценка 3 из 10")
    await expect(card).to_contain_text("Ждал сорок минут")
    relayed = await hears(salon, OLGA, "Давид Маркин:", "Ждал сорок минут")
    await expect(relayed.locator("[data-quote]")).to_contain_text("Оценка 3 из 10")


async def test_an_offer_reaches_the_customer_who_welcomes_offers(salon: Page) -> None:
    await answer(salon, ALICE, 8, "Всё прекрасно")
    await hears(salon, ALICE, "Присылать вам иногда")
    await press(salon, ALICE, "Да, присылайте")
    await hears(salon, ALICE, "будем присылать только стоящее")
    await answer(salon, DAVE, 8, "Хорошо стригут")
    await hears(salon, DAVE, "Присылать вам иногда")
    await press(salon, DAVE, "Нет, спасибо")
    await hears(salon, DAVE, "Хорошо, без предложений")

    await say(salon, BOB, "/broadcast")
    await press(salon, BOB, "Понятно, дальше")
    await hears(salon, BOB, "Что отправить?")
    await say(salon, BOB, "Скидка на стрижку до пятницы")
    await press(salon, BOB, "Посмотреть и отправить")
    forecast = await hears(salon, BOB, "Получат сейчас")
    await expect(messages(salon, BOB).nth(-2)).to_contain_text("Реклама. Салон «Астра»")
    await forecast.get_by_role("button", name=re.compile(r"^Отправить \d+$")).click()

    offer = await hears(salon, ALICE, "Скидка на стрижку до пятницы", "Реклама. Салон «Астра»")
    await expect(offer.get_by_role("button")).to_contain_text(["Больше не присылать"])
    await move_the_clock(salon, "+1 день")  # a few have just heard from us, and get theirs later
    await hears(salon, BOB, "Рассылка завершена")
    await expect(messages(salon, DAVE).filter(has_text="Скидка на стрижку")).to_have_count(0)


async def test_the_clock_brings_the_report_and_the_prompt_to_share(salon: Page) -> None:
    await answer(salon, ALICE, 10, "Всё прекрасно")
    await hears(salon, ALICE, "Можно показать ваши слова")
    await move_the_clock(salon, NEXT)
    await hears(salon, OLGA, "ждёт ответа уже 48 часов")
    await move_the_clock(salon, NEXT)
    await hears(salon, OLGA, "За сутки", "15 мая, 17:00")
    await move_the_clock(salon, NEXT)
    await hears(salon, ALICE, "Расскажете о нас тем, кому это пригодится?")
    await press(salon, ALICE, "Поделиться")
    await hears(salon, ALICE, "Ваша личная ссылка", "t.me/astra_salon_bot?start=r_")


async def test_the_clock_brings_one_reminder_to_the_silent(salon: Page) -> None:
    await meet(salon, DAVE)
    await move_the_clock(salon, NEXT)
    await hears(salon, OLGA, "ждёт ответа уже 48 часов")
    await move_the_clock(salon, NEXT)
    await hears(salon, OLGA, "15 мая, 17:00")
    await move_the_clock(salon, NEXT)
    await hears(salon, DAVE, "Мы всё ещё хотим узнать ваше мнение")
    await press(salon, DAVE, "8")
    await hears(salon, DAVE, "Что нам сделать, чтобы вы поставили 10?")


def counted(caption: str) -> tuple[int, int]:
    """All answers, and promoters, as the caption of /stats tells them."""
    answers = re.search(r" · (\d+) ответ", caption)
    promoters = re.search(r"Промоутеры \(9–10\): (\d+)", caption)
    assert answers, caption
    assert promoters, caption
    return int(answers[1]), int(promoters[1])
