"""Where wizards stand, kept in the database: a restart in the middle of one forgets nothing."""

import logging
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StateType, StorageKey
from aiogram_dialog.api.entities import Context, Stack
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from models.database import Sessions, insert_into
from models.tables import Wizard

log = logging.getLogger(__name__)

KEYS = DefaultKeyBuilder(with_destiny=True)
DIALOGS = "aiogd:"
"""How aiogram-dialog calls what it keeps: a stack of windows, and the context of each."""
SHAPES = {"aiogd:stack:": Stack, "aiogd:context:": Context}
TYPES = {"intents": list, "state": str, "dialog_data": dict, "widget_data": dict}


class Unreadable(Exception):
    """A window was open, and nobody can tell any more which: another version has kept it."""


class WizardStorage(BaseStorage):
    """A row while there is something to keep, and none after.

    Each call is a transaction of its own: inside a handler's `sessions.begin()` it would wait for
    itself.
    """

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        async with self._sessions.begin() as session:
            wizard = await _hold(session, key)
            wizard.state = state.state if isinstance(state, State) else state
            await _keep(session, wizard)

    async def get_state(self, key: StorageKey) -> str | None:
        wizard = await self._find(key)
        return wizard.state if wizard else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        async with self._sessions.begin() as session:
            wizard = await _hold(session, key)
            wizard.data = dict(data)
            await _keep(session, wizard)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        wizard = await self._find(key)
        return wizard.data if wizard else {}

    async def update_data(self, key: StorageKey, data: Mapping[str, Any]) -> dict[str, Any]:
        """aiogram's own reads in one step and writes in another, and loses what came between."""
        async with self._sessions.begin() as session:
            wizard = await _hold(session, key)
            wizard.data = {**wizard.data, **data}
            await _keep(session, wizard)
            return dict(wizard.data)

    async def close(self) -> None:
        """The engine is the app's to close."""

    async def _find(self, key: StorageKey) -> Wizard | None:
        async with self._sessions.begin() as session:
            try:
                return await _read(session, key)
            except Unreadable:
                await _drop(session, key)
        if key.destiny.startswith(DIALOGS):
            raise Unreadable
        return None


async def _read(
    session: AsyncSession, key: StorageKey, *, to_change: bool = False
) -> Wizard | None:
    try:
        wizard = await session.get(Wizard, KEYS.build(key), with_for_update=to_change)
    except ValueError:  # no JSON
        raise Unreadable from None
    if wizard is not None and not _fits(key.destiny, wizard.data):
        raise Unreadable
    return wizard


def _fits(destiny: str, data: object) -> bool:
    shape = next((kind for start, kind in SHAPES.items() if destiny.startswith(start)), None)
    if shape is None or not data:
        return isinstance(data, dict)
    known = {one.name: one.default is one.default_factory is MISSING for one in fields(shape)}
    return (
        isinstance(data, dict)
        and {name for name, is_needed in known.items() if is_needed} <= data.keys() <= known.keys()
        and all(isinstance(value, TYPES.get(name, object)) for name, value in data.items())
    )


async def _drop(session: AsyncSession, key: StorageKey) -> None:
    """Of a wizard's rows, all: one leads nowhere without the others."""
    name = KEYS.build(key)
    log.warning("what was kept as %s can't be read, and is dropped", name)
    is_lost = Wizard.key == name
    if key.destiny.startswith(DIALOGS):
        is_lost |= (Wizard.telegram_id == key.user_id) & Wizard.key.contains(DIALOGS)
    await session.execute(delete(Wizard).where(is_lost))


async def _hold(session: AsyncSession, key: StorageKey) -> Wizard:
    """The row, made if there was none, and nobody else's until the transaction ends."""
    try:
        wizard = await _read(session, key, to_change=True)
    except Unreadable:
        await _drop(session, key)
        wizard = None
    return wizard or await _make(session, key)


async def _make(session: AsyncSession, key: StorageKey) -> Wizard:
    name = KEYS.build(key)
    await session.execute(
        insert_into(session, Wizard)
        .values(key=name, telegram_id=key.user_id, state=None, data={})
        .on_conflict_do_nothing()
    )
    return await session.get_one(Wizard, name, with_for_update=True)


async def _keep(session: AsyncSession, wizard: Wizard) -> None:
    if wizard.state is None and not wizard.data:
        await session.delete(wizard)
