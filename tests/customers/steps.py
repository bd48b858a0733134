"""What people do over and over in their settings."""

from typing import Any

from sandbox.people import Person
from tests.world import World


def labels(person: Person) -> list[str]:
    return [label for row in person.last.buttons for label in row]


async def say(world: World, person: Person, words: str) -> None:
    person.send(words)
    await world.settle()


async def tap(world: World, person: Person, *buttons: str) -> None:
    for button in buttons:
        person.tap(button)
        await world.settle()


async def open_settings(world: World, person: Person) -> None:
    await world.meet(person)
    await say(world, person, "/settings")


def state_of(world: World) -> list[Any]:
    return world.rows("SELECT state FROM wizards")
