"""A salon with many customers who welcome offers, and campaigns to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from models import campaigns, drafts
from models.rules.content import Content, Part
from models.tables import Person as Row
from sandbox.people import Person
from tests.admins.broadcasting import progress_of
from tests.world import NOON, World

FIRST = 1001


async def crowd(world: World, count: int, **facts: Any) -> list[Person]:
    """Customers of long standing, without their words with the bot."""
    begin = FIRST + len([one for one in world.telegram.people if one >= FIRST])
    guests = [
        world.telegram.add_person(number, f"Гость {number}")
        for number in range(begin, begin + count)
    ]
    for guest in guests:
        guest.chat.started = True
    rows = [_row(guest.id, **facts) for guest in guests]
    async with world.app.sessions.begin() as session:
        await session.execute(insert(Row), rows)
    return guests


def _row(number: int, **facts: Any) -> dict[str, Any]:
    return {
        "telegram_id": number,
        "role": "customer",
        "name": f"Гость {number}",
        "language": "ru",
        "code": f"code{number}",
        "met_at": NOON,
        "started_at": NOON,
        "consented_at": NOON,
        "offers_at": NOON,
        "bucket": 99,
        "demo": False,
        **facts,
    }


async def send(world: World, admin: Person, *texts: str, **values: Any) -> None:
    """Confirmed, and nothing of it delivered yet: what the wizard would have written."""
    if not admin.chat.started:
        await world.meet(admin)
    bot, zone = world.app.bot, world.app.settings.business.zone
    shown = [await bot.send_message(admin.id, text) for text in texts]
    below = await bot.send_message(admin.id, "Отправить")
    async with world.app.sessions.begin() as session:
        who = await session.scalar(select(Row.id).where(Row.telegram_id == admin.id))
        assert who is not None
        draft = await drafts.open_one(session, who, now(world))
        for letter, preview in zip("AB", shown, strict=False):
            part = Part("text", preview.message_id, preview.text or "")
            said = Content(admin.id, (part,), (preview.message_id,))
            await drafts.keep_content(session, draft.id, letter, said)
        await drafts.change(session, draft.id, **{"button": None, **values})
        await session.refresh(draft)
        assert await campaigns.confirm(
            session,
            who,
            draft.id,
            progress_message_id=below.message_id,
            business_zone=zone,
            now=now(world),
        )
    await progress_of(world).show()


async def deliver(world: World) -> None:
    await world.app.scheduler.settle()


def got(guests: list[Person], text: str) -> list[Person]:
    return [guest for guest in guests if text in guest.texts]


def now(world: World) -> datetime:
    return world.telegram.clock.now()
