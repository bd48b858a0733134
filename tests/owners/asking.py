"""What owners do over and over in the tests of /why."""

from sandbox.people import Person
from tests.world import World

HEAD = "Алиса Ким (@alice)\nКлиент с 15 мая 2026\n"


async def why(world: World, owner: Person, words: str = "Алиса") -> str:
    if not owner.chat.started:
        await world.meet(owner)
    owner.send(f"/why {words}".strip())
    await world.settle()
    return owner.last.text


def lines_of(text: str, title: str) -> list[str]:
    """Of the block with that title."""
    blocks = [block.splitlines() for block in text.split("\n\n")]
    return next((lines for _, *lines in [b for b in blocks if b[0] == title]), [])


def coming(text: str) -> list[str]:
    return lines_of(text, "Дальше, если ничего не изменится")


def recent(text: str) -> list[str]:
    return lines_of(text, "Последнее")
