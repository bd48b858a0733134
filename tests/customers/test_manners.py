"""What people do without meaning to, and what they are answered."""

from typing import Any

import pytest

from sandbox.people import Person
from tests.customers import odd
from tests.world import World

KIND_ANSWER = "Я бот и понимаю кнопки и команды"


async def closed_why(world: World, person: Person) -> None:
    """Nothing is asked any more, and nothing is awaited."""
    await world.answer(person, 8)
    person.tap("Пропустить")
    await world.settle()
    person.tap("Нет, спасибо")
    await world.settle()


@pytest.mark.parametrize("what", odd.ODD)
async def test_what_nobody_asked_for_gets_a_kind_answer(
    world: World, alice: Person, what: str
) -> None:
    await closed_why(world, alice)
    odd.send(alice, odd.ODD[what])
    await world.settle()
    assert KIND_ANSWER in alice.last.text


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice", "animation", "video_note"])
async def test_media_outside_a_why_get_a_kind_answer(
    world: World, alice: Person, kind: str
) -> None:
    await closed_why(world, alice)
    alice.send_media(kind)
    await world.settle()
    assert KIND_ANSWER in alice.last.text
    assert world.rows("SELECT count(*) FROM reasons") == [(0,)]


@pytest.mark.parametrize("what", odd.SERVICE)
async def test_what_telegram_notes_in_a_chat_is_passed_over(
    world: World, alice: Person, what: str
) -> None:
    await world.answer(alice, 8)
    read = len(alice.messages)
    odd.send(alice, odd.SERVICE[what])
    await world.settle()
    assert len(alice.messages) == read + 1  # the note itself
    assert world.rows("SELECT count(*) FROM reasons") == [(0,)]


async def test_a_pinned_message_is_passed_over(world: World, alice: Person) -> None:
    await world.answer(alice, 8)
    read = len(alice.messages)
    odd.send(alice, {"pinned_message": alice.last.json()})
    await world.settle()
    assert len(alice.messages) == read + 1


async def test_a_button_of_long_ago_says_that_it_is_out_of_date(
    world: World, alice: Person
) -> None:
    await world.meet(alice)
    world.forge_tap(alice, "gone-since-last-year:1")
    await world.settle()
    assert alice.alerts == ["Эта кнопка устарела. Всё, что я умею, — в /help"]
    assert alice.spinners == 0


async def test_other_bots_are_not_talked_to(world: World, alice: Person) -> None:
    await world.meet(alice)
    read = len(alice.texts)
    robot = {"id": 77, "is_bot": True, "first_name": "Робот"}
    odd.send(alice, {"text": "/start", "from": robot})
    await world.settle()
    assert len(alice.texts) == read
    assert world.rows("SELECT count(*) FROM people WHERE telegram_id = 77") == [(0,)]


async def test_asked_again_only_the_newest_question_can_be_tapped(
    world: World, alice: Person
) -> None:
    await world.meet(alice)
    first = alice.last
    alice.send("/rate")
    alice.start()
    await world.settle()
    with_buttons = [message for message in alice.messages if message.buttons]
    assert with_buttons == [alice.last]
    assert first.buttons == []


async def test_rated_anew_the_why_comes_below_and_only_there(world: World, alice: Person) -> None:
    await world.answer(alice, 8)
    why = alice.last
    alice.send("/rate")
    await world.settle()
    alice.tap("9")
    await world.settle()
    assert why.buttons == []
    assert alice.last.text.startswith("Что вам понравилось больше всего?")
    assert "Пропустить" in alice.last.buttons[-1]


async def test_rated_anew_nobody_is_asked_about_offers_twice(world: World, alice: Person) -> None:
    await world.answer(alice, 8, "Мало места")
    assert alice.last.text.startswith("Присылать вам")
    alice.send("/rate")
    await world.settle()
    alice.tap("9")
    await world.settle()
    assert sum(text.startswith("Присылать вам") for text in alice.texts) == 1


# Groups and channels


def membership(chat: dict[str, Any], old: str, new: str, bot: dict[str, Any]) -> dict[str, Any]:
    return {
        "chat": chat,
        "from": {"id": 1, "is_bot": False, "first_name": "Алиса"},
        "date": 1,
        "old_chat_member": {"user": bot, "status": old},
        "new_chat_member": {"user": bot, "status": new},
    }


GROUP = {"id": -100, "type": "supergroup", "title": "Соседи"}
CHANNEL = {"id": -200, "type": "channel", "title": "Новости"}


@pytest.mark.parametrize("chat", [GROUP, CHANNEL], ids=["group", "channel"])
async def test_added_to_a_group_or_a_channel_the_bot_leaves_at_once(
    world: World, alice: Person, chat: dict[str, Any]
) -> None:
    added = membership(chat, "left", "member", alice.bot.json())
    alice.bot.updates.put("my_chat_member", added)
    await world.settle()
    [left] = world.telegram.calls("leaveChat")
    assert left.params["chat_id"] == str(chat["id"])
    assert alice.texts == []
    assert not world.failures


async def test_put_out_of_a_group_the_bot_does_not_leave_it_again(
    world: World, alice: Person
) -> None:
    out = membership(GROUP, "member", "left", alice.bot.json())
    alice.bot.updates.put("my_chat_member", out)
    await world.settle()
    assert world.telegram.calls("leaveChat") == []


async def test_in_a_group_the_bot_is_silent(world: World, alice: Person) -> None:
    before = len(world.telegram.log)
    odd.send(alice, {"text": "/start", "chat": GROUP})
    await world.settle()
    said = [call.method for call in world.telegram.log[before:] if call.method != "getUpdates"]
    assert said == []
    assert world.rows("SELECT count(*) FROM people") == [(0,)]


# Names


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<b>Ева</b> & Ко", "<b>Ева</b> & Ко"),
        ("\N{ZERO WIDTH SPACE}", "Без имени"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}Ева", "Ева"),
        ("שרה", "\N{FIRST STRONG ISOLATE}שרה\N{POP DIRECTIONAL ISOLATE}"),
    ],
)
async def test_the_owner_reads_any_name(world: World, olga: Person, name: str, shown: str) -> None:
    eva = world.telegram.add_person(7, name)
    await world.meet(olga)
    await world.answer(eva, 3, "Ждала час")
    card = next(message for message in olga.messages if "Оценка 3" in message.text)
    assert f"\n{shown}\n" in card.text
    assert olga.last.text == f"{shown}: Ждала час"
