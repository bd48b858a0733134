"""/comments publishable: the words that may be shown to others, ready to be copied."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from sandbox.entities import units
from sandbox.people import Person
from tests.touchpoints import comes, make
from tests.world import World

LATER = timedelta(minutes=1)
NAMED, NAMELESS, NO = "Да, с именем", "Да, без имени", "Нет"
NOTHING = "Показывать пока нечего."


async def says(world: World, person: Person, words: str) -> None:
    person.send(words)
    await world.settle()


async def taps(world: World, person: Person, *buttons: str) -> None:
    for button in buttons:
        person.tap(button)
        await world.settle()


async def praises(world: World, person: Person, words: str, choice: str | None = NAMED) -> None:
    await world.answer(person, 10, words)
    if choice is not None:
        await taps(world, person, choice)
    await world.pass_time(LATER)


async def open_list(world: World, olga: Person) -> None:
    if not olga.chat.started:
        await world.meet(olga)
    await says(world, olga, "/comments publishable")


async def crowd(world: World, count: int) -> Sequence[Person]:
    people = [world.telegram.add_person(100 + n, f"Клиент {n}") for n in range(1, count + 1)]
    for number, person in enumerate(people, start=1):
        await praises(world, person, f"Слово {number}")
    return people


def numbers(olga: Person) -> list[int]:
    heads = [line for line in olga.last.text.splitlines() if "Клиент" in line and " · " in line]
    return [int(line.rpartition(" ")[2]) for line in heads]


async def test_an_empty_list_says_how_words_get_there(
    world: World, alice: Person, olga: Person
) -> None:
    await praises(world, alice, "Уютно", choice=None)
    await open_list(world, olga)
    assert olga.last.text.startswith(NOTHING)
    assert "9 или 10" in olga.last.text
    assert olga.last.buttons == [["‹ Все слова"]]


async def test_only_what_may_be_shown_is_listed_and_as_it_may_be(
    world: World, alice: Person, dave: Person, charlie: Person, emily: Person, olga: Person
) -> None:
    await praises(world, alice, "Уютно & <тихо>")
    await praises(world, dave, "Быстро", NAMELESS)
    await praises(world, charlie, "Молчите об этом", NO)
    await world.answer(world.telegram.add_person(5, "Федя"), 8, "Так себе")
    await open_list(world, olga)
    assert olga.last.text.startswith(
        "Можно показывать другим\n\n"
        "1. 10 · 15 мая 2026 · Клиент\n"
        "«Быстро»\n\n"
        "2. 10 · 15 мая 2026 · Алиса Ким\n"
        "«Уютно & <тихо>»\n\n"
    )
    for hidden in ("Давид", "alice", "Молчите", "Так себе"):
        assert hidden not in olga.last.text
    assert olga.last.buttons == [["📋 1", "📋 2"], ["‹ Все слова"]]


async def test_the_words_come_whole_and_ready_to_copy(
    world: World, alice: Person, dave: Person, olga: Person
) -> None:
    long = "Уютно & <тихо>. " * 60
    await praises(world, alice, long)
    await praises(world, dave, "Быстро", NAMELESS)
    await open_list(world, olga)
    await taps(world, olga, "📋 2")
    assert olga.last.text == f"{long.strip()}\n\n— Алиса Ким"
    [entity] = olga.last.entities
    assert (entity["type"], entity["offset"]) == ("code", 0)
    assert entity["length"] == units(olga.last.text)
    olga.tap("📋 1", message=olga.messages[-2])
    await world.settle()
    assert olga.last.text == "Быстро\n\n— Клиент"
    assert olga.spinners == 0


async def test_the_longest_words_come_whole_without_a_signature(
    world: World, alice: Person, olga: Person
) -> None:
    await praises(world, alice, "ы" * 4096)
    await open_list(world, olga)
    await taps(world, olga, "📋 1")
    assert olga.last.text == "ы" * 4096


async def test_pages_turn_in_place(world: World, olga: Person) -> None:
    await crowd(world, 12)
    await open_list(world, olga)
    page, read = olga.last, len(olga.messages)
    assert numbers(olga) == [12, 11, 10, 9, 8]
    assert page.buttons[1:] == [["Раньше ›"], ["‹ Все слова"]]
    await taps(world, olga, "Раньше ›", "Раньше ›")
    assert numbers(olga) == [2, 1]
    await taps(world, olga, "‹ Новее")
    assert numbers(olga) == [7, 6, 5, 4, 3]
    await taps(world, olga, "‹ Новее")
    assert numbers(olga) == [12, 11, 10, 9, 8]
    assert (olga.last, len(olga.messages), olga.spinners) == (page, read, 0)


async def test_a_page_of_the_longest_fits_on_a_phone(world: World, olga: Person) -> None:
    for number in range(1, 7):
        customer = world.telegram.add_person(100 + number, "Щ" * 64, last_name="Щ" * 64)
        await praises(world, customer, "Ы" * 4096)
    await open_list(world, olga)
    assert units(olga.last.text) <= 1050


async def test_a_button_in_the_list_of_all_leads_there_and_back(
    world: World, alice: Person, dave: Person, olga: Person
) -> None:
    await world.meet(olga)
    await praises(world, alice, "Уютно", choice=None)
    await says(world, olga, "/comments")
    assert olga.last.buttons == []
    await taps(world, alice, NAMED)
    await world.answer(dave, 3, "Долго")
    await says(world, olga, "/comments")
    page = olga.last
    assert page.buttons == [["Можно показывать другим"]]
    await taps(world, olga, "Можно показывать другим")
    assert "Уютно" in page.text
    assert "Долго" not in page.text
    await taps(world, olga, "‹ Все слова")
    assert "Долго" in page.text
    assert olga.last is page


async def test_words_taken_back_are_gone_even_from_an_open_page(
    world: World, alice: Person, olga: Person
) -> None:
    await praises(world, alice, "Уютно")
    await open_list(world, olga)
    await says(world, alice, "/settings")
    await taps(world, alice, "Больше не показывать мои слова")
    await taps(world, olga, "📋 1")
    assert olga.alerts[-1] == "Эти слова показывать больше нельзя."
    assert "Алиса Ким" not in olga.last.text.partition("Можно показывать")[0]
    await says(world, olga, "/comments publishable")
    assert olga.last.text.startswith(NOTHING)


async def test_a_forgotten_customer_is_off_the_list(
    world: World, alice: Person, olga: Person
) -> None:
    await praises(world, alice, "Уютно")
    await says(world, alice, "/forget")
    await taps(world, alice, "Стереть мои данные", "Да, стереть навсегда")
    await open_list(world, olga)
    assert olga.last.text.startswith(NOTHING)


async def test_whoever_has_become_unhappy_since_is_off_the_list(
    world: World, alice: Person, olga: Person
) -> None:
    await praises(world, alice, "Уютно")
    await taps(world, alice, "Изменить оценку", "3")
    await open_list(world, olga)
    assert olga.last.text.startswith(NOTHING)


async def test_words_added_after_the_yes_are_not_on_the_list(
    world: World, alice: Person, olga: Person
) -> None:
    await praises(world, alice, "Уютно")
    await says(world, alice, "А мой начальник — зануда")
    await open_list(world, olga)
    assert "Уютно" in olga.last.text
    assert "зануда" not in olga.last.text
    await taps(world, olga, "📋 1")
    assert olga.last.text == "Уютно\n\n— Алиса Ким"


@pytest.mark.parametrize(
    "data", ["publishable:1:1", "publishable:1:0", "copy-words:1", "list-comments:1"]
)
async def test_only_owners_read_it(world: World, alice: Person, bob: Person, data: str) -> None:
    await praises(world, alice, "Уютно")
    await world.meet(bob)
    await says(world, bob, "/comments publishable")
    assert bob.last.text.startswith("Такого я не умею")
    world.forge_tap(bob, data)
    await world.settle()
    assert "Уютно" not in "".join(bob.texts)
    assert "устарела" in bob.alerts[-1]


@pytest.mark.parametrize("data", ["publishable:99:1", "copy-words:99", "list-comments:x"])
async def test_a_forged_tap_does_no_harm(
    world: World, alice: Person, olga: Person, data: str
) -> None:
    await praises(world, alice, "Уютно")
    await open_list(world, olga)
    world.forge_tap(olga, data)
    await world.settle()
    assert olga.spinners == 0
    assert not world.failures


async def test_any_other_word_after_the_command_shows_the_list_of_all(
    world: World, alice: Person, olga: Person
) -> None:
    await praises(world, alice, "Уютно")
    await world.meet(olga)
    await says(world, olga, "/comments что-нибудь")
    assert olga.last.text.startswith("Что говорят клиенты")


async def test_the_list_of_all_names_the_touchpoint_of_the_answer(
    world: World, alice: Person, dave: Person, bob: Person, olga: Person
) -> None:
    till, _ = await make(world, bob, "Касса на первом этаже у входа", "Анна")
    await comes(world, alice, till, 8)
    await says(world, alice, "Быстро")
    await world.pass_time(LATER)
    await world.answer(dave, 8, "Тихо")
    await world.meet(olga)
    await says(world, olga, "/comments")
    assert olga.last.text == (
        "Что говорят клиенты\n\n"
        "1. 8 · 15 мая 2026 · Давид\n"
        "«Тихо»\n\n"
        "2. 8 · 15 мая 2026 · Алиса Ким · Касса на первом…\n"
        "«Быстро»"
    )
