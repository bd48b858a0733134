"""What people do with touchpoints, over and over."""

from collections.abc import Iterable
from datetime import timedelta

from sandbox.people import Person
from tests.world import World

DAY = timedelta(days=1)
LINK = "https://t.me/sarafan_bot?start=t_"


async def says(world: World, person: Person, *words: str) -> None:
    for text in words:
        person.send(text)
        await world.settle()


async def taps(world: World, person: Person, *buttons: str) -> None:
    for button in buttons:
        person.tap(button)
        await world.settle()


async def make(world: World, bob: Person, *names: str) -> list[str]:
    """Their links, in order."""
    if not bob.chat.started:
        await world.meet(bob)
    for name in names:
        await says(world, bob, "/qr")
        await taps(world, bob, "Новая точка")
        await says(world, bob, name)
    rows = world.rows("SELECT code FROM touchpoints ORDER BY id")
    return [LINK + code for (code,) in rows[-len(names) :]]


async def opens(world: World, person: Person, link: str) -> None:
    person.open_link(link)
    await world.settle()


async def comes(world: World, person: Person, link: str, score: int | None = None) -> None:
    """By the link, up to the question, or to the answer."""
    await opens(world, person, link)
    if not world.rows(f"SELECT 1 FROM people WHERE telegram_id={person.id} AND consented_at > 0"):
        await taps(world, person, "Согласен, продолжить")
    if score is not None:
        await taps(world, person, str(score))


async def answer_of_many(world: World, link: str, scores: Iterable[int]) -> None:
    for number, score in enumerate(scores):
        await comes(world, world.telegram.add_person(100 + number, f"Клиент {number}"), link, score)


def surveys_of(world: World) -> list[tuple[str, str, str | None]]:
    return world.rows(
        "SELECT s.source, s.state, t.name FROM surveys s "
        "LEFT JOIN touchpoints t ON t.id = s.touchpoint_id ORDER BY s.id"
    )


def acts_of(world: World) -> list[tuple[str, str]]:
    return world.rows(
        "SELECT a.kind, p.name FROM acts a JOIN people p ON p.id = a.person_id ORDER BY a.id"
    )


def texts(person: Person, last: int) -> list[str]:
    return [message.text for message in person.messages[-last:]]
