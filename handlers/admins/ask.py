"""/ask: the question to an audience, out of its usual turn. What is chosen is kept in the wizard's
own memory: nothing else needs it before the tap that confirms."""

from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode
from aiogram_dialog.widgets.kbd import Button, Keyboard, Row, SwitchTo
from aiogram_dialog.window import Window
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.admins.audience import Choosing, names_of_touchpoints
from handlers.dialogs import Label, answer_now, talk_of, window
from models import asking, staff
from models.rules import audience
from models.rules.audience import Audience
from models.rules.contact import Policy
from views import Screen
from views import audiences as views

COMMANDS = ("ask",)
CONDITIONS = "conditions"


class Asking(StatesGroup):
    conditions = State()
    values = State()
    name = State()
    kept = State()
    numbers = State()


def router() -> Router:
    """For `handlers.dialogs.router`."""
    wizard = Router(name="ask")
    wizard.message.register(begin, Command("ask"))
    wizard.include_router(Dialog(*_choosing().windows(), _numbers()))
    return wizard


async def begin(_message: Message, dialog_manager: DialogManager) -> None:
    """What was half chosen is still there."""
    if dialog_manager.has_context() and dialog_manager.current_context().state in Asking:
        await dialog_manager.show(ShowMode.SEND)
        return
    await dialog_manager.start(
        Asking.conditions, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND
    )


async def read(manager: DialogManager) -> Audience:
    return audience.load(manager.dialog_data.get(CONDITIONS, []))


async def write(manager: DialogManager, chosen: Audience) -> None:
    manager.dialog_data[CONDITIONS] = audience.dump(chosen)


# The numbers


async def numbers_data(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    talk, chosen = talk_of(dialog_manager), await read(dialog_manager)
    points = await names_of_touchpoints(dialog_manager)
    async with talk.sessions.begin() as session:
        expected = await asking.forecast(session, chosen, talk.now())
    a_day = talk.cadence.surveys_a_day
    return {
        "text": views.numbers(talk.say, chosen, points, expected, a_day),
        "people": expected.people,
    }


async def confirm(callback: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """The same tap again, after a kill, asks nobody anew and is told the same."""
    talk, chosen = talk_of(manager), await read(manager)
    await answer_now(callback, manager)
    async with talk.sessions.begin() as session:
        screen = await _ask(session, chosen, manager)
    talk.wake.set()
    await talk.show_over(talk.tapped, screen)
    await manager.done(show_mode=ShowMode.NO_UPDATE)


async def _ask(session: AsyncSession, chosen: Audience, manager: DialogManager) -> Screen:
    talk = talk_of(manager)
    policy: Policy = manager.middleware_data["policy"]
    if await staff.hold_staff(session, talk.who.id) is None:
        return views.stale(talk.say)
    wave = await asking.ask(
        session,
        talk.who.id,
        chosen,
        manager.current_context().id,
        business_zone=talk.business.zone,
        quiet=policy.quiet,
        cadence=talk.cadence,
        now=talk.now(),
    )
    return views.asked(talk.say, wave, talk.now(), talk.business.zone)


async def cancel(_callback: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    talk = talk_of(manager)
    await talk.show_over(talk.tapped, views.cancelled(talk.say))
    await manager.done(show_mode=ShowMode.NO_UPDATE)


# The windows

CANCEL = Button(Label("ask-cancel-button"), id="cancel", on_click=cancel)


def _way_back(to: State) -> Keyboard:
    back = SwitchTo(Label("ask-back-button"), id="back", state=to)
    return Row(back, CANCEL)


def _choosing() -> Choosing:
    return Choosing(
        conditions=Asking.conditions,
        values=Asking.values,
        name=Asking.name,
        kept=Asking.kept,
        ahead=Asking.numbers,
        read=read,
        write=write,
        way_out=CANCEL,
        way_back=_way_back,
    )


def _numbers() -> Window:
    return window(
        Asking.numbers,
        Button(Label("ask-button", "people"), id="ask", on_click=confirm, when="people"),
        _way_back(Asking.conditions),
        getter=numbers_data,
    )
