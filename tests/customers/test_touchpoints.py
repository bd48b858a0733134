"""Coming by a touchpoint: by its link, or by its code that was typed."""

import pytest

from sandbox.people import Person
from tests.touchpoints import DAY, LINK, comes, make, opens, says, surveys_of, taps
from tests.world import World


async def test_a_new_customer_agrees_first_and_is_asked_about_the_touchpoint(
    world: World, bob: Person, alice: Person
) -> None:
    (link,) = await make(world, bob, "Касса")
    await opens(world, alice, link)
    assert alice.last.buttons == [["Согласен, продолжить"]]
    assert surveys_of(world) == []
    await world.restart()
    await taps(world, alice, "Согласен, продолжить", "9")
    assert surveys_of(world) == [("touchpoint", "answered", "Касса")]
    assert world.rows("SELECT touchpoint_id FROM people WHERE telegram_id = 1") == [(None,)]


async def test_a_customer_is_asked_at_once(world: World, bob: Person, alice: Person) -> None:
    (link,) = await make(world, bob, "Касса")
    await world.answer(alice, 10)
    await opens(world, alice, link)
    assert "рекомендовать наш продукт" in alice.last.text
    await taps(world, alice, "6")
    assert surveys_of(world) == [("first", "answered", None), ("touchpoint", "answered", "Касса")]
    assert world.rows("SELECT score FROM responses ORDER BY id") == [(10,), (6,)]


async def test_for_a_day_the_answer_about_this_touchpoint_is_changed(
    world: World, bob: Person, alice: Person
) -> None:
    till, anna = await make(world, bob, "Касса", "Анна")
    await comes(world, alice, till, 10)
    await comes(world, alice, anna, 9)
    world.telegram.clock.advance(DAY / 2)
    await comes(world, alice, till, 4)
    assert world.rows("SELECT score FROM responses ORDER BY id") == [(4,), (9,)]
    world.telegram.clock.advance(DAY)
    await comes(world, alice, till, 8)
    assert world.rows("SELECT score FROM responses ORDER BY id") == [(4,), (9,), (8,)]


async def test_an_open_survey_becomes_one_about_the_touchpoint(
    world: World, bob: Person, alice: Person
) -> None:
    till, anna = await make(world, bob, "Касса", "Анна")
    await world.meet(alice)
    await opens(world, alice, till)
    assert surveys_of(world) == [("first", "asked", "Касса")]
    await opens(world, alice, anna)
    assert surveys_of(world) == [("first", "asked", "Анна")]


async def test_the_code_can_be_typed(world: World, bob: Person, alice: Person) -> None:
    (link,) = await make(world, bob, "Касса")
    code = link.removeprefix(LINK)
    await says(world, alice, "/start", f"T_{code} ")
    await taps(world, alice, "Согласен, продолжить")
    assert surveys_of(world) == [("touchpoint", "asked", "Касса")]
    await taps(world, alice, "10")
    await says(world, alice, f"t_{code}")
    assert world.rows("SELECT count(*) FROM reasons") == [(0,)]
    assert alice.last.buttons[0] == ["0", "1", "2", "3", "4", "5"]


async def test_the_link_of_a_retired_one_just_opens_the_bot(
    world: World, bob: Person, alice: Person, dave: Person
) -> None:
    (link,) = await make(world, bob, "Касса")
    await world.answer(alice, 10)
    await taps(world, bob, "Убрать")
    await opens(world, alice, link)
    assert alice.last.text.startswith("С возвращением!")
    await comes(world, dave, link)
    assert surveys_of(world) == [("first", "answered", None), ("first", "asked", None)]


@pytest.mark.parametrize("payload", ["t_AAAAAAAAAA", "t_", "t_AAAAAAAAA0", "t_кассакасса"])
async def test_an_unknown_code_just_opens_the_bot(
    world: World, alice: Person, payload: str
) -> None:
    await says(world, alice, f"/start {payload}")
    assert alice.last.buttons == [["Согласен, продолжить"]]
    await taps(world, alice, "Согласен, продолжить")
    assert surveys_of(world) == [("first", "asked", None)]


async def test_one_who_has_stopped_is_asked_by_the_link_they_open(
    world: World, bob: Person, alice: Person
) -> None:
    (link,) = await make(world, bob, "Касса")
    await world.meet(alice)
    await says(world, alice, "/stop")
    await opens(world, alice, link)
    assert alice.last.buttons[0] == ["0", "1", "2", "3", "4", "5"]


async def test_the_staff_who_open_a_link_are_not_surveyed(world: World, bob: Person) -> None:
    (link,) = await make(world, bob, "Касса")
    await opens(world, bob, link)
    assert bob.last.text.startswith("Здравствуйте! Вы здесь — администратор")
    assert surveys_of(world) == []
