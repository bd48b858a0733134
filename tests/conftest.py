"""The people of the tests: alice, dave and charlie are customers, bob an admin, olga an owner."""

import gc
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot import migrate
from sandbox.people import Person
from tests.world import World


def pytest_collection_finish() -> None:
    """What was imported stays: to go through all of it for a few worlds took a quarter of the
    time. Worlds are large and few, so the collector may come less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


@pytest.fixture(scope="module", autouse=True)
def _swept() -> Iterator[None]:
    """The worlds of a file are thrown away with it; kept, they come to gigabytes."""
    yield
    gc.collect()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with nothing in it; tests copy the file."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    migrate.to_newest(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(empty_database, tmp_path / "sarafan.db"))


@pytest.fixture
async def world(database: Path) -> AsyncIterator[World]:
    async with World(database) as world:
        yield world


@pytest.fixture
def alice(world: World) -> Person:
    return world.alice


@pytest.fixture
def dave(world: World) -> Person:
    return world.dave


@pytest.fixture
def charlie(world: World) -> Person:
    return world.charlie


@pytest.fixture
def emily(world: World) -> Person:
    return world.emily


@pytest.fixture
def bob(world: World) -> Person:
    return world.bob


@pytest.fixture
def olga(world: World) -> Person:
    return world.olga
