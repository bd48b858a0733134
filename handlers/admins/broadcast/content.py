"""What to send: the law, told once; the message or album; a second one to compare it with."""

from dataclasses import replace
from typing import Any

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager
from aiogram_dialog.api.entities import Context
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Row
from aiogram_dialog.window import Window

from handlers.admins.broadcast.draft import (
    CANCEL,
    Step,
    contents,
    contents_of,
    draft_of,
    number_of,
    to,
    ways_out,
)
from handlers.dialogs import Label, refuse, talk_of, window
from models import drafts, staff
from models.rules.content import Content
from views import broadcast as views
from views import offers

ALBUM = "album"
"""In the wizard's memory: whose pictures are still coming, and the variant that they are of."""
REFUSED = "refused"
"""The album that was refused as a whole, and why."""
REPLACED = "replaced"
"""The album that came in place of another one."""
ASKED_AT = {"A": Step.content, "B": Step.second}
TAKING = (Step.content, Step.second, Step.hub, Step.preview)
"""Windows that take a message as what to send."""


# The law


async def law_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    talk = talk_of(dialog_manager)
    return {"text": views.law(talk.say, talk.business.offer_footer.strip())}


async def keep_told(_callback: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    talk = talk_of(manager)
    async with talk.sessions.begin() as session:
        if not await staff.has_done(session, talk.who.id, staff.LAW_TOLD):
            await staff.keep_act(session, talk.who.id, staff.LAW_TOLD, talk.now())


# The message


async def first_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    await draft_of(dialog_manager)
    said = (await contents_of(dialog_manager)).get("A")
    return {"text": views.ask_first(talk_of(dialog_manager).say, said), "has": said is not None}


async def second_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    await draft_of(dialog_manager)
    said = (await contents_of(dialog_manager)).get("B")
    return {"text": views.ask_second(talk_of(dialog_manager).say, said), "has": said is not None}


async def take_first(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    await take(message, "A", manager)


async def take_second(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    await take(message, "B", manager)


class Late(Filter):
    """A picture of an album that began before, where a window is open that asks for no message."""

    async def __call__(self, message: Message, aiogd_context: Context | None = None) -> bool:
        album = message.media_group_id
        if album is None or aiogd_context is None or aiogd_context.state in TAKING:
            return False
        return album in (_album_of(aiogd_context, ALBUM), _album_of(aiogd_context, REFUSED))


async def take_late(message: Message, dialog_manager: DialogManager) -> None:
    """The window stays, unless the whole album is refused because of this picture."""
    here = dialog_manager.current_context().state
    if _album_of(dialog_manager.current_context(), REFUSED) == message.media_group_id:
        return
    await take(message, "A", dialog_manager)
    if dialog_manager.current_context().state is Step.hub:
        await dialog_manager.switch_to(here)
    else:
        await dialog_manager.show()


def _album_of(context: Context, what: str) -> object:
    known = context.dialog_data.get(what)
    return known[0] if isinstance(known, list) else None


async def take(message: Message, letter: str, manager: DialogManager) -> None:
    """In place of what the variant said before. The pictures of an album come one by one, and
    those that come after the wizard went on are still its."""
    album, memory = message.media_group_id, manager.dialog_data
    is_next = album is not None and memory.get(ALBUM) in ([album, "A"], [album, "B"])
    if is_next:
        letter = memory[ALBUM][1]
    if why := _refusal(message, manager):
        memory[ALBUM], memory[REFUSED] = None, [album, why]
        if is_next:
            await _drop(manager, letter)
            await manager.switch_to(ASKED_AT[letter])
        await refuse(manager, why)
        return
    if await _keep(message, letter, manager, is_next=is_next):
        memory[REPLACED] = album
    if album is not None and memory.get(REPLACED) == album:
        await refuse(manager, talk_of(manager).say("broadcast-album-replaced"))
    memory[ALBUM] = [album, letter]
    await manager.switch_to(Step.hub)


def _refusal(message: Message, manager: DialogManager) -> str | None:
    """Of an album it is enough that one picture can't go."""
    refused = manager.dialog_data.get(REFUSED)
    if message.media_group_id is not None and refused and refused[0] == message.media_group_id:
        return str(refused[1])
    talk = talk_of(manager)
    return offers.refusal(talk.say, message, talk.business.offer_footer.strip())


async def _keep(message: Message, letter: str, manager: DialogManager, *, is_next: bool) -> bool:
    """Whether it came in place of an album."""
    talk, campaign_id = talk_of(manager), number_of(manager)
    async with talk.sessions.begin() as session:
        before = (await contents(session, campaign_id)).get(letter)
        said = _with(before if before and is_next else Content(talk.chat_id), message)
        is_kept = await drafts.keep_content(session, campaign_id, letter, said)
    if not is_kept:
        await draft_of(manager)
    return before is not None and before.is_album and not is_next


def _with(said: Content, message: Message) -> Content:
    """An update that comes again adds nothing."""
    parts = {part.message_id: part for part in (*said.parts, offers.part_of(message))}
    return replace(said, parts=tuple(parts[id] for id in sorted(parts)), message_ids=())


async def _drop(manager: DialogManager, letter: str) -> None:
    async with talk_of(manager).sessions.begin() as session:
        is_dropped = await drafts.drop_content(session, number_of(manager), letter)
    if not is_dropped:
        await draft_of(manager)


async def drop_second(_callback: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    await _drop(manager, "B")
    await manager.switch_to(Step.hub)


# The windows

TAKES_FIRST = MessageInput(take_first)
"""Also where all is seen at once: another message replaces the first."""


def windows() -> list[Window]:
    return [
        window(
            Step.law,
            to(Step.content, "broadcast-law-button", keep_told),
            CANCEL,
            getter=law_data,
        ),
        window(
            Step.content,
            TAKES_FIRST,
            Row(to(Step.hub, "broadcast-keep-button", when="has"), CANCEL),
            getter=first_data,
        ),
        window(
            Step.second,
            MessageInput(take_second),
            Button(
                Label("broadcast-no-second-button"), "without", on_click=drop_second, when="has"
            ),
            ways_out(Step.hub),
            getter=second_data,
        ),
    ]
