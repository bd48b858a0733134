"""Cases closed and opened again, and days that pass."""

from datetime import timedelta

from models import cases
from models.tables import Case, Closing
from sandbox.people import Person as Somebody
from tests.world import World

MINUTE = timedelta(minutes=1)
ASKS, YES, NO = "теперь всё решено?", "Да, всё хорошо", "Нет, не решено"
AFTER_ALL = "Всё же не решено"
QUESTION = "На сколько, по 10-балльной шкале, вы готовы рекомендовать"
AGAIN = "что вы думаете теперь"
OFFERS = "Присылать вам иногда наши предложения"


async def leaps(world: World, *spans: timedelta) -> None:
    """A tick at each landing: nothing is missed by a late one."""
    for span in spans:
        world.telegram.clock.advance(span)
        await world.app.scheduler.settle()


async def closes(world: World, closing: Closing = Closing.WISHES, case_id: int = 1) -> None:
    async with world.app.sessions.begin() as session:
        case = await session.get_one(Case, case_id)
        await cases.close(session, case, closing, world.app.now(), reason="поговорили")


async def reopens(world: World) -> None:
    async with world.app.sessions.begin() as session:
        await cases.reopen(session, await session.get_one(Case, 1), world.app.now())


async def case_of(world: World, id: int = 1) -> Case:
    async with world.app.sessions() as session:
        return await session.get_one(Case, id)


async def taps(world: World, person: Somebody, button: str) -> None:
    person.tap(button)
    await world.settle()


def times(person: Somebody, words: str) -> int:
    return sum(words in message.text for message in person.messages)
