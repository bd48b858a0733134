"""Who has been unhappy, and whose case is closed."""

import pytest

from sandbox.people import Person as Somebody
from tests.customers.aftermath import closes, leaps
from tests.models.business import DAY
from tests.world import World


@pytest.fixture
async def closed(world: World, alice: Somebody, olga: Somebody) -> Somebody:
    """Alice was unhappy, and Olga has closed the case."""
    await world.meet(olga)
    await world.answer(alice, 3, "Ждала час")
    await closes(world)
    return alice


@pytest.fixture
async def asked(world: World, closed: Somebody) -> Somebody:
    await leaps(world, 3 * DAY)
    return closed
