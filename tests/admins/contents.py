"""What a campaign sends, without its wizard: shown to the admin, then sent to customers."""

from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from aiogram.types import Message

from models import campaigns, drafts
from models.rules.business import Business
from models.rules.content import Content
from models.tables import Campaign
from models.tables import Person as Row
from sandbox.chats import Message as Seen
from sandbox.people import Person
from tests.customers.couponing import id_of
from tests.world import World
from views import offers
from views.say import say_in

SAY = say_in("ru")
MOSCOW = ZoneInfo("Europe/Moscow")


@dataclass(frozen=True)
class Look:
    """What people see of a message, but for what a tap on its buttons does."""

    kind: str
    html: str
    file_id: str
    spoiler: bool
    caption_above: bool
    has_preview: bool
    silent: bool
    in_album: bool
    buttons: tuple[tuple[str, str | None], ...]


def look(message: Seen) -> Look:
    return Look(
        message.media.kind if message.media else "text",
        message.html,
        message.media.file_id if message.media else "",
        message.spoiler,
        message.caption_above,
        not (message.link_preview_options or {}).get("is_disabled", False),
        message.silent,
        message.media_group_id is not None,
        tuple((one["text"], one.get("url")) for row in message.inline_keyboard for one in row),
    )


def heard(message: Seen) -> Message:
    """As the bot gets it."""
    return Message.model_validate(message.json())


def content_of(admin: Person, *said: Seen, footer: str = "") -> Content:
    messages = [heard(one) for one in said]
    assert [offers.refusal(SAY, one, footer) for one in messages] == [None] * len(messages)
    return Content(admin.id, tuple(offers.part_of(one) for one in messages))


def business(world: World, footer: str = "") -> Business:
    told: Business = world.app.dispatcher["business"]
    return replace(told, offer_footer=footer)


async def show(
    world: World, campaign: Campaign, content: Content, name: str, footer: str = ""
) -> Content:
    methods = offers.preview(SAY, campaign, content, name, business(world, footer))
    shown: list[Any] = [await world.app.bot(method) for method in methods]
    return replace(content, message_ids=offers.ids_of(shown[0]))


async def send(
    world: World, campaign: Campaign, content: Content, customer: Person, name: str, footer: str
) -> None:
    to = Row(name=name)
    await world.app.bot(offers.offer(SAY, campaign, content, to, customer.id, footer))
    if offers.needs_end(content, footer):
        await world.app.bot(offers.end(SAY, business(world, footer), campaign, customer.id))


async def campaign_of(world: World, *said: Seen, footer: str = "", **facts: Any) -> int:
    """Confirmed, to everybody who welcomes offers."""
    admin_id = id_of(world, world.bob)
    async with world.app.sessions.begin() as session:
        draft = await drafts.open_one(session, admin_id, world.app.now())
        if facts:
            await drafts.change(session, draft.id, **facts)
    content = content_of(world.bob, *said, footer=footer)
    async with world.app.sessions.begin() as session:
        draft = await drafts.open_one(session, admin_id, world.app.now())
    content = await show(world, draft, content, "Боб", footer)
    async with world.app.sessions.begin() as session:
        await drafts.keep_content(session, draft.id, "A", content)
        assert await campaigns.confirm(
            session,
            admin_id,
            draft.id,
            progress_message_id=world.bob.last.id,
            business_zone=MOSCOW,
            now=world.app.now(),
        )
    world.app.dispatcher["wake"].set()
    await world.settle()
    return draft.id
