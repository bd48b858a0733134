"""/comments: the list of what customers said, and each of them whole."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.entities import units
from sandbox.people import Person
from tests.touchpoints import comes, make
from tests.world import World

LATER = timedelta(minutes=1)


async def say(world: World, *reasons: str) -> list[Person]:
    """Each of a customer of their own, one after another."""
    customers = [
        world.telegram.add_person(100 + number, f"Клиент {number}")
        for number in range(1, len(reasons) + 1)
    ]
    for customer, reason in zip(customers, reasons, strict=True):
        await world.answer(customer, 8, reason)
        await world.pass_time(LATER)
    return customers


def change(world: World, statement: str) -> None:
    with closing(sqlite3.connect(world.database)) as connection, connection:
        connection.execute(statement)


async def open_list(world: World, olga: Person) -> None:
    await world.meet(olga)
    olga.send("/comments")
    await world.settle()


def numbers(olga: Person) -> list[int]:
    """Which of the customers are on the page, from its top."""
    heads = [line for line in olga.last.text.splitlines() if "Клиент" in line]
    return [int(line.rpartition(" ")[2]) for line in heads]


async def tap(world: World, olga: Person, button: str) -> None:
    olga.tap(button)
    await world.settle()


async def test_before_anybody_said_anything_the_list_says_so(
    world: World, olga: Person, alice: Person
) -> None:
    await world.answer(alice, 9)
    await open_list(world, olga)
    assert olga.last.text.startswith("Слов пока нет.")
    assert olga.last.buttons == []


async def test_the_newest_come_first_each_with_score_day_and_name(
    world: World, olga: Person, alice: Person, dave: Person
) -> None:
    await world.answer(alice, 3, "Ждала <час> & ушла")
    await world.pass_time(LATER)
    await world.answer(dave, 10)
    dave.tap("мастер")
    await world.settle()
    await open_list(world, olga)
    assert olga.last.text == (
        "Что говорят клиенты\n\n"
        "1. 10 · 15 мая 2026 · Давид\n"
        "мастер\n\n"
        "2. 3 · 15 мая 2026 · Алиса Ким\n"
        "«Ждала <час> & ушла»"
    )


async def test_five_stand_on_a_page_and_pages_turn_in_place(world: World, olga: Person) -> None:
    await say(world, *[f"Слово {number}" for number in range(1, 13)])
    await open_list(world, olga)
    page, read = olga.last, len(olga.messages)
    assert numbers(olga) == [12, 11, 10, 9, 8]
    assert page.buttons == [["Раньше ›"]]

    await tap(world, olga, "Раньше ›")
    assert numbers(olga) == [7, 6, 5, 4, 3]
    assert page.buttons == [["‹ Новее", "Раньше ›"]]

    await tap(world, olga, "Раньше ›")
    assert numbers(olga) == [2, 1]
    assert page.buttons == [["‹ Новее"]]

    await tap(world, olga, "‹ Новее")
    assert numbers(olga) == [7, 6, 5, 4, 3]
    await tap(world, olga, "‹ Новее")
    assert numbers(olga) == [12, 11, 10, 9, 8]
    assert page.buttons == [["Раньше ›"]]
    assert (olga.last, len(olga.messages), olga.spinners) == (page, read, 0)


async def test_what_is_said_meanwhile_moves_no_page(world: World, olga: Person) -> None:
    await say(world, *[f"Слово {number}" for number in range(1, 8)])
    await open_list(world, olga)
    await world.answer(world.alice, 9, "А я только что")
    await tap(world, olga, "Раньше ›")
    assert numbers(olga) == [2, 1]


async def test_two_answers_of_one_moment_are_both_shown(world: World, olga: Person) -> None:
    customers = [world.telegram.add_person(100 + n, f"Клиент {n}") for n in range(1, 8)]
    for customer in customers:
        await world.answer(customer, 8, "Разом")
    await open_list(world, olga)
    first = numbers(olga)
    await tap(world, olga, "Раньше ›")
    assert sorted(first + numbers(olga)) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    "kind",
    ["voice", "photo", "video", "document", "audio", "animation", "video_note", "sticker"],
)
async def test_media_are_played_from_the_list(
    world: World, olga: Person, alice: Person, kind: str
) -> None:
    await world.answer(alice, 3)
    alice.send_media(kind)
    await world.settle()
    await open_list(world, olga)
    assert "▶︎ " in olga.last.text
    await tap(world, olga, "▶︎ 1")
    assert olga.last.media is not None
    assert olga.last.media.kind == kind
    told = [message.text for message in olga.messages[-2:]]
    assert "3 · 15 мая 2026 · Алиса Ким" in told
    assert olga.spinners == 0


async def test_several_media_and_their_words_come_in_order(
    world: World, olga: Person, alice: Person
) -> None:
    await world.answer(alice, 3)
    alice.send_photo(caption="раз")
    alice.send_photo()
    alice.send("три")
    await world.settle()
    await open_list(world, olga)
    assert "▶︎ фото × 2" in olga.last.text
    await tap(world, olga, "▶︎ 1")
    whose = "3 · 15 мая 2026 · Алиса Ким"
    told = [message.text for message in olga.messages[-3:]]
    assert told == [f"{whose}\n\nраз", whose, f"{whose}\n\nтри"]


async def test_words_that_the_list_shortens_are_read_whole_at_a_tap(
    world: World, olga: Person, alice: Person
) -> None:
    long = "Ждала & ждала " * 200
    await world.answer(alice, 8, long)
    await open_list(world, olga)
    assert "…»" in olga.last.text
    await tap(world, olga, "▶︎ 1")
    assert long.strip() in olga.last.text


async def test_a_text_as_long_as_telegram_allows_is_read_whole_too(
    world: World, olga: Person, alice: Person
) -> None:
    await world.answer(alice, 8, "ы" * 4096)
    await open_list(world, olga)
    await tap(world, olga, "▶︎ 1")
    assert olga.last.text == "ы" * 4096


async def test_short_words_alone_have_nothing_to_play(world: World, olga: Person) -> None:
    await say(world, "Уютно")
    await open_list(world, olga)
    assert olga.last.buttons == []


async def test_a_file_that_telegram_gives_out_no_more_is_said_to_be_gone(
    world: World, olga: Person, alice: Person
) -> None:
    await world.answer(alice, 3)
    alice.send_voice()
    alice.send_photo()
    await world.settle()
    change(world, "UPDATE reasons SET file_id = 'gone' WHERE kind = 'voice'")
    await open_list(world, olga)
    await tap(world, olga, "▶︎ 1")
    assert olga.texts[-2].startswith("Telegram не отдаёт это сообщение")
    assert olga.last.media is not None
    assert olga.last.media.kind == "photo"
    assert not world.failures


@pytest.fixture
async def wordy(database: Path) -> AsyncIterator[World]:
    chips = tuple(f"{number} {'щ' * 22}" for number in range(8))
    async with World(database, why_chips=chips) as world:
        yield world


async def test_a_page_of_the_longest_fits_on_a_phone(wordy: World) -> None:
    [till] = await make(wordy, wordy.bob, "Щ" * 40)
    for number in range(1, 7):
        customer = wordy.telegram.add_person(100 + number, "Щ" * 64, last_name="Щ" * 64)
        await comes(wordy, customer, till, 8)
        for place in range(8):
            customer.tap(index=place)
        customer.send("Ы" * 4096)
        customer.send_voice()
        await wordy.settle()
    await open_list(wordy, wordy.olga)
    assert units(wordy.olga.last.text) <= 1050


@pytest.mark.parametrize("data", ["comment:1", "comments:1:1", "comments:1:0"])
async def test_only_owners_read_the_list(
    world: World, alice: Person, bob: Person, data: str
) -> None:
    await world.answer(alice, 3, "Ждала час")
    await world.meet(bob)
    bob.send("/comments")
    await world.settle()
    assert bob.last.text.startswith("Такого я не умею")
    world.forge_tap(bob, data)
    await world.settle()
    assert "Ждала" not in "".join(bob.texts)
    assert "устарела" in bob.alerts[-1]


@pytest.mark.parametrize("data", ["comment:99", "comments:99:1", "comments:99:0", "comment:x"])
async def test_a_forged_tap_does_no_harm(
    world: World, alice: Person, olga: Person, data: str
) -> None:
    await world.answer(alice, 3, "Ждала час")
    await open_list(world, olga)
    world.forge_tap(olga, data)
    await world.settle()
    assert olga.spinners == 0
    assert not world.failures


async def test_staff_who_were_customers_once_are_not_on_the_list(
    world: World, alice: Person, olga: Person
) -> None:
    await world.answer(alice, 3, "Ждала час")
    change(world, "UPDATE people SET role = 'admin' WHERE telegram_id = 1")
    await open_list(world, olga)
    assert olga.last.text.startswith("Слов пока нет.")
