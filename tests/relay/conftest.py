from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.relay.talks import Salon


@pytest.fixture
async def world(database: Path) -> AsyncIterator[Salon]:
    async with Salon(database) as salon:
        await salon.open_case()
        yield salon
