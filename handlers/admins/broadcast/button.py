"""The button under the offer: none, a link, or a coupon."""

from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Column, Row
from aiogram_dialog.window import Window

from handlers.admins.broadcast.draft import Step, change, draft_of, to, ways_out
from handlers.dialogs import Label, choice, refuse, talk_of, window
from models.rules import wording
from views import broadcast as views

NO_BUTTON: dict[str, Any] = {
    "button": None,
    "url": None,
    "counts_taps": False,
    "coupon": None,
    "coupon_days": None,
}
DAYS = (7, 14, 30)
USUAL_DAYS = 14


async def button_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    draft = await draft_of(dialog_manager)
    return {"text": views.ask_button(talk_of(dialog_manager).say, draft)}


async def drop_button(_callback: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    await change(manager, **NO_BUTTON)
    await manager.switch_to(Step.hub)


# A link


async def link_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    await draft_of(dialog_manager)
    return {"text": talk_of(dialog_manager).say("broadcast-ask-link")}


async def take_link(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """With a name that can be changed at the next step, so that it is never without one."""
    say = talk_of(manager).say
    url = wording.link_in(message.text)
    if url is None:
        await refuse(manager, say("broadcast-wrong-link"))
        return
    await change(manager, **NO_BUTTON | {"url": url, "button": views.link_names(say)[0]})
    await manager.switch_to(Step.label)


# A coupon


async def coupon_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    await draft_of(dialog_manager)
    return {"text": talk_of(dialog_manager).say("broadcast-ask-coupon")}


async def take_coupon(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    say = talk_of(manager).say
    gives = wording.line_in(message.text, wording.COUPON)
    if gives is None:
        await refuse(manager, say("broadcast-wrong-words", limit=wording.COUPON))
        return
    name = views.coupon_name(say)
    coupon = {"coupon": gives, "coupon_days": USUAL_DAYS, "button": name}
    await change(manager, **NO_BUTTON | coupon)
    await manager.switch_to(Step.days)


async def days_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    await draft_of(dialog_manager)
    say = talk_of(dialog_manager).say
    return {
        "text": say("broadcast-ask-days"),
        "days": [(days, say.plain("broadcast-days", days=days)) for days in DAYS],
    }


async def choose_days(
    _callback: CallbackQuery, _widget: Any, manager: DialogManager, days: str
) -> None:
    await _set_days(days, manager)


async def take_days(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    await _set_days(message.text, manager)


async def _set_days(said: str | None, manager: DialogManager) -> None:
    days = wording.days_in(said)
    if days is None:
        await refuse(manager, talk_of(manager).say("broadcast-wrong-days"))
        return
    await change(manager, coupon_days=days)
    await manager.switch_to(Step.label)


# What the button says


async def label_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    draft = await draft_of(dialog_manager)
    say = talk_of(dialog_manager).say
    names = views.link_names(say) if draft.url else [views.coupon_name(say)]
    return {"text": say("broadcast-ask-label"), "names": list(enumerate(names))}


async def choose_label(
    _callback: CallbackQuery, _widget: Any, manager: DialogManager, number: str
) -> None:
    names = (await label_data(manager))["names"]
    await _set_label({str(known): name for known, name in names}.get(number), manager)


async def take_label(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    await _set_label(wording.line_in(message.text, wording.LABEL), manager)


async def _set_label(label: str | None, manager: DialogManager) -> None:
    if label is None:
        await refuse(manager, talk_of(manager).say("broadcast-wrong-words", limit=wording.LABEL))
        return
    draft = await draft_of(manager)
    await change(manager, button=label)
    await manager.switch_to(Step.taps if draft.url else Step.hub)


# Whether taps are counted


async def taps_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    await draft_of(dialog_manager)
    return {"text": talk_of(dialog_manager).say("broadcast-ask-taps")}


async def count_taps(_callback: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    await change(manager, counts_taps=True)
    await manager.switch_to(Step.hub)


async def open_at_once(_callback: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    await change(manager, counts_taps=False)
    await manager.switch_to(Step.hub)


# The windows


def windows() -> list[Window]:
    return [
        window(
            Step.button,
            Row(
                to(Step.link, "broadcast-link-button"),
                to(Step.coupon, "broadcast-coupon-button"),
            ),
            Button(Label("broadcast-no-button-button"), "without", on_click=drop_button),
            ways_out(Step.hub),
            getter=button_data,
        ),
        window(Step.link, MessageInput(take_link), ways_out(Step.button), getter=link_data),
        window(Step.coupon, MessageInput(take_coupon), ways_out(Step.button), getter=coupon_data),
        window(
            Step.days,
            MessageInput(take_days),
            Row(choice("days", choose_days)),
            ways_out(Step.coupon),
            getter=days_data,
        ),
        window(
            Step.label,
            MessageInput(take_label),
            Column(choice("names", choose_label)),
            ways_out(Step.button),
            getter=label_data,
        ),
        window(
            Step.taps,
            Button(Label("broadcast-open-button"), "open", on_click=open_at_once),
            Button(Label("broadcast-count-button"), "count", on_click=count_taps),
            ways_out(Step.label),
            getter=taps_data,
        ),
    ]
