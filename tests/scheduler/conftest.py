from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from models.tables import Person, Role
from sandbox import people
from tests.scheduler.bench import NOON, Bench


@pytest.fixture
async def bench(database: Path) -> AsyncIterator[Bench]:
    bench = Bench(database)
    yield bench
    await bench.close()


@pytest.fixture
async def alice(bench: Bench) -> people.Person:
    return await bench.knows("Алиса", 1)


@pytest.fixture
async def olga(bench: Bench) -> people.Person:
    return await bench.knows("Ольга", 900, role=Role.OWNER)


@pytest.fixture
async def prompted(bench: Bench, alice: people.Person) -> people.Person:
    """A nudge is due: the referral prompt."""
    await bench.change(Person, 1, referral_at=NOON)
    await bench.scheduler.tick()
    return alice


@pytest.fixture
async def carded(bench: Bench, alice: people.Person, olga: people.Person) -> people.Person:
    """A notice is due: the card of a case."""
    await bench.asked(1)
    await bench.scored(1, 3)
    return olga
