"""Leaving in one step, coming back in one tap, and asking what is kept."""

from datetime import timedelta

import pytest

from sandbox.people import Person
from tests.world import World


@pytest.mark.parametrize("word", ["/stop", "стоп", "Стоп!", "STOP", " стоп. "])
async def test_stop_stops_at_once(world: World, alice: Person, word: str) -> None:
    await world.meet(alice)
    alice.send(word)
    await world.settle()
    assert alice.last.text.startswith("Хорошо, больше не пишу первым.")
    assert world.rows("SELECT stopped_at IS NOT NULL FROM people") == [(1,)]


async def test_who_stopped_hears_no_more(world: World, alice: Person) -> None:
    await world.meet(alice)
    alice.send("/stop")
    await world.settle()
    said = len(alice.texts)
    await world.pass_time(timedelta(days=50))  # a reminder, an expiry and the next survey
    assert len(alice.texts) == said
    reasons = world.rows("SELECT DISTINCT state, reason FROM nudges")
    assert reasons == [("skipped", "stopped")]


async def test_stop_is_no_reason(world: World, alice: Person) -> None:
    await world.answer(alice, 9)
    alice.send("стоп")
    await world.settle()
    assert world.rows("SELECT count(*) FROM reasons") == [(0,)]


async def test_a_wrong_stop_is_taken_back_in_one_tap(world: World, alice: Person) -> None:
    await world.meet(alice)
    alice.send("/stop")
    await world.settle()
    alice.tap("Вернуть сообщения")
    await world.settle()
    assert "Сообщения снова включены" in alice.last.text
    await world.pass_time(timedelta(days=3))
    assert "Мы всё ещё хотим узнать" in alice.last.text


async def test_who_stopped_may_still_rate(world: World, alice: Person) -> None:
    await world.meet(alice)
    alice.send("/stop")
    alice.send("/rate")
    await world.settle()
    alice.tap("9")
    await world.settle()
    assert world.rows("SELECT score FROM responses") == [(9,)]


async def test_privacy_and_help_work_from_the_first_day(world: World, alice: Person) -> None:
    alice.send("/privacy")
    alice.send("/help")
    await world.settle()
    assert "Что мы храним" in alice.texts[0]
    assert "/rate — оценить нас" in alice.texts[1]


@pytest.mark.parametrize("command", ["/stats", "/stats 30", "/broadcast", "/nonsense"])
async def test_a_staff_command_does_not_exist_for_a_customer(
    world: World, alice: Person, command: str
) -> None:
    await world.answer(alice, 9)
    alice.send(command)
    await world.settle()
    assert alice.last.text.startswith("Я бот и понимаю кнопки и команды.")
    assert world.rows("SELECT count(*) FROM reasons") == [(0,)]
    assert world.rows("SELECT count(*) FROM campaigns") == [(0,)]


async def test_a_sticker_gets_a_kind_answer(world: World, alice: Person) -> None:
    await world.answer(alice, 9, "Класс")
    await world.pass_time(timedelta(hours=1))
    alice.send_sticker()
    await world.settle()
    assert alice.last.text.startswith("Я бот и понимаю кнопки и команды.")
