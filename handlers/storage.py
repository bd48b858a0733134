"""Where wizards stand, kept in the database: a restart in the middle of one forgets nothing."""

from collections.abc import Mapping
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StateType, StorageKey
from sqlalchemy.ext.asyncio import AsyncSession

from models.database import Sessions, insert_into
from models.tables import Wizard

KEYS = DefaultKeyBuilder(with_destiny=True)


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
            return await session.get(Wizard, KEYS.build(key))


async def _hold(session: AsyncSession, key: StorageKey) -> Wizard:
    """The row, made if there was none, and nobody else's until the transaction ends."""
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
