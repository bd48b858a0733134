"""/ask: the question to an audience, out of turn, and to nobody who was asked not long ago."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, text

from models.tables import Wizard
from sandbox.people import Person
from tests.admins.broadcasting import labels, says, taps
from tests.world import World

QUESTION = "На сколько, по 10-балльной шкале"
DAY = timedelta(days=1)


def reads(admin: Person, words: str) -> None:
    assert words in admin.last.text


async def write(world: World, statement: str) -> None:
    async with world.app.sessions.begin() as session:
        await session.execute(text(statement))


async def numbers(world: World, admin: Person, *conditions: str) -> None:
    if not admin.chat.started:
        await world.meet(admin)
    await says(world, admin, "/ask")
    await taps(world, admin, *conditions, "Дальше")


async def answered_long_ago(world: World, *people: Person, score: int = 10) -> None:
    for person in people:
        await world.answer(person, score)
        person.tap("Пропустить")
        await world.settle()
    world.telegram.clock.move_to(world.telegram.clock.now() + 40 * DAY)


def questions(person: Person) -> int:
    return sum(QUESTION in message.text for message in person.messages)


async def test_the_chosen_are_asked_again_and_others_are_not(
    world: World, alice: Person, dave: Person, bob: Person
) -> None:
    await answered_long_ago(world, alice)
    await answered_long_ago(world, dave, score=7)
    before = questions(alice), questions(dave)
    await numbers(world, bob, "Промоутеры")
    reads(bob, "Промоутеры\n\nСпросим: 1")
    await taps(world, bob, "Спросить 1")
    reads(bob, "Спросим 1 человека: сегодня.")
    await world.pass_time(timedelta(hours=1))
    assert (questions(alice), questions(dave)) == (before[0] + 1, before[1])


async def test_nobody_is_pestered_and_the_reasons_are_told(world: World, bob: Person) -> None:
    people = [world.telegram.add_person(100 + number, f"К{number}") for number in range(7)]
    await answered_long_ago(world, *people)
    blocked, withdrew, stopped, muted, lately, _fine, _too = people
    blocked.block()
    await says(world, stopped, "/stop")
    await says(world, lately, "/rate")
    await taps(world, lately, "9")
    for statement in (
        f"UPDATE people SET consented_at = NULL WHERE telegram_id = {withdrew.id}",
        "INSERT INTO mutes SELECT id, 'surveys', '2026-05-15 09:00:00.000000' FROM people "
        f"WHERE telegram_id = {muted.id}",
    ):
        await write(world, statement)
    await world.meet(world.dave)  # was asked just now
    await world.answer(world.alice, 2)  # a case is open
    await numbers(world, bob)
    reads(bob, "Спросим: 2")
    why = bob.last.text.partition("Пропустим: 7 (")[2].partition(")")[0]
    assert dict(one.split(" — ") for one in why.split(", ")) == {
        "бот заблокирован": "1",
        "нет согласия на данные": "1",
        "просили не писать": "1",
        "вопросы отключены": "1",
        "вопрос уже задан": "1",
        "открыто дело": "1",
        "спрашивали или ответили меньше 30 дней назад": "1",
    }


async def test_where_there_is_nobody_there_is_nothing_to_tap(world: World, bob: Person) -> None:
    await world.meet(world.alice)
    await numbers(world, bob)
    reads(bob, "Спрашивать сейчас некого.")
    assert labels(bob) == ["‹ Назад", "Отменить"]


async def test_a_tap_that_comes_again_asks_nobody_twice(
    world: World, alice: Person, bob: Person
) -> None:
    await answered_long_ago(world, alice)
    before = questions(alice)
    await numbers(world, bob)
    bob.tap("Спросить 1")
    bob.tap("Спросить 1")
    await world.settle()
    reads(bob, "Спросим 1 человека: сегодня.")
    await world.pass_time(timedelta(hours=1))
    assert questions(alice) == before + 1
    assert world.rows("SELECT count(*) FROM acts WHERE kind = 'wave_asked'") == [(1,)]
    await numbers(world, bob)
    reads(bob, "Спрашивать сейчас некого.")


async def test_the_same_tap_after_a_kill_is_told_the_same(
    world: World, alice: Person, bob: Person
) -> None:
    await answered_long_ago(world, alice)
    await numbers(world, bob)
    assert bob.last.markup is not None
    tap = bob.last.markup["inline_keyboard"][0][0]["callback_data"]
    kept = world.rows("SELECT key, telegram_id, state, data FROM wizards")
    await taps(world, bob, "Спросить 1")
    done = bob.last.text
    assert done.startswith("Спросим 1 человека")
    async with world.app.sessions.begin() as session:  # as if it had died before it let go
        await session.execute(delete(Wizard))
        for key, id, state, data in kept:
            session.add(Wizard(key=key, telegram_id=id, state=state, data=json.loads(data)))
    await world.restart()
    world.telegram.clock.move_to(world.telegram.clock.now() + timedelta(minutes=5))
    bob.last.text = ""
    world.forge_tap(bob, tap)
    await world.settle()
    reads(bob, done)
    assert world.rows("SELECT count(*) FROM acts WHERE kind = 'wave_asked'") == [(1,)]


async def test_a_big_wave_is_honest_about_its_days(database: Path) -> None:
    async with World(database, surveys_a_day=2) as world:
        people = [world.telegram.add_person(100 + number, f"К{number}") for number in range(7)]
        await answered_long_ago(world, *people)
        await numbers(world, world.bob)
        reads(world.bob, "не больше 2 в день")
        await taps(world, world.bob, "Спросить 7")
        reads(world.bob, "Спросим 7 человек: первых — сегодня, последних — примерно 27 июня.")


async def test_a_restart_goes_on_where_it_was(world: World, bob: Person) -> None:
    await world.meet(bob)
    await says(world, bob, "/ask")
    await taps(world, bob, "Промоутеры", "Язык…", "English")
    await world.restart()
    await taps(world, bob, "‹ Назад")
    reads(bob, "Промоутеры, которые говорят по-английски")
    await says(world, bob, "/ask")
    reads(bob, "Промоутеры, которые говорят по-английски")


async def test_it_can_be_cancelled_at_each_step(world: World, bob: Person) -> None:
    await world.meet(bob)
    for steps in ([], ["Язык…"], ["Промоутеры", "Сохранить"], ["Сохранённые"], ["Дальше"]):
        await says(world, bob, "/ask")
        await taps(world, bob, *steps, "Отменить")
        reads(bob, "Никого не спрашиваем.")
    assert world.rows("SELECT count(*) FROM wizards") == [(0,)]


async def test_a_kept_audience_serves_a_wave_too(world: World, bob: Person) -> None:
    await world.meet(bob)
    await says(world, bob, "/ask")
    await taps(world, bob, "Промоутеры", "Сохранить")
    await says(world, bob, "Друзья")
    await taps(world, bob, "Отменить")
    await says(world, bob, "/ask")
    reads(bob, "Все клиенты")
    await taps(world, bob, "Сохранённые", "Друзья")
    reads(bob, "Промоутеры")


@pytest.mark.parametrize("command", ["/ask"])
async def test_to_customers_it_does_not_exist(world: World, alice: Person, command: str) -> None:
    await world.answer(alice, 10)
    await says(world, alice, "/nonsense")
    unknown = alice.last.text
    await says(world, alice, command)
    assert alice.last.text == unknown
