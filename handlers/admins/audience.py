"""Windows in which an audience is chosen: for a broadcast, and for a wave of questions."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Group, Keyboard, Row, ScrollingGroup, SwitchTo
from aiogram_dialog.window import Window

from handlers.dialogs import Label, choice, refuse, talk_of, toast, window
from models import audiences, touchpoints
from models.rules import audience as rules
from models.rules.audience import Audience, Is
from models.tables import Touchpoint
from views import audiences as views
from views.say import Html

OPENED = "opened"
"""In the wizard's memory: the condition whose values are before the eyes."""


@dataclass(frozen=True, slots=True)
class Choosing:
    """Where an audience is chosen, what keeps it, and where the wizard goes on."""

    conditions: State
    values: State
    name: State
    kept: State
    ahead: State
    read: Callable[[DialogManager], Awaitable[Audience]]
    write: Callable[[DialogManager, Audience], Awaitable[None]]
    way_out: Keyboard
    way_back: Callable[[State], Keyboard]

    # What the windows show

    async def conditions_data(self, dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
        chosen, say = await self.read(dialog_manager), talk_of(dialog_manager).say
        return {
            "text": await self._picked(dialog_manager, chosen),
            "facts": views.facts(say, chosen),
            "is_chosen": bool(chosen),
        }

    async def values_data(self, dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
        chosen, say = await self.read(dialog_manager), talk_of(dialog_manager).say
        points = await _touchpoints(dialog_manager)
        values = views.values(say, chosen, _opened(dialog_manager), points)
        text = await self._picked(dialog_manager, chosen)
        return {
            "text": text if values else say("audience-no-points"),
            "values": values,
        }

    async def name_data(self, dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
        chosen = await self.read(dialog_manager)
        points = await names_of_touchpoints(dialog_manager)
        return {"text": views.ask_name(talk_of(dialog_manager).say, chosen, points)}

    async def kept_data(self, dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
        await self.read(dialog_manager)
        talk = talk_of(dialog_manager)
        async with talk.sessions.begin() as session:
            kept = await audiences.kept(session)
        return {"text": views.kept(talk.say, kept), "kept": views.kept_choices(talk.say, kept)}

    async def _picked(self, manager: DialogManager, chosen: Audience) -> str:
        talk = talk_of(manager)
        points = await names_of_touchpoints(manager)
        async with talk.sessions.begin() as session:
            count = await audiences.count(session, chosen, talk.now())
        return views.pick(talk.say, chosen, points, count)

    # What is done there

    async def choose(
        self, _callback: CallbackQuery, _widget: Any, manager: DialogManager, id: str
    ) -> None:
        """The button carries what it asks for, so that two quick taps are one."""
        tapped = views.tapped(id)
        if tapped is None:
            return
        name, value, said = tapped
        if said is None:
            await self._open(name, manager)
            return
        chosen = await self.read(manager)
        points = await _touchpoints(manager)
        offered = views.labels(talk_of(manager).say, chosen, name, points)
        known = {"" if one is None else str(one): one for one in offered}
        if value in known:
            changed = rules.change(chosen, name, known[value], said)
            await self.write(manager, changed)
            if rules.said_of(changed, name, known[value]) is not said:
                toast(manager, views.full(talk_of(manager).say))

    async def _open(self, name: Is, manager: DialogManager) -> None:
        if name.needs_value:
            manager.dialog_data[OPENED] = str(name)
            await manager.switch_to(self.values)

    async def clear(
        self, _callback: CallbackQuery, _button: Button, manager: DialogManager
    ) -> None:
        await self.write(manager, ())

    async def take_name(
        self, message: Message, _widget: MessageInput, manager: DialogManager
    ) -> None:
        talk, name = talk_of(manager), touchpoints.clean_name(message.text)
        if name is None:
            await refuse(manager, views.wrong_name(talk.say))
            return
        chosen = await self.read(manager)
        async with talk.sessions.begin() as session:
            await audiences.keep(session, name, chosen, talk.who.id, talk.now())
        await refuse(manager, talk.say("audience-was-kept", name=name))
        await manager.switch_to(self.conditions)

    async def take_kept(
        self, _callback: CallbackQuery, _widget: Any, manager: DialogManager, id: str
    ) -> None:
        """What was kept is chosen, or forgotten; what somebody else has forgotten is neither."""
        what, _, number = id.partition(".")
        talk, audience_id = talk_of(manager), int(number) if number.isdecimal() else 0
        async with talk.sessions.begin() as session:
            kept = await audiences.kept_one(session, min(audience_id, 2**31 - 1))
            if what == views.FORGET and kept is not None:
                await audiences.forget(session, kept.id)
        if what == views.USE and kept is not None:
            await self.write(manager, await known(manager, kept.conditions))
            await manager.switch_to(self.conditions)

    def windows(self) -> list[Window]:
        return [
            window(
                self.conditions,
                Group(choice("facts", self.choose), width=2),
                Row(
                    SwitchTo(
                        Label("audience-keep-button"), id="keep", state=self.name, when="is_chosen"
                    ),
                    SwitchTo(Label("audience-kept-button"), id="shelf", state=self.kept),
                ),
                Button(
                    Label("audience-clear-button"), id="all", on_click=self.clear, when="is_chosen"
                ),
                SwitchTo(Label("audience-next-button"), id="next", state=self.ahead),
                self.way_out,
                getter=self.conditions_data,
            ),
            window(
                self.values,
                _pages("pages", choice("values", self.choose)),
                self.way_back(self.conditions),
                getter=self.values_data,
            ),
            window(
                self.name,
                MessageInput(self.take_name),
                self.way_back(self.conditions),
                getter=self.name_data,
            ),
            window(
                self.kept,
                _pages("shelves", choice("kept", self.take_kept)),
                self.way_back(self.conditions),
                getter=self.kept_data,
            ),
        ]


def _pages(id: str, buttons: Keyboard) -> ScrollingGroup:
    return ScrollingGroup(buttons, id=id, width=2, height=8, hide_on_single_page=True)


def _opened(manager: DialogManager) -> Is:
    return Is(manager.dialog_data.get(OPENED, Is.TOUCHPOINT))


async def _touchpoints(manager: DialogManager) -> list[Touchpoint]:
    async with talk_of(manager).sessions.begin() as session:
        return list(await touchpoints.everyone(session))


async def known(manager: DialogManager, kept: Sequence[Mapping[str, Any]]) -> Audience:
    """What another version has kept, and this one can't read, is left out, and that is told."""
    if not rules.is_all_known(kept):
        await refuse(manager, talk_of(manager).say("audience-unknown"))
    return rules.load(kept)


async def words_of(manager: DialogManager, chosen: Audience) -> Html:
    return views.words(talk_of(manager).say, chosen, await names_of_touchpoints(manager))


async def names_of_touchpoints(manager: DialogManager) -> dict[int, str]:
    return {one.id: one.name for one in await _touchpoints(manager)}
