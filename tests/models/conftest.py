from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from models.database import Sessions, connect, sessions_of
from models.tables import Role
from tests.models.campaigning import BOB, add, person


@pytest.fixture
async def engine(database: Path) -> AsyncIterator[AsyncEngine]:
    engine = connect(f"sqlite+aiosqlite:///{database}")
    yield engine
    await engine.dispose()


@pytest.fixture
async def session(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    async with sessions_of(engine).begin() as session:
        yield session


@pytest.fixture
async def sessions(engine: AsyncEngine) -> Sessions:
    """With bob, an admin, in the tables."""
    sessions = sessions_of(engine)
    await add(sessions, person(BOB, role=Role.ADMIN))
    return sessions
