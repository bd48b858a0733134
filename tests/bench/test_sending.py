"""A short round of what `make bench` measures: that it does what it says, never how fast."""

from pathlib import Path

import pytest

from models.database import connect
from tests.bench import campaign, planning, sending


async def test_the_two_are_compared_in_one_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await sending.compare(30, 1, tmp_path) > 0, "each of them was recorded once"
    assert "median of 1" in capsys.readouterr().out


async def test_memory_is_measured_while_messages_go_out(tmp_path: Path) -> None:
    await campaign.make(tmp_path / "bench.db", 300)
    peaks = await planning.go_out(tmp_path / "bench.db", 100, 200)
    assert peaks == sorted(peaks)
    assert campaign.recorded(tmp_path / "bench.db") >= 200


async def test_a_row_that_is_planned_is_planned_once(tmp_path: Path) -> None:
    await campaign.make(tmp_path / "bench.db", 20)
    engine = connect(f"sqlite+aiosqlite:///{tmp_path / 'bench.db'}")
    for _ in range(2):
        await campaign.plan(engine)
    async with campaign.delivering(engine, planning.Void()):
        await campaign.until_recorded(tmp_path / "bench.db")
    await engine.dispose()
    assert campaign.recorded(tmp_path / "bench.db") == 20
