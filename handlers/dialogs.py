"""Wizards by aiogram-dialog: its windows in our words, open to the staff only.

A wizard writes what it hears to the tables at once. Only which window is open is kept here, by
`handlers.storage`, in transactions of its own: never call the manager inside `sessions.begin()`.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from operator import itemgetter
from typing import Any

from aiogram import Bot, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command, ExceptionTypeFilter, Filter, or_f
from aiogram.fsm.state import State
from aiogram.fsm.storage.memory import DisabledEventIsolation
from aiogram.types import CallbackQuery, ErrorEvent, Message
from aiogram.utils.callback_answer import CallbackAnswer
from aiogram_dialog import Dialog, DialogManager, Window, setup_dialogs
from aiogram_dialog.api.entities import DIALOG_EVENT_NAME
from aiogram_dialog.api.exceptions import OutdatedIntent, UnknownIntent, UnknownState
from aiogram_dialog.api.internal import STORAGE_KEY
from aiogram_dialog.manager.message_manager import MessageManager
from aiogram_dialog.utils import CB_SEP
from aiogram_dialog.widgets.kbd import Keyboard, Select
from aiogram_dialog.widgets.link_preview import LinkPreview
from aiogram_dialog.widgets.text import Format, Text

from handlers.customers.leave import says_stop
from handlers.storage import Unreadable
from handlers.talk import Talk
from handlers.who import STAFF
from views import Screen

NOT_OF_TELEGRAM = {DIALOG_EVENT_NAME, "business_message"}
"""Kinds of updates that aiogram-dialog listens for and Telegram must not be asked for."""
STALE = (UnknownIntent, OutdatedIntent, UnknownState, Unreadable)
WHY = "why"

Getter = Callable[..., Awaitable[dict[str, Any]]]


class Gone(Exception):
    """What the wizard was at has ended by other means; `say_gone` says how."""


class Told(Text):
    """What the window's getter gives as `text`; above it, once, why the last step was refused."""

    async def _render_text(self, data: dict[str, Any], manager: DialogManager) -> str:
        why: str | None = manager.dialog_data.pop(WHY, None)
        text = str(data["text"])
        return f"{why}\n\n{text}" if why else text


class Label(Text):
    """The words of a button, by their key; `data` of the getter fills its variables."""

    def __init__(self, key: str, *variables: str, when: Any = None) -> None:
        super().__init__(when=when)
        self._key, self._variables = key, variables

    async def _render_text(self, data: dict[str, Any], manager: DialogManager) -> str:
        values = {name: data[name] for name in self._variables}
        return talk_of(manager).say.plain(self._key, **values)


class Messages(MessageManager):
    """Taps are answered by aiogram's own middleware, with whatever words the handler has set."""

    async def answer_callback(self, bot: Bot, callback_query: CallbackQuery) -> None:
        return None


class TapsWizard(Filter):
    """Buttons of other kinds are not the open wizard's, and leave it alone."""

    async def __call__(self, callback: CallbackQuery) -> bool:
        return CB_SEP in (callback.data or "")


class TellsWizard(Filter):
    """Commands and «стоп» are no step of a wizard, nor is what another conversation waits for."""

    async def __call__(self, message: Message, raw_state: str | None = None) -> bool:
        said = message.text or ""
        return raw_state is None and not said.startswith("/") and not says_stop(message)


def router(*children: Router, commands: Sequence[str]) -> Router:
    """Customers' updates pass it by: the filters stand above what loads a wizard's state.
    `commands` are those whose handlers ask for the `dialog_manager`; whatever window is open, none
    of them is a step of it. Polling keeps each person's updates in order: no other lock is needed,
    and one that the library takes before it reads would stay taken where the reading fails."""
    root = Router(name="dialogs")
    root.message.filter(STAFF, or_f(Command(*commands), TellsWizard()))
    root.callback_query.filter(STAFF, TapsWizard())
    wizards = Router(name="wizards")
    wizards.include_routers(*children)
    for dialog in wizards.chain_tail:
        if isinstance(dialog, Dialog):
            dialog.message.filter(TellsWizard())
    wizards.errors.register(explain_stale, ExceptionTypeFilter(*STALE))
    wizards.errors.register(leave, ExceptionTypeFilter(Gone))
    root.include_router(wizards)
    setup_dialogs(wizards, message_manager=Messages(), events_isolation=DisabledEventIsolation())
    return root


async def explain_stale(event: ErrorEvent, dialog_manager: DialogManager, talk: Talk) -> None:
    """A button of a window that was left. A step that nobody knows any more is left too."""
    if (tap := event.update.callback_query) is not None:
        with suppress(TelegramBadRequest):
            await tap.answer(talk.say.plain("stale-button"))
    else:
        await dialog_manager.reset_stack(remove_keyboard=False)
        await talk.show(Screen(talk.say("wizard-lost")))


async def leave(event: ErrorEvent, dialog_manager: DialogManager, talk: Talk) -> None:
    """A tap was answered with the words already."""
    await dialog_manager.reset_stack(remove_keyboard=False)
    if event.update.callback_query is None:
        await talk.bot.send_message(talk.chat_id, str(event.exception))


def window(state: State, *widgets: Keyboard | Any, getter: Getter) -> Window:
    """Its getter gives `text` and what its buttons need."""
    return Window(
        Told(),
        LinkPreview(is_disabled=True),
        *widgets,
        state=state,
        getter=getter,
        parse_mode="HTML",
    )


def talk_of(manager: DialogManager) -> Talk:
    talk: Talk = manager.middleware_data["talk"]
    return talk


async def refuse(manager: DialogManager, why: str) -> None:
    """The window is shown again, with this above it. It is kept at once, and so is told later if
    it can't be shown now."""
    manager.dialog_data[WHY] = why
    await manager.middleware_data[STORAGE_KEY].save_context(manager.current_context())


async def answer_now(callback: CallbackQuery, manager: DialogManager) -> None:
    """Before what takes a while: the button stops spinning."""
    with suppress(TelegramBadRequest):
        await callback.answer()
    answer: CallbackAnswer | None = manager.middleware_data.get("callback_answer")
    if answer is not None:
        answer.disable()


def toast(manager: DialogManager, text: str, *, alert: bool = False) -> None:
    answer: CallbackAnswer | None = manager.middleware_data.get("callback_answer")
    if answer is not None:
        answer.text, answer.show_alert = text, alert


def gone(manager: DialogManager, why: str) -> Gone:
    """To raise where there is nothing to go on with."""
    toast(manager, why, alert=True)
    return Gone(why)


def choice(items: str, on_click: Any) -> Select[str]:
    """A button for each of the pairs that the getter gives by that name: an id, and its words."""
    return Select(
        Format("{item[1]}"), id=items, item_id_getter=itemgetter(0), items=items, on_click=on_click
    )
