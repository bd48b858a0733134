from datetime import UTC, datetime, timedelta

import pytest

from sandbox.clock import Clock
from tests.sandbox.conftest import MORNING


def test_a_frozen_clock_moves_only_when_moved() -> None:
    clock = Clock(at=MORNING)
    assert clock.frozen
    assert clock.now() == clock.now() == MORNING
    clock.advance(timedelta(hours=1))
    clock.move_to(MORNING + timedelta(days=1))
    assert clock.now() == MORNING + timedelta(days=1)


def test_a_running_clock_keeps_its_offset() -> None:
    clock = Clock()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    clock.advance(timedelta(days=1))
    ahead = clock.now() - datetime.now(UTC)
    assert timedelta(hours=23) < ahead < timedelta(hours=25)
    assert clock.now().utcoffset() == timedelta()


@pytest.mark.parametrize("clock", [Clock(), Clock(at=MORNING)])
def test_no_clock_goes_back(clock: Clock) -> None:
    with pytest.raises(ValueError, match="never goes back"):
        clock.advance(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="never goes back"):
        clock.move_to(MORNING - timedelta(days=10_000))
