"""What owners do over and over in the tests of /staff."""

import re
from typing import Any

from aiogram.types import TelegramObject

from handlers.who import Handler
from sandbox.chats import Message
from sandbox.people import Person
from tests.admins.broadcasting import change
from tests.world import World

ADMIN, OWNER = "Пригласить администратора", "Пригласить владельца"


async def open_team(world: World, person: Person) -> Message:
    if not person.chat.started:
        await world.meet(person)
    person.send("/staff")
    await world.settle()
    return person.last


async def tap(world: World, person: Person, *buttons: str) -> None:
    for button in buttons:
        person.tap(button)
        await world.settle()


async def invite(world: World, owner: Person, button: str = ADMIN) -> str:
    """The link, as it stands in the message to forward."""
    await open_team(world, owner)
    await tap(world, owner, button)
    return link_in(owner)


def link_in(owner: Person) -> str:
    found = re.search(r"https://t\.me/\S+", owner.last.text)
    assert found, owner.last.text
    return found[0]


async def open_link(world: World, person: Person, link: str) -> None:
    person.open_link(link)
    await world.settle()


async def join(world: World, owner: Person, person: Person, button: str = ADMIN) -> None:
    await open_link(world, person, await invite(world, owner, button))


async def remove(world: World, owner: Person, name: str) -> None:
    await open_team(world, owner)
    await tap(world, owner, name, "Убрать из команды", "Да, убрать")


def role_of(world: World, person: Person) -> str:
    found = world.rows(f"SELECT role FROM people WHERE telegram_id = {person.id}")
    return str(found[0][0])


def commands_of(person: Person) -> list[str]:
    return [command["command"] for command in person.commands]


def acts(world: World) -> list[tuple[str, str]]:
    return world.rows(
        "SELECT p.name, a.kind FROM acts a JOIN people p ON p.id = a.person_id ORDER BY a.id"
    )


def remove_between(world: World, person: Person) -> None:
    """After the update was met, and before anything comes of it."""

    async def demote(handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        await change(world, person, role="customer")
        return await handler(event, data)

    world.app.dispatcher.callback_query.outer_middleware(demote)
