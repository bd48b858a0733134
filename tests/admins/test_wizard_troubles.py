"""What goes wrong around a wizard: a busy database, a memory that nobody can read, commands in the
middle of a window, pictures that come late."""

import asyncio
import json
import logging
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from aiogram.fsm.storage.base import StorageKey

from handlers.storage import WizardStorage
from models.tables import Wizard
from sandbox.albums import Item
from sandbox.chats import Message
from sandbox.people import Person
from tests.admins.broadcasting import (
    ASK,
    LOOK,
    begin,
    hub,
    labels,
    says,
    send_button,
    states,
    taps,
    welcome_offers,
)
from tests.admins.test_wizard import WAYS, go
from tests.bot.test_busy_database import OnceLogged, be_impatient
from tests.world import World

LOST = "На чём мы остановились, я уже не помню."
WHOM = "Все клиенты"


def write(world: World, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(world.database)) as connection:
        connection.execute(statement, values)
        connection.commit()


def said(world: World) -> list[list[str]]:
    rows = world.rows("SELECT content FROM variants ORDER BY letter")
    return [[part["kind"] for part in json.loads(row[0])["parts"]] for row in rows]


def words(world: World) -> list[str]:
    rows = world.rows("SELECT content FROM variants ORDER BY letter")
    return [json.loads(row[0])["parts"][0]["text"] for row in rows]


# A busy database


