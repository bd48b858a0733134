"""/why: of whom an owner asks, by a name or a reply, and who may not ask."""

import pytest

from sandbox.people import Person
from tests.owners.asking import HEAD, why
from tests.owners.working import card_of, flat, open_case, replies, tap
from tests.world import World


async def test_as_a_reply_to_the_card_or_to_relayed_words(
    world: World, olga: Person, alice: Person, dave: Person
) -> None:
    await open_case(world, alice, olga, why="Долго ждал")
    await open_case(world, dave, olga)
    said = await replies(world, olga, "Простите!")
    alice.send("Спасибо")
    await world.settle()
    relayed = olga.last
    for message in (card_of(olga), said, relayed):
        olga.send("/why", reply_to=message)
        await world.settle()
        assert olga.last.text.startswith(HEAD)
    assert "Спасибо" in relayed.text
    assert not any("/why" in text for text in alice.texts)


async def test_alone_it_says_how(world: World, olga: Person) -> None:
    text = await why(world, olga, "")
    assert text.startswith("Что клиенту отправили, что нет и почему: /why Анна\n")
    olga.send("/why", reply_to=olga.last)
    await world.settle()
    assert olga.last.text == f"По этому сообщению клиента не узнать.\n\n{text}"


@pytest.mark.parametrize(
    "words", ["алиса", "АЛИСА КИМ", "ким  али", "@Alice", "alice", "  Ким", "али"]
)
async def test_case_order_and_endings_of_a_name_do_not_matter(
    world: World, olga: Person, alice: Person, dave: Person, words: str
) -> None:
    await world.meet(alice)
    await world.meet(dave)
    assert (await why(world, olga, words)).startswith(HEAD)


@pytest.mark.parametrize("words", ["лиса", "@ali", "Алиса Давид", "А.*", "%", "@", "я" * 4000])
async def test_who_is_not_found_is_told_kindly(
    world: World, olga: Person, alice: Person, words: str
) -> None:
    await world.meet(alice)
    text = await why(world, olga, words)
    assert text.startswith(f"Клиента «{words[:20]}")
    assert "Попробуйте часть имени" in text
    assert not world.failures


async def test_names_in_emoji_and_with_yo_are_found(world: World, olga: Person) -> None:
    await world.meet(world.telegram.add_person(11, "💅Алёна💅"))
    await world.meet(world.telegram.add_person(12, "Жанна"))
    assert (await why(world, olga, "алена")).startswith("💅Алёна💅\n")
    assert "не нашлось" in await why(world, olga, "анна")


async def test_of_several_the_owner_chooses_and_may_tap_twice(
    world: World, olga: Person, alice: Person
) -> None:
    await world.meet(alice)
    other = world.telegram.add_person(11, "Алиса")
    await world.meet(other)
    assert await why(world, olga) == "Кто именно? Дата — с какого дня клиент."
    assert flat(olga.last) == ["Алиса · 15 мая 2026", "Алиса Ким · @alice"]
    read, asked = len(olga.messages), olga.last
    olga.tap("Алиса Ким · @alice")
    olga.tap("Алиса Ким · @alice")
    await world.settle()
    assert asked.text.startswith(HEAD)
    assert (olga.last, len(olga.messages), olga.spinners) == (asked, read, 0)
    assert not world.failures


async def test_where_all_have_a_username_nothing_is_said_of_dates(
    world: World, olga: Person, alice: Person
) -> None:
    await world.meet(alice)
    await world.meet(world.telegram.add_person(11, "Алиса", username="lisa"))
    assert await why(world, olga) == "Кто именно?"
    assert flat(olga.last) == ["Алиса · @lisa", "Алиса Ким · @alice"]


async def test_of_too_many_the_newest_are_shown_and_who_bears_the_very_name_first(
    world: World, olga: Person
) -> None:
    await world.meet(world.telegram.add_person(10, "Анна"))
    for number in range(1, 10):
        await world.meet(world.telegram.add_person(10 + number, f"Анна {number}"))
    text = await why(world, olga, "анна")
    assert text.startswith("Таких больше 8, вот самые новые.")
    names = [label.split(" · ")[0] for label in flat(olga.last)]
    assert names == ["Анна", *(f"Анна {number}" for number in range(9, 2, -1))]


async def test_staff_are_sent_nothing(world: World, olga: Person, bob: Person) -> None:
    await world.meet(bob)
    assert await why(world, olga, "Боб") == "Боб: это сотрудник, первыми ему ничего не шлём."


async def test_of_the_erased_nothing_is_left_to_tell(
    world: World, olga: Person, alice: Person
) -> None:
    await open_case(world, alice, olga)
    card = card_of(olga)
    world.telegram.add_person(11, "Алиса").start()
    await world.settle()
    await why(world, olga)
    asked = olga.last
    alice.send("/forget")
    await world.settle()
    await tap(world, alice, "Стереть мои данные", "Да, стереть навсегда")
    olga.send("/why", reply_to=card)
    await world.settle()
    assert "стёрты" in olga.last.text
    olga.tap("Алиса Ким · @alice", message=asked)
    await world.settle()
    assert asked.text == olga.last.text
    assert flat(asked) == []
    assert (await why(world, olga, "Ким")).startswith("Клиента «Ким» не нашлось.")


async def test_hostile_names_harm_nothing(world: World, olga: Person) -> None:
    for number in (7, 8):
        await world.meet(world.telegram.add_person(number, '<b>&"' * 12, last_name="\u202e]]>"))
    await why(world, olga, '<b>&"')
    await tap(world, olga, flat(olga.last)[0])
    assert olga.last.text.startswith('<b>&"' * 12 + " ]]>\nКлиент с ")
    assert "«<i>»" in await why(world, olga, "<i>")
    assert not world.failures


async def test_to_customers_and_admins_there_is_no_such_command(
    world: World, alice: Person, bob: Person
) -> None:
    for person in (alice, bob):
        await world.meet(person)
        person.send("/why Алиса")
        await world.settle()
        assert "/help" in person.last.text
        assert "Клиент с" not in person.last.text


@pytest.mark.parametrize("forged", ["why:1", f"why:{2**70}", "why:-1"])
async def test_a_tap_of_who_may_not_ask_is_a_stale_button(
    world: World, alice: Person, bob: Person, forged: str
) -> None:
    for person in (alice, bob):
        await world.meet(person)
        world.forge_tap(person, forged)
        await world.settle()
        assert "устарела" in person.toasts[-1].text
        assert "Клиент с" not in person.last.text
    assert not world.failures


@pytest.mark.parametrize("forged", ["why:999", f"why:{2**70}", "why:-1"])
async def test_a_tap_on_nobody_is_a_stale_button(world: World, olga: Person, forged: str) -> None:
    await world.meet(olga)
    world.forge_tap(olga, forged)
    await world.settle()
    assert "устарела" in olga.toasts[-1].text
    assert not world.failures
