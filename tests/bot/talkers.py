"""Customers and owners who talk to each other through the bot, each word once: Telegram keeps what
was said while nobody listens. Each remembers what they said, and to whom it should come."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.chats import Message
from sandbox.people import Person
from tests.bot.crowd import Somebody
from tests.bot.watch import comes

WAITING = 3.0
"""Seconds for which somebody waits to see that they were heard; then they talk on."""
BURST = 3
"""Things that somebody says in one breath, at most."""
LEAST = 3
"""Things that everybody says in each conversation."""


@dataclass(frozen=True)
class Saying:
    """`pieces`: the messages it was said in; an album has several."""

    by: Person
    customer: Person
    words: str
    pieces: tuple[Message, ...]
    hearers: tuple[Person, ...]


class Talker(Somebody):
    def __init__(self, person: Person, up: asyncio.Event, dice: random.Random) -> None:
        super().__init__(person, up)
        self.said: list[Saying] = []
        self._dice = dice

    async def talk(self, customer: Person, hearers: Sequence[Person], over: asyncio.Event) -> None:
        """Until the storm is over, and some words more."""
        spoken = 0
        while spoken < LEAST or not over.is_set():
            await self._up.wait()
            last = None
            for _ in range(0 if self.person.blocked else self._dice.randint(1, BURST)):
                last, spoken = self._say(customer, hearers), spoken + 1
            await self._is_heard(last)

    def _say(self, customer: Person, hearers: Sequence[Person]) -> Message:
        words = f"{self.person.first_name} → {customer.first_name} {len(self.said) + 1:03}."
        pieces = _say(self._dice, self.person, words, self.card_of(customer))
        self.said.append(Saying(self.person, customer, words, pieces, tuple(hearers)))
        return pieces[0]

    def card_of(self, customer: Person) -> Message | None:
        """An owner's; a customer has none, and simply writes."""
        for message in self.person.messages:
            if message.from_bot and "🔔" in message.text and customer.first_name in message.text:
                return message
        return None

    async def _is_heard(self, said: Message | None) -> None:
        def is_seen() -> bool:
            return said is not None and bool(said.reactions)

        await comes(self.person.telegram, is_seen, WAITING)

    async def leave_and_return(self, over: asyncio.Event) -> None:
        """Blocks the bot in the middle of it all, and comes back when the storm is over."""
        await comes(self.person.telegram, over.is_set, WAITING)
        self.person.block()
        await over.wait()
        self.person.start()


class Unhappy(Talker):
    """A customer with a case."""

    async def come(self) -> None:
        await self.gets("Мы храним", self.person.start)
        await self.gets("10-балльной шкале", lambda: self.tap("Согласен, продолжить"))
        await self.gets("пошло не так", lambda: self.tap("2"))
        await self.gets("Хорошего вам дня", lambda: self.tap("Пропустить"))


class Boss(Talker):
    """An owner, who answers on each customer's card."""

    async def come(self) -> None:
        await self.gets("владелец", self.person.start)


def _say(
    dice: random.Random, person: Person, words: str, reply_to: Message | None
) -> tuple[Message, ...]:
    """Mostly words; now and then a picture, a voice, or an album."""
    match dice.randrange(10):
        case 0:
            return (person.send_photo(caption=words, reply_to=reply_to),)
        case 1:
            return (person.send_voice(caption=words, reply_to=reply_to),)
        case 2:
            return tuple(person.send_album("photo", "photo", caption=words, reply_to=reply_to))
        case _:
            return (person.send(words, reply_to=reply_to),)
