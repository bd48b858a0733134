"""When it goes, and whether a first batch goes ahead of the rest."""

from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Column, Group
from aiogram_dialog.window import Window

from handlers.admins.broadcast.draft import Step, change, draft_of, to, ways_out
from handlers.dialogs import Label, choice, refuse, talk_of, window
from handlers.talk import Talk
from models.rules import moments, wording
from models.rules.contact import Policy
from models.tables import FirstBatch
from views import broadcast as views


async def when_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    draft = await draft_of(dialog_manager)
    talk = talk_of(dialog_manager)
    zone = talk.business.zone
    return {
        "text": views.ask_when(talk.say, draft, talk.now(), zone),
        "moments": [
            (int(at.timestamp()), views.quick_moment(talk.say, word, at, zone))
            for word, at in moments.quick(talk.now(), zone)
        ],
    }


async def at_once(_callback: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    await change(manager, start_at=None, local_hour=None)
    await manager.switch_to(Step.hub)


async def choose_moment(
    _callback: CallbackQuery, _widget: Any, manager: DialogManager, stamp: str
) -> None:
    """Of those that the window offers now: at midnight, today's become yesterday's."""
    talk = talk_of(manager)
    offered = moments.quick(talk.now(), talk.business.zone)
    known = {str(int(at.timestamp())): at for _, at in offered}
    if stamp not in known:
        await refuse(manager, talk.say("broadcast-too-late"))
        return
    await change(manager, start_at=known[stamp], local_hour=None)
    await manager.switch_to(Step.hub)


async def take_moment(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    talk = talk_of(manager)
    now = talk.now()
    at = moments.moment_in(message.text, now, talk.business.zone)
    if at is None:
        await refuse(manager, _why_unread(message, talk))
    elif at <= now:
        await refuse(manager, talk.say("broadcast-too-late"))
    elif at > now + moments.FURTHEST:
        await refuse(manager, talk.say("broadcast-too-far"))
    else:
        await change(manager, start_at=at, local_hour=None)
        await manager.switch_to(Step.hub)


def _why_unread(message: Message, talk: Talk) -> str:
    day = moments.day_in(message.text, talk.now(), talk.business.zone)
    if day is None:
        return talk.say("broadcast-wrong-moment")
    return views.what_clock(talk.say, day, (message.text or "").strip())


# Each at their own hour


async def hour_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    await draft_of(dialog_manager)
    say = talk_of(dialog_manager).say
    hours = [(hour, f"{hour}:00") for hour in _hours(dialog_manager)]
    return {"text": say("broadcast-ask-hour"), "hours": hours}


async def choose_hour(
    _callback: CallbackQuery, _widget: Any, manager: DialogManager, said: str
) -> None:
    hour = wording.number_in(said)
    if hour in _hours(manager):
        await change(manager, local_hour=hour, start_at=None)
        await manager.switch_to(Step.hub)


def _hours(manager: DialogManager) -> list[int]:
    policy: Policy = manager.middleware_data["policy"]
    return moments.waking_hours(policy.quiet)


# The first batch


async def batch_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    await draft_of(dialog_manager)
    say = talk_of(dialog_manager).say
    sizes = ("all", *FirstBatch)
    labels = [(size, say.plain("broadcast-batch-size", size=str(size))) for size in sizes]
    return {"text": say("broadcast-ask-batch"), "sizes": labels}


async def choose_batch(
    _callback: CallbackQuery, _widget: Any, manager: DialogManager, size: str
) -> None:
    if size in ("all", *FirstBatch):
        await change(manager, first_batch=None if size == "all" else size)
        await manager.switch_to(Step.hub)


# The windows


def windows() -> list[Window]:
    return [
        window(
            Step.when,
            MessageInput(take_moment),
            Button(Label("broadcast-now-button"), "now", on_click=at_once),
            Column(choice("moments", choose_moment)),
            to(Step.hour, "broadcast-hour-button"),
            ways_out(Step.hub),
            getter=when_data,
        ),
        window(
            Step.hour,
            Group(choice("hours", choose_hour), width=4),
            ways_out(Step.when),
            getter=hour_data,
        ),
        window(
            Step.batch,
            Column(choice("sizes", choose_batch)),
            ways_out(Step.hub),
            getter=batch_data,
        ),
    ]
