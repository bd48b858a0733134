"""What admins do over and over in the tests of /broadcast."""

from datetime import timedelta

from sqlalchemy import func, select, update

from models.tables import Nudge
from models.tables import Person as Row
from sandbox.chats import Message
from sandbox.entities import cut
from sandbox.markup import parse_html
from sandbox.people import Person
from scheduler.progress import Progress
from tests.world import World

STOP = "Больше не присылать предложения"
ASK = "Что отправить?"
LAW = "Понятно, дальше"
LOOK = "Посмотреть и отправить"
RESULT = "Рассылка завершена."
FOOTER = "Реклама. ООО «Астра» 💇, astra.ru"
DAY = timedelta(days=1)


async def welcome_offers(world: World, *people: Person) -> None:
    for person in people:
        await world.answer(person, 10)
        person.tap("Пропустить")
        await world.settle()
        person.tap("Да, присылайте")
        await world.settle()


async def begin(world: World, admin: Person) -> None:
    if not admin.chat.started:
        await world.meet(admin)
    await says(world, admin, "/broadcast")
    if LAW in labels(admin):
        await taps(world, admin, LAW)
    assert ASK in admin.last.text


async def hub(world: World, admin: Person, html: str) -> None:
    """Up to the window where all can be changed."""
    await begin(world, admin)
    admin._say(parse_html(html))
    await world.settle()


async def draft(world: World, admin: Person, html: str) -> None:
    """Up to the numbers under the preview, the shortest way."""
    await hub(world, admin, html)
    await taps(world, admin, LOOK)


async def broadcast(world: World, admin: Person, html: str) -> None:
    await draft(world, admin, html)
    await taps(world, admin, send_button(admin))


async def taps(world: World, admin: Person, *buttons: str) -> None:
    for button in buttons:
        admin.tap(button)
        await world.settle()


async def says(world: World, admin: Person, *texts: str) -> None:
    for text in texts:
        admin.send(text)
        await world.settle()


def labels(admin: Person) -> list[str]:
    return [label for row in admin.last.buttons for label in row]


async def close_campaigns(world: World) -> None:
    await world.app.scheduler.settle()


def progress_of(world: World) -> Progress:
    zone = world.app.settings.business.zone
    return Progress(world.app.bot, world.app.sessions, world.app.now, zone)


def send_button(admin: Person) -> str:
    return next(label for label in labels(admin) if "Отправить" in label)


def preview_of(admin: Person) -> Message:
    return next(one for one in reversed(admin.messages) if [STOP] in one.buttons)


def italics(message: Message) -> list[str]:
    return [
        cut(message.text, entity["offset"], entity["length"])
        for entity in message.entities
        if entity["type"] == "italic"
    ]


async def states(world: World) -> dict[str, int]:
    async with world.app.sessions.begin() as session:
        rows = await session.execute(
            select(Nudge.state, func.count()).where(Nudge.kind == "offer").group_by(Nudge.state)
        )
        return {row[0]: row[1] for row in rows}


async def change(world: World, person: Person, **facts: object) -> None:
    async with world.app.sessions.begin() as session:
        await session.execute(update(Row).where(Row.telegram_id == person.id).values(**facts))
