"""The preview, its numbers, and the tap that sends: what happens meanwhile, and what fails."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from models import drafts
from models.rules.audience import MONTHS, MOST, Condition, Is, dump
from models.rules.content import Content, Part
from models.tables import Campaign
from sandbox.faults import delay, error
from sandbox.people import Person
from tests.admins.broadcasting import (
    LOOK,
    change,
    draft,
    hub,
    labels,
    says,
    states,
    taps,
    welcome_offers,
)
from tests.bot.watch import until
from tests.world import World

SEND, PREPARING = "Отправить 1", "Готовим рассылку…"
A_WHILE = 0.3


async def test_the_numbers_are_counted_once_and_anew_when_it_is_opened_again(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await draft(world, bob, "Скидка")
    await change(world, alice, offers_at=None)
    own = bob.last.inline_keyboard[0][0]["callback_data"].split("\x1d")[0]
    bob.last.text = ""
    world.forge_tap(bob, f"{own}\x1dnothing")
    await world.settle()
    assert "Получат сейчас: 1" in bob.last.text
    await says(world, bob, "/broadcast")
    assert "Получат сейчас: 0" in bob.last.text
    assert "Отправлять пока некому." in bob.last.text
    await change(world, alice, offers_at=world.app.now())
    await taps(world, bob, "‹ Назад", LOOK)
    assert "Получат сейчас: 1" in bob.last.text


async def test_the_button_is_answered_before_the_rows_are_made(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await draft(world, bob, "Скидка")
    tapped = len(world.telegram.log)
    await taps(world, bob, SEND)
    mine = [call for call in world.telegram.log[tapped:] if call.method != "getUpdates"]
    assert [call.method for call in mine[:2]] == ["answerCallbackQuery", "editMessageText"]
    assert mine[1].params["text"] == PREPARING
    assert [call.method for call in mine].count("answerCallbackQuery") == 1


async def test_a_time_that_has_passed_since_the_preview_is_asked_anew(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await hub(world, bob, "Скидка")
    await taps(world, bob, "Когда", "Завтра в 11:00", LOOK)
    await world.pass_time(timedelta(days=3))
    await taps(world, bob, "Отправить 1")
    assert "Это время уже прошло." in bob.last.text
    assert await states(world) == {}
    await taps(world, bob, "Сразу", LOOK, "Отправить 1")
    assert await states(world) == {"sent": 1}


@asynccontextmanager
async def meanwhile(
    world: World, admin: Person, button: str, method: str, words: str = ""
) -> AsyncIterator[None]:
    """After the tap, while Telegram's answer to that call of ours is on the way."""
    world.telegram.faults.add(method, kind=delay(A_WHILE))
    before = len(world.telegram.calls(method))
    admin.tap(button)
    settled = asyncio.create_task(world.settle())

    def has_come() -> bool:
        calls = world.telegram.calls(method)[before:]
        return any(words in str(call.params) for call in calls)

    await until(world.telegram, has_come, words or method, 5)
    yield
    await settled


