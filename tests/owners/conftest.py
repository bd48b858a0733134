from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.owners.working import OWNERS
from tests.world import World


@pytest.fixture
async def team(database: Path) -> AsyncIterator[World]:
    """Three owners."""
    async with World(database, owner_ids=OWNERS) as world:
        yield world
