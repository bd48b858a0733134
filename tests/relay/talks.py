"""Conversations in a case, as tests begin them."""

from datetime import timedelta
from pathlib import Path

from sandbox.chats import Message
from sandbox.faults import error
from sandbox.people import Person
from tests.world import OLGA, World

ALICE, PETER, NINA = 1, 901, 902
OWNERS = frozenset({OLGA, PETER, NINA})
GATHERED = timedelta(seconds=2)


class Salon(World):
    """Three owners, and alice, who is unhappy: each owner has her card."""

    def __init__(self, database: Path) -> None:
        super().__init__(database, owner_ids=OWNERS)
        self.peter = self.telegram.add_person(PETER, "Пётр")
        self.nina = self.telegram.add_person(NINA, "Нина")

    @property
    def owners(self) -> list[Person]:
        return [self.olga, self.peter, self.nina]

    async def open_case(self, *owners: Person) -> None:
        for owner in owners or self.owners:
            owner.start()
        await self.answer(self.alice, 3)
        self.alice.tap("Пропустить")
        await self.settle()

    async def replies(self, person: Person, to: Message, words: str) -> Message:
        said = person.send(words, reply_to=to)
        await self.settle()
        return said

    async def talks(self) -> Message:
        """A first answer, which alice can reply to."""
        await self.replies(self.olga, card_of(self.olga), "Слушаю вас")
        return told(self.alice, "Слушаю вас")

    async def gathers(self) -> None:
        """The pictures of an album have come together."""
        await self.settle()
        await self.pass_time(GATHERED)


def card_of(owner: Person, name: str = "Алиса") -> Message:
    return next(m for m in owner.messages if m.from_bot and "🔔" in m.text and name in m.text)


def said_to(person: Person, words: str) -> list[Message]:
    """The bot's messages with these words; cards tell of them too."""
    return [m for m in person.messages if m.from_bot and words in m.text and "🔔" not in m.text]


def has(person: Person, words: str) -> bool:
    return bool(said_to(person, words))


def told(person: Person, words: str) -> Message:
    """The newest message of the bot's with these words."""
    return said_to(person, words)[-1]


def refuse(world: Salon, why: str, method: str = "sendMessage", chat_id: int = ALICE) -> None:
    """Telegram will not take the next message to this chat."""
    world.telegram.faults.add(method, chat_id=chat_id, kind=error(400, why))
