"""Calling a human: what is promised, the call taken back, and who may call."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.people import Person
from tests.customers.conversing import (
    HOUR,
    KIND_ANSWER,
    LISTENING,
    call,
    cases,
    lines,
    rest,
    say,
    tap,
)
from tests.world import World

FREE = "Человек ответит сюда же, как только освободится."
KEPT = "Сейчас передать это некому. Мы всё сохраним и передадим, как только будет кому."


async def test_a_customer_calls_a_human_and_the_owner_gets_a_card(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await call(world, alice)
    assert (
        alice.last.text == f"{LISTENING}: это прочтёт человек. Подойдут и голос, и фото.\n\n{FREE}"
    )
    assert alice.last.buttons == [["Уже не нужно"]]
    assert "Клиент зовёт человека" in olga.last.text
    assert cases(world) == [("new", None)]


async def test_the_kind_answer_offers_a_human(world: World, alice: Person, olga: Person) -> None:
    await world.meet(olga)
    await rest(world, alice)
    await say(world, alice, "Когда вы открыты?")
    kind = alice.last
    assert KIND_ANSWER in kind.text
    assert kind.buttons == [["Позвать человека"]]
    await tap(world, alice, "Позвать человека")
    assert alice.last.text.startswith("Спасибо, что написали")
    assert kind.buttons == []
    assert alice.spinners == 0
    assert cases(world) == [("new", None)]


async def test_what_was_not_understood_goes_to_the_human_as_it_is(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.answer(alice, 9, "Всё хорошо")
    await world.pass_time(timedelta(hours=1))
    alice.send("Можно записаться на пятницу?")
    await world.settle()
    for _ in range(2):
        alice.tap("Позвать человека", message=alice.last)
    await world.settle()
    assert alice.last.text.startswith("Спасибо, что написали")
    assert "Можно записаться на пятницу?" in olga.last.text
    assert world.rows("SELECT html FROM lines") == [("Можно записаться на пятницу?",)]


async def test_in_english_too(world: World, emily: Person, olga: Person) -> None:
    await world.meet(olga)
    emily.start()
    await world.settle()
    await tap(world, emily, "I agree, go on")
    await say(world, emily, "/human")
    assert emily.last.text.startswith("We are listening.")
    assert emily.last.text.endswith("as soon as somebody is free.")
    await say(world, emily, "My nails broke")
    assert emily.last.text.startswith("Thank you for writing.")
    assert lines(world) == [("text", "My nails broke")]


async def test_who_has_not_agreed_is_greeted(world: World, alice: Person) -> None:
    alice.start()
    await world.settle()
    await say(world, alice, "/human")
    assert "Это бот компании" in alice.last.text
    world.forge_tap(alice, "human")
    await world.settle()
    assert "Это бот компании" in alice.last.text
    assert cases(world) == []


async def test_calling_again_opens_no_second_case(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await call(world, alice)
    await say(world, alice, "/human")
    assert alice.last.text.startswith(LISTENING)
    await say(world, alice, "Сломался ноготь")
    await say(world, alice, "/human")
    assert alice.last.text == f"Ваши слова у нас. Можно добавить ещё: пишите прямо сюда.\n\n{FREE}"
    assert cases(world) == [("new", None)]
    assert sum("Клиент зовёт" in text for text in olga.texts) == 1


async def test_the_same_call_after_a_restart_opens_nothing_twice(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await rest(world, alice)
    called = alice.send("/human")
    await world.settle()
    await world.restart()
    alice.bot.updates.put("message", called.json())
    await world.settle()
    assert alice.last.text.startswith(LISTENING)
    assert alice.last.buttons == [["Уже не нужно"]]
    assert cases(world) == [("new", None)]
    assert sum("Клиент зовёт" in text for text in olga.texts) == 1


async def test_an_unhappy_customer_calls_in_the_same_case(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.answer(alice, 2, "Ждала час")
    seen = len(olga.messages)
    await say(world, alice, "/human")
    assert alice.last.text.startswith(LISTENING)
    assert len(olga.messages) == seen + 1, "the card comes up again"
    assert "человека" in olga.last.text
    assert world.rows("SELECT count(*), count(called_at) FROM cases") == [(1, 1)]


@pytest.mark.parametrize("name", ["<b>Ева</b> & Ко", "\N{RIGHT-TO-LEFT OVERRIDE}Ева", "🙂" * 60])
async def test_any_name_can_call(world: World, olga: Person, name: str) -> None:
    eva = world.telegram.add_person(7, name)
    await world.meet(olga)
    await call(world, eva)
    assert eva.last.text.startswith(LISTENING)
    assert "Клиент зовёт человека" in olga.last.text
    assert not world.failures


# The call taken back


async def test_a_call_is_taken_back_while_nobody_has_said_a_word(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await call(world, alice)
    await tap(world, alice, "Уже не нужно")
    assert alice.last.text == "Хорошо, никого не зовём. Понадобится человек — /human"
    assert alice.last.buttons == []
    assert cases(world) == [("closed", "called_off")]
    await say(world, alice, "Просто слова")
    assert KIND_ANSWER in alice.last.text
    await say(world, alice, "/human")
    assert cases(world) == [("closed", "called_off"), ("new", None)]


async def test_a_second_tap_on_it_changes_nothing(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await call(world, alice)
    button = alice.last
    alice.tap("Уже не нужно", message=button)
    alice.tap("Уже не нужно", message=button)
    await world.settle()
    assert button.text.startswith("Хорошо, никого не зовём")
    assert not any("Разговор" in alert for alert in alice.alerts)
    assert alice.spinners == 0
    assert cases(world) == [("closed", "called_off")]


async def test_after_the_first_words_a_call_is_not_taken_back(world: World, alice: Person) -> None:
    await call(world, alice)
    button = alice.last
    await say(world, alice, "Сломался ноготь")
    await tap(world, alice, "Уже не нужно")
    assert alice.alerts[-1] == "Разговор уже начался. Если всё решилось, так и напишите."
    assert button.buttons == []
    assert cases(world) == [("new", None)]


async def test_a_low_score_stays_a_case_without_the_call(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.answer(alice, 2, "Ждала час")
    await say(world, alice, "/human")
    await tap(world, alice, "Уже не нужно")
    assert alice.last.text.startswith("Хорошо, никого не зовём")
    assert world.rows("SELECT state, called_at FROM cases") == [("new", None)]


async def test_a_score_that_was_raised_meanwhile_keeps_nothing_open(
    world: World, alice: Person
) -> None:
    await world.answer(alice, 2)
    await say(world, alice, "/human")
    await tap(world, alice, "Изменить оценку", "9")
    assert cases(world) == [("new", None)]
    await tap(world, alice, "Уже не нужно")
    assert cases(world) == [("closed", "called_off")]


async def test_nobody_takes_back_somebody_elses_call(
    world: World, alice: Person, dave: Person, olga: Person
) -> None:
    await world.meet(olga)
    await call(world, alice)
    await rest(world, dave)
    for person in (dave, olga):
        world.forge_tap(person, "human-off:1")
        await world.settle()
        assert "устарела" in person.alerts[-1]
    world.forge_tap(dave, "human-off:777")
    world.forge_tap(dave, "human-off:-1")
    await world.settle()
    assert dave.spinners == 0
    assert cases(world) == [("new", None)]
    assert not world.failures


async def test_an_old_button_does_not_take_back_a_new_call(world: World, alice: Person) -> None:
    await call(world, alice)
    await say(world, alice, "/human")
    old = next(message for message in alice.messages if message.buttons == [["Уже не нужно"]])
    await tap(world, alice, "Уже не нужно")
    await say(world, alice, "/human")
    alice.tap("Уже не нужно", message=old)
    await world.settle()
    assert cases(world) == [("closed", "called_off"), ("new", None)]


# What is promised


@pytest.fixture
async def measured(world: World, alice: Person, olga: Person) -> World:
    """Five customers have been answered, each after forty minutes."""
    await world.meet(olga)
    for number in range(5):
        person = world.telegram.add_person(50 + number, f"Клиент {number}")
        await world.answer(person, 3)
        card = olga.last
        await world.pass_time(timedelta(minutes=40))
        olga.send("Простите нас!", reply_to=card)
        await world.settle()
    assert world.rows("SELECT count(answered_at) FROM cases") == [(5,)]
    return world


async def test_the_usual_wait_is_told(measured: World, alice: Person) -> None:
    await measured.meet(alice)
    await say(measured, alice, "/human")
    assert alice.last.text.endswith("\n\nОбычно отвечаем в течение часа.")


async def test_in_the_evening_the_morning_is_named(measured: World, alice: Person) -> None:
    await measured.meet(alice)
    await measured.pass_time(timedelta(hours=5))
    await say(measured, alice, "/human")
    assert alice.last.text.endswith(
        "Обычно отвечаем в течение часа. Если сегодня не успеем, ответим утром, после 10:00."
    )


async def test_at_night_the_morning_is_promised(world: World, alice: Person, olga: Person) -> None:
    await world.meet(olga)
    await world.meet(alice)
    await world.pass_time(timedelta(hours=11))
    await say(world, alice, "/human")
    assert alice.last.text.endswith("Сейчас мы отдыхаем: ответим утром, после 10:00.")


async def test_whoever_lives_elsewhere_is_told_the_hour_of_their_own_clock(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    await world.meet(alice)
    await say(world, alice, "/settings")
    await tap(world, alice, "Часовой пояс", "Владивосток, 19:01")
    await world.pass_time(timedelta(hours=11))
    await say(world, alice, "/human")
    assert alice.last.text.endswith("Сейчас мы отдыхаем: ответим после 17:00.")


async def test_without_an_owner_nothing_is_promised_and_all_is_kept(
    world: World, alice: Person, olga: Person
) -> None:
    await call(world, alice)
    assert alice.last.text.endswith(KEPT)
    await say(world, alice, "Сломался ноготь")
    assert alice.last.text == f"Спасибо, что написали.\n\n{KEPT}"
    assert lines(world) == [("text", "Сломался ноготь")]
    await world.meet(olga)
    assert any("Клиент зовёт человека" in text for text in olga.texts)
    assert any("Сломался ноготь" in text for text in olga.texts)


async def test_owners_who_have_blocked_the_bot_can_tell_nobody(
    world: World, alice: Person, olga: Person
) -> None:
    await world.meet(olga)
    olga.block()
    await world.settle()
    await call(world, alice)
    assert alice.last.text.endswith(KEPT)


@pytest.fixture
async def sleepless(database: Path) -> AsyncIterator[World]:
    async with World(database, quiet_hours="") as world:
        yield world


async def test_without_quiet_hours_nobody_is_put_off_to_the_morning(sleepless: World) -> None:
    await sleepless.meet(sleepless.olga)
    await sleepless.meet(sleepless.alice)
    await sleepless.pass_time(11 * HOUR)
    await say(sleepless, sleepless.alice, "/human")
    assert sleepless.alice.last.text.endswith(FREE)


# Staff


async def test_an_owner_is_told_whose_command_it_is(world: World, olga: Person) -> None:
    await world.meet(olga)
    await say(world, olga, "/human")
    assert "по ней они зовут вас" in olga.last.text
    world.forge_tap(olga, "human")
    await world.settle()
    assert "по ней они зовут вас" in olga.last.text
    assert cases(world) == []


async def test_an_admin_is_not_told_of_what_owners_can_do(world: World, bob: Person) -> None:
    await world.meet(bob)
    await say(world, bob, "/human")
    assert "зовут владельца" in bob.last.text
    assert "/cases" not in bob.last.text


# «Стоп»


@pytest.mark.parametrize("word", ["/stop", "Стоп"])
async def test_a_stop_does_not_promise_to_silence_the_human(
    world: World, alice: Person, olga: Person, word: str
) -> None:
    await world.meet(olga)
    await call(world, alice)
    await say(world, alice, word)
    assert "больше не пишу первым" in alice.last.text
    assert "Разговор с человеком это не прервёт" in alice.last.text
    assert lines(world) == []
    card = next(message for message in olga.messages if "Клиент зовёт" in message.text)
    olga.send("Слушаю вас", reply_to=card)
    await world.settle()
    assert "Слушаю вас" in alice.last.text


async def test_a_stop_without_a_conversation_says_nothing_of_one(
    world: World, alice: Person
) -> None:
    await rest(world, alice)
    await say(world, alice, "/stop")
    assert "Разговор" not in alice.last.text
