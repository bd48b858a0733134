"""What a friend shows at the counter, where something is given for it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.people import Person
from tests.customers.friends import COUNTED, QUESTION, REWARD, begins, code_of, comes, heard, types
from tests.world import World


@pytest.fixture
async def rewarding(database: Path) -> AsyncIterator[World]:
    async with World(database, referral_reward=REWARD) as world:
        yield world


def pictures(person: Person) -> list[str]:
    return [m.text for m in person.messages if m.from_bot and m.media is not None]


async def test_a_friend_is_shown_a_code_for_the_counter_with_the_consent(
    rewarding: World,
) -> None:
    world, dave = rewarding, rewarding.dave
    await world.meet(world.alice)
    await comes(world, dave, world.alice, agrees=False)
    assert pictures(dave) == []
    before = len(dave.messages)
    dave.tap("Согласен, продолжить")
    await world.settle()
    begins(heard(dave, before), "Вас пригласили! Когда придёте, покажите этот код", QUESTION)
    [shown] = pictures(dave)
    assert code_of(world, dave) in shown
    assert "скидка 500 ₽" in shown
    assert pictures(world.alice) == []


async def test_the_code_comes_again_at_the_start_until_it_is_proven(rewarding: World) -> None:
    world, dave = rewarding, rewarding.dave
    await world.meet(world.alice)
    await comes(world, dave, world.alice)
    dave.start()
    await world.settle()
    assert len(pictures(dave)) == 2
    world.bob.start(code_of(world, dave))
    await world.settle()
    world.bob.tap("Подтвердить визит")
    await world.settle()
    dave.start()
    await world.settle()
    assert len(pictures(dave)) == 2


async def test_a_code_typed_late_brings_the_code_for_the_counter(rewarding: World) -> None:
    world, dave = rewarding, rewarding.dave
    await world.meet(world.alice)
    await world.meet(dave)
    said = await types(world, dave, code_of(world, world.alice))
    begins(said, COUNTED, "Вас пригласили!", QUESTION)


async def test_a_second_tap_on_the_consent_shows_no_second_code(rewarding: World) -> None:
    world, dave = rewarding, rewarding.dave
    await world.meet(world.alice)
    await comes(world, dave, world.alice, agrees=False)
    greeting = dave.last
    dave.tap("Согласен, продолжить", message=greeting)
    dave.tap("Согласен, продолжить", message=greeting)
    await world.settle()
    assert len(pictures(dave)) == 1


async def test_where_nothing_is_given_there_is_nothing_to_show(
    world: World, alice: Person, dave: Person
) -> None:
    await world.meet(alice)
    await comes(world, dave, alice)
    assert pictures(dave) == []
