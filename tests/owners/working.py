"""What owners do over and over in the tests of cases."""

from sandbox.chats import Message
from sandbox.people import Person
from tests.world import OLGA, World

IRINA, OLEG = 901, 902
OWNERS = frozenset({OLGA, IRINA, OLEG})
WISHES = ["☐ Признали и извинились", "☐ Исправили", "☐ Поблагодарили за второй шанс"]
THINGS_TO_DO = ["Беру", *WISHES, "Шаблоны ответа", "Закрыть"]
"""The buttons of a new case."""


def three_owners(world: World) -> tuple[Person, Person, Person]:
    irina = world.telegram.add_person(IRINA, "Ирина")
    return world.olga, irina, world.telegram.add_person(OLEG, "Олег")


async def open_case(
    world: World, customer: Person, *owners: Person, score: int = 3, why: str | None = None
) -> None:
    """With the card in each owner's chat."""
    for owner in owners:
        if not owner.chat.started:
            owner.start()
    await world.settle()
    await world.answer(customer, score, why)


def card_of(owner: Person, customer: str = "Алиса") -> Message:
    """The newest card."""
    return next(
        message
        for message in reversed(owner.messages)
        if message.from_bot and customer in message.text and "Клиент с " in message.text
    )


async def tap(world: World, person: Person, *buttons: str, on: Message | None = None) -> None:
    for button in buttons:
        person.tap(button, message=on)
        await world.settle()


async def replies(world: World, owner: Person, words: str, to: str = "Алиса") -> Message:
    said = owner.send(words, reply_to=card_of(owner, to))
    await world.settle()
    return said


def flat(message: Message) -> list[str]:
    return [button for row in message.buttons for button in row]


def case_of(world: World, columns: str) -> tuple[object, ...]:
    """Of the newest case."""
    row: tuple[object, ...] = world.rows(f"SELECT {columns} FROM cases ORDER BY id DESC LIMIT 1")[0]
    return row


def acts(world: World) -> list[tuple[str, str]]:
    return world.rows(
        "SELECT p.name, a.kind FROM acts a JOIN people p ON p.id = a.person_id ORDER BY a.id"
    )