async def test_who_is_removed_meanwhile_sends_nothing(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await draft(world, bob, "Скидка")
    async with meanwhile(world, bob, SEND, "editMessageText", PREPARING):
        await change(world, bob, role="customer")
    assert world.rows("SELECT state FROM campaigns") == [("draft",)]
    assert await states(world) == {}
    assert "устарела" in bob.last.text
    assert world.rows("SELECT kind FROM acts WHERE kind = 'broadcast_confirmed'") == []
    assert not world.failures


async def test_who_is_removed_meanwhile_asks_nobody(
    world: World, bob: Person, alice: Person
) -> None:
    await world.answer(alice, 10)
    await change(world, alice, survey_at=None)
    world.telegram.clock.move_to(world.telegram.clock.now().replace(month=9))
    await world.meet(bob)
    await says(world, bob, "/ask")
    await taps(world, bob, "Дальше")
    async with meanwhile(world, bob, "Спросить 1", "answerCallbackQuery"):
        await change(world, bob, role="customer")
    assert world.rows("SELECT kind FROM acts WHERE kind = 'wave_asked'") == []
    assert world.rows("SELECT survey_at FROM people WHERE telegram_id = 1") == [(None,)]
    assert "устарела" in bob.last.text


async def test_what_is_replaced_meanwhile_is_not_written_over(world: World, bob: Person) -> None:
    await hub(world, bob, "Старое")
    new = Content(bob.id, (Part("text", 1, "Новое"),))
    async with (
        meanwhile(world, bob, LOOK, "copyMessage"),
        world.app.sessions.begin() as session,
    ):
        [found] = await session.scalars(select(Campaign.id))
        await drafts.keep_content(session, found, "A", new)
    assert bob.last.text.startswith("Сообщение тем временем поменялось.")
    assert "Что: текст «Новое»" in bob.last.text
    assert SEND not in labels(bob)
    assert not world.failures


async def test_why_a_step_was_refused_is_told_when_it_can_be(world: World, bob: Person) -> None:
    await hub(world, bob, "Скидка")
    await taps(world, bob, "Кнопка", "Ссылка")
    for method in ("editMessageText", "sendMessage"):
        world.telegram.faults.add(method, bob.id, times=9, kind=error(400, "Bad Request: odd"))
    await says(world, bob, "не адрес")
    world.telegram.faults.clear()
    await says(world, bob, "/broadcast")
    assert bob.last.text.startswith("На адрес это не похоже.")
    await says(world, bob, "/broadcast")
    assert bob.last.text.startswith("Куда ведёт кнопка?")


async def test_the_law_is_two_sentences(database: Path) -> None:
    """The second tells where the line is set."""
    async with World(database, offer_footer="Реклама") as world:
        await world.meet(world.bob)
        await says(world, world.bob, "/broadcast")
        first, second = world.bob.last.text.split("\n\n")
        assert first.startswith("Предложения клиентам — это реклама")
        assert second.startswith("Под каждым предложением встанет строка «Реклама»")
        assert [text.count(". ") for text in (first, second)] == [0, 0]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("10.12", "10 декабря — а во сколько? Напишите и время, например: «10.12 11:00»."),
        ("завтра", "16 мая — а во сколько? Напишите и время, например: «завтра 11:00»."),
        ("10.12 11.30", "Время не разобрать."),
    ],
)
async def test_a_day_without_a_time_is_asked_for_it(
    world: World, bob: Person, said: str, words: str
) -> None:
    await hub(world, bob, "Скидка")
    await taps(world, bob, "Когда")
    await says(world, bob, said)
    assert bob.last.text.startswith(words)
    assert world.rows("SELECT start_at FROM campaigns") == [(None,)]


async def test_the_hours_to_choose_from_keep_to_the_quiet_ones(database: Path) -> None:
    async with World(database, quiet_hours="23:00-8:00") as world:
        await hub(world, world.bob, "Скидка")
        await taps(world, world.bob, "Когда", "Каждому в его час")
        assert labels(world.bob)[:-2] == [f"{hour}:00" for hour in range(8, 23)]
        own = world.bob.last.inline_keyboard[0][0]["callback_data"].split("\x1d")[0]
        world.forge_tap(world.bob, f"{own}\x1dhours:23")
        await world.settle()
        assert world.rows("SELECT local_hour FROM campaigns") == [(None,)]


async def test_more_conditions_than_fit_are_refused_in_words(world: World, bob: Person) -> None:
    await hub(world, bob, "Скидка")
    full = tuple(Condition(Is.BIRTH_MONTH, month, negated=True) for month in MONTHS)
    assert len(full) == MOST
    async with world.app.sessions.begin() as session:
        await session.execute(update(Campaign).values(conditions=dump(full)))
    await taps(world, bob, "Кому", "Поделились")
    assert bob.toasts[-1].text == "Больше 12 условий не поместится. Сначала уберите какое-нибудь."
    async with world.app.sessions.begin() as session:
        assert await session.scalar(select(Campaign.conditions)) == dump(full)
    await taps(world, bob, "✗ День рождения…", "✗ Май")
    assert bob.toasts == bob.toasts[:1]


async def test_all_but_detractors_is_said_without_their_cases(world: World, bob: Person) -> None:
    await hub(world, bob, "Скидка")
    await taps(world, bob, "Кому", "Критики")
    assert bob.last.text.startswith("Критики, чьё дело закрыто\n")
    await taps(world, bob, "✓ Критики")
    assert bob.last.text.startswith("Все клиенты, кроме критиков\n")
