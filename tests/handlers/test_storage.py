"""Wizards in the database: nothing is lost between two writes, or between two processes."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey
from sqlalchemy import func, select, text

from handlers.storage import Unreadable, WizardStorage
from models.database import Sessions, connect, sessions_of
from models.tables import Wizard

ALICE = StorageKey(bot_id=42, chat_id=1, user_id=1)
DAVE = StorageKey(bot_id=42, chat_id=2, user_id=2)
ALICES_DIALOG = StorageKey(bot_id=42, chat_id=1, user_id=1, destiny="dialog")


class Naming(StatesGroup):
    name = State()


@pytest.fixture
async def sessions(database: Path) -> AsyncIterator[Sessions]:
    engine = connect(f"sqlite+aiosqlite:///{database}")
    yield sessions_of(engine)
    await engine.dispose()


@pytest.fixture
def storage(sessions: Sessions) -> WizardStorage:
    return WizardStorage(sessions)


async def rows(sessions: Sessions) -> int:
    async with sessions.begin() as session:
        return await session.scalar(select(func.count()).select_from(Wizard)) or 0


async def test_who_is_in_no_wizard_has_no_state_and_no_data(storage: WizardStorage) -> None:
    assert await storage.get_state(ALICE) is None
    assert await storage.get_data(ALICE) == {}


async def test_state_and_data_are_kept_side_by_side(storage: WizardStorage) -> None:
    await storage.set_state(ALICE, Naming.name)
    await storage.set_data(ALICE, {"name": "Касса", "tries": 2})
    assert await storage.get_state(ALICE) == Naming.name.state
    assert await storage.get_data(ALICE) == {"name": "Касса", "tries": 2}
    await storage.set_state(ALICE, "another")
    assert await storage.get_data(ALICE) == {"name": "Касса", "tries": 2}
    assert await storage.get_value(ALICE, "tries") == 2


async def test_a_restart_forgets_nothing(storage: WizardStorage, database: Path) -> None:
    await storage.set_state(ALICE, Naming.name)
    await storage.update_data(ALICE, {"name": "Касса"})
    engine = connect(f"sqlite+aiosqlite:///{database}")
    after = WizardStorage(sessions_of(engine))
    assert await after.get_state(ALICE) == Naming.name.state
    assert await after.get_data(ALICE) == {"name": "Касса"}
    await engine.dispose()


async def test_eight_writes_at_once_keep_eight_values(
    storage: WizardStorage, database: Path
) -> None:
    engine = connect(f"sqlite+aiosqlite:///{database}")
    another_process = WizardStorage(sessions_of(engine))
    writes = (
        (another_process if number % 2 else storage).update_data(ALICE, {str(number): number})
        for number in range(8)
    )
    await asyncio.gather(*writes, storage.set_state(ALICE, Naming.name))
    assert await storage.get_data(ALICE) == {str(number): number for number in range(8)}
    assert await storage.get_state(ALICE) == Naming.name.state
    await engine.dispose()


async def test_an_update_replaces_what_it_names_and_gives_back_the_whole(
    storage: WizardStorage,
) -> None:
    await storage.set_data(ALICE, {"name": "Касса", "at": {"floor": 1, "room": 2}})
    whole = {"name": "Касса", "at": {"floor": 3}, "empty": None}
    assert await storage.update_data(ALICE, {"at": {"floor": 3}, "empty": None}) == whole
    assert await storage.get_data(ALICE) == whole


async def test_people_and_destinies_do_not_mix(storage: WizardStorage) -> None:
    for key, name in (ALICE, "alice"), (DAVE, "dave"), (ALICES_DIALOG, "dialog"):
        await storage.set_data(key, {"name": name})
    assert await storage.get_data(ALICE) == {"name": "alice"}
    assert await storage.get_data(DAVE) == {"name": "dave"}
    assert await storage.get_data(ALICES_DIALOG) == {"name": "dialog"}


async def test_a_row_knows_whose_it_is(storage: WizardStorage, sessions: Sessions) -> None:
    await storage.set_data(DAVE, {"name": "Касса"})
    async with sessions.begin() as session:
        assert await session.scalar(select(Wizard.telegram_id)) == DAVE.user_id


async def test_the_end_of_a_wizard_leaves_no_row(
    storage: WizardStorage, sessions: Sessions
) -> None:
    await storage.set_state(ALICE, Naming.name)
    await storage.update_data(ALICE, {"name": "Касса"})
    await storage.set_state(ALICE, None)
    assert await rows(sessions) == 1
    await storage.set_data(ALICE, {})
    assert await rows(sessions) == 0


@pytest.mark.parametrize("data", ["not json", "[]", "null", '"x"'])
async def test_what_cannot_be_read_is_nothing_and_is_dropped(
    storage: WizardStorage, sessions: Sessions, data: str
) -> None:
    for read in (storage.get_data, storage.get_state):
        await storage.set_state(ALICE, Naming.name)
        await spoil(sessions, data)
        assert not await read(ALICE)
        assert await rows(sessions) == 0
    await storage.set_state(ALICE, Naming.name)
    await spoil(sessions, data)
    assert await storage.update_data(ALICE, {"name": "Касса"}) == {"name": "Касса"}


async def test_of_a_dialog_that_cannot_be_read_nothing_stays_and_it_is_told(
    storage: WizardStorage, sessions: Sessions
) -> None:
    stack, context, daves = (
        StorageKey(bot_id=42, chat_id=who, user_id=who, destiny=f"aiogd:{what}")
        for who, what in ((1, "stack:"), (1, "context:x"), (2, "stack:"))
    )
    await storage.set_data(stack, {"_id": "", "intents": ["x"]})
    await storage.set_data(context, {"state": "a:b"})
    await storage.set_data(daves, {"_id": "", "intents": ["x"]})
    await storage.set_data(ALICE, {"name": "Касса"})
    with pytest.raises(Unreadable):
        await storage.get_data(context)
    assert await storage.get_data(stack) == {}
    assert await storage.get_data(daves) == {"_id": "", "intents": ["x"]}
    assert await storage.get_data(ALICE) == {"name": "Касса"}


async def spoil(sessions: Sessions, data: str) -> None:
    async with sessions.begin() as session:
        await session.execute(text("UPDATE wizards SET data = :data"), {"data": data})