@pytest.mark.parametrize("which", ["context", "stack"])
async def test_a_database_that_is_busy_while_a_wizard_is_loaded_is_asked_again(
    world: World, bob: Person, alice: Person, which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.meet(alice)
    await hub(world, bob, "Скидка")
    await be_impatient(world)
    real = WizardStorage._find
    busy: list[sqlite3.Cursor] = []

    async def find(self: WizardStorage, key: StorageKey) -> Wizard | None:
        if which in key.destiny and not busy:
            busy.append(lock.execute("BEGIN IMMEDIATE"))
        return await real(self, key)

    monkeypatch.setattr(WizardStorage, "_find", find)
    with closing(sqlite3.connect(world.database, check_same_thread=False)) as lock:
        log, handler = logging.getLogger("bot.polling"), OnceLogged(lock)
        log.addHandler(handler)
        async with asyncio.timeout(30):  # it would wait for ever
            await says(world, bob, "Скидка 30 %")
        log.removeHandler(handler)
    assert busy
    assert words(world) == ["Скидка 30 %"]
    await says(world, alice, "/help")
    assert "/rate" in alice.last.text
    assert not world.failures


# A memory that nobody can read


@pytest.mark.parametrize("data", ['{"foo": 1}', "[]", "null", "1", "not json", '{"state": 5}'])
@pytest.mark.parametrize("which", ["context", "stack"])
@pytest.mark.parametrize("word", ["Скидка 30 %", "/broadcast", "/ask"])
async def test_a_wizard_that_cannot_be_read_is_no_wizard(
    world: World, bob: Person, data: str, which: str, word: str
) -> None:
    await hub(world, bob, "Скидка")
    write(world, "UPDATE wizards SET data = ? WHERE key LIKE ?", data, f"%{which}%")
    await says(world, bob, word)
    assert bob.last.text.startswith(LOST)
    assert world.rows("SELECT key FROM wizards") == []
    await says(world, bob, "/broadcast")
    assert "Что: текст «Скидка»" in bob.last.text
    assert not world.failures


@pytest.mark.parametrize("data", ['{"foo": 1}', "not json"])
@pytest.mark.parametrize("which", ["context", "stack"])
async def test_a_tap_on_a_window_that_cannot_be_read_is_stale(
    world: World, bob: Person, data: str, which: str
) -> None:
    await hub(world, bob, "Скидка")
    write(world, "UPDATE wizards SET data = ? WHERE key LIKE ?", data, f"%{which}%")
    await taps(world, bob, "Кому")
    assert "устарела" in bob.toasts[-1].text
    await says(world, bob, "/broadcast")
    await taps(world, bob, "Кому")
    assert WHOM in bob.last.text
    assert not world.failures


# Commands


@pytest.mark.parametrize("place", sorted(WAYS))
async def test_to_ask_is_no_step_of_a_broadcast(world: World, bob: Person, place: str) -> None:
    await begin(world, bob)
    await go(world, bob, *WAYS[place])
    drafts = "SELECT button, url, coupon, coupon_days, start_at, conditions FROM campaigns"
    before = world.rows(drafts), words(world), len(bob.messages)
    await says(world, bob, "/ask")
    assert (world.rows(drafts), words(world)) == before[:2]
    assert WHOM in bob.last.text
    assert sum(one.from_bot for one in bob.messages[before[2] :]) == 1
    await says(world, bob, "/broadcast")
    assert ASK in bob.last.text if place == "content" else "Что: текст «Скидка»" in bob.last.text
    assert not world.failures


@pytest.mark.parametrize(
    "steps", [[], ["[Язык…]"], ["[Промоутеры]", "[Сохранить]"], ["[Сохранённые]"], ["[Дальше]"]]
)
async def test_a_broadcast_is_no_step_of_asking(
    world: World, bob: Person, steps: list[str]
) -> None:
    await world.meet(bob)
    await go(world, bob, "/ask", *steps, "/broadcast")
    assert world.rows("SELECT name FROM audiences") == []
    assert world.rows("SELECT state FROM campaigns") == [("draft",)]
    assert "Понятно, дальше" in labels(bob)
    assert not world.failures


async def test_a_command_that_is_nobodys_is_no_offer(world: World, bob: Person) -> None:
    await hub(world, bob, "Скидка")
    await says(world, bob, "/asknobody")
    assert words(world) == ["Скидка"]


# Pictures that come late


def hold_back(world: World, messages: list[Message]) -> list[dict[str, Any]]:
    """The last of them, which their phone will send after a while."""
    [bot] = world.telegram.bots.values()
    late = [bot.updates.pending.pop() for _ in messages]
    return [update["message"] for update in reversed(late)]


@pytest.mark.parametrize("place", sorted({*WAYS} - {"content", "second"}))
async def test_a_picture_of_the_album_is_taken_in_any_window(
    world: World, bob: Person, alice: Person, place: str
) -> None:
    await welcome_offers(world, alice)
    await begin(world, bob)
    album = bob.send_album("photo", "photo", "photo", caption="Новинки")
    late = hold_back(world, album[1:])
    await world.settle()
    await go(world, bob, *WAYS[place][1:])
    window, count = bob.last.text, len(bob.messages)
    [bot] = world.telegram.bots.values()
    for message in late:
        bot.updates.put("message", message)
    await world.settle()
    assert said(world) == [["photo"] * 3]
    assert bob.last.text == window or "Что: альбом из 3 файлов" in bob.last.text
    assert len(bob.messages) - count <= 1
    assert not world.failures


async def test_a_late_picture_that_cannot_go_takes_the_album_back(
    world: World, bob: Person
) -> None:
    await begin(world, bob)
    items = [Item(), Item(caption="x" * 1018 + "{имя}"), Item()]
    late = hold_back(world, bob.send_album(*items)[1:])
    await world.settle()
    await taps(world, bob, "Когда")
    [bot] = world.telegram.bots.values()
    bot.updates.put("message", late[0])
    await world.settle()
    assert said(world) == []
    assert ASK in bob.last.text
    assert bob.last.text.startswith("С длинным именем клиента не поместится")
    await says(world, bob, "Скидка")
    await taps(world, bob, "Когда")
    count = len(bob.messages)
    bot.updates.put("message", late[1])
    await world.settle()
    assert len(bob.messages) == count
    assert words(world) == ["Скидка"]
    assert not world.failures


async def test_of_two_albums_the_second_replaces_the_first_and_says_so(
    world: World, bob: Person
) -> None:
    await begin(world, bob)
    bob.send_album("photo", "photo", "photo")
    await world.settle()
    assert "заменил" not in bob.last.text
    bob.send_album("photo", "video")
    await world.settle()
    assert said(world) == [["photo", "video"]]
    assert bob.last.text.startswith("Новый альбом заменил прежний.\n\n")
    assert sum("заменил прежний" in text for text in bob.texts) == 1
    await says(world, bob, "Скидка")
    assert "заменил прежний" not in bob.last.text


# What another version has kept

VIP = '[{"is":"vip","value":null,"negated":false},{"is":"promoter","value":null,"negated":false}]'
UNKNOWN = "В аудитории было условие, которого я больше не знаю"


async def test_a_condition_that_is_not_known_any_more_leaves_the_draft_and_that_is_told(
    world: World, bob: Person
) -> None:
    await hub(world, bob, "Скидка")
    write(world, "UPDATE campaigns SET conditions = ?", VIP)
    await says(world, bob, "/broadcast")
    assert bob.last.text.startswith(UNKNOWN)
    assert "Кому: Промоутеры" in bob.last.text
    await says(world, bob, "/broadcast")
    assert UNKNOWN not in bob.last.text
    assert not world.failures


async def test_what_is_sent_is_sent_to_those_whose_number_was_shown(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await hub(world, bob, "Скидка")
    await taps(world, bob, LOOK)
    write(world, "UPDATE campaigns SET conditions = ?", VIP)
    await taps(world, bob, send_button(bob))
    assert any(text.startswith(UNKNOWN) for text in bob.texts)
    assert "Кому: Промоутеры" in bob.last.text
    assert await states(world) == {}
    assert not world.failures


async def test_a_kept_audience_is_taken_without_what_is_not_known_any_more(
    world: World, bob: Person
) -> None:
    await hub(world, bob, "Скидка")
    await go(world, bob, "[Кому]", "[Промоутеры]", "[Сохранить]", "Близкие")
    write(world, "UPDATE audiences SET conditions = ?", VIP)
    await go(world, bob, "[Все клиенты]", "[Сохранённые]", "[Близкие]")
    assert bob.last.text.startswith(UNKNOWN)
    assert "✓ Промоутеры" in labels(bob)
    assert not world.failures


async def test_a_confirmed_campaign_is_shown_without_what_is_not_known_any_more(
    world: World, bob: Person, alice: Person
) -> None:
    await welcome_offers(world, alice)
    await hub(world, bob, "Скидка")
    await taps(world, bob, LOOK)
    await taps(world, bob, send_button(bob))
    write(world, "UPDATE campaigns SET conditions = ?", VIP)
    await says(world, bob, "/campaigns")
    await taps(world, bob, labels(bob)[0])
    assert "Промоутеры" in bob.last.text
    assert not world.failures


# What nobody sees


@pytest.mark.parametrize("text", ["\u3164", "\u3164 \u2800"])
async def test_a_message_in_which_nothing_is_seen_is_refused(
    world: World, bob: Person, text: str
) -> None:
    await begin(world, bob)
    await says(world, bob, text)
    assert bob.last.text.startswith("В этом сообщении нечего увидеть")
    await says(world, bob, "{имя|\u200b}")
    assert bob.last.text.startswith("У кого не указано имя")
    assert said(world) == []


async def test_a_button_in_which_nothing_is_seen_is_refused(world: World, bob: Person) -> None:
    await hub(world, bob, "Скидка")
    await go(world, bob, "[Кнопка]", "[Ссылка]", "astra.ru", "\u3164")
    assert bob.last.text.startswith("Нужны слова, не больше 30 знаков.")
