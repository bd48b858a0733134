"""What a customer and the owners do over and over in a conversation."""

from datetime import timedelta

from sandbox.people import Person
from tests.world import World

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LISTENING = "Слушаем вас. Напишите, что случилось"
KIND_ANSWER = "Я бот и понимаю кнопки и команды"


async def say(world: World, person: Person, words: str) -> None:
    """A minute after what was said before."""
    await world.pass_time(MINUTE)
    person.send(words)
    await world.settle()


async def tap(world: World, person: Person, *buttons: str) -> None:
    for button in buttons:
        person.tap(button)
        await world.settle()


async def rest(world: World, person: Person, score: int = 8) -> None:
    """Has answered, and nothing is awaited any more."""
    await world.answer(person, score)
    await tap(world, person, "Пропустить")
    await world.pass_time(HOUR)


async def call(world: World, person: Person) -> None:
    await rest(world, person)
    await say(world, person, "/human")


def lines(world: World) -> list[tuple[str, str]]:
    return [
        (kind, words)
        for kind, words in world.rows("SELECT kind, coalesce(html, '') FROM lines ORDER BY id")
    ]


def reasons(world: World) -> list[str]:
    return [text for (text,) in world.rows("SELECT text FROM reasons ORDER BY id")]


def cases(world: World) -> list[tuple[str, str | None]]:
    return world.rows("SELECT state, closing FROM cases ORDER BY id")
