"""What a campaign to a million costs: `make bench`. Its rows are planned in one statement, and then
delivery takes them in turn. All of it in a process of its own, whose memory is measured: it must
not grow with the size of the audience, nor with what was sent.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import MessageId

from models.database import connect
from tests.bench import campaign
from tests.bot.process import ROOT

SIZE, EARLY, LATE = 1_000_000, 2_000, 20_000
MOST = 300
"""Megabytes."""
GROWTH = 10
"""Of them, that are nothing but noise."""
STATUS = Path("/proc/self/status")


class Void(BaseSession):
    """Answers at once: what goes there costs no memory but ours."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = 0

    async def has_answered(self, messages: int) -> None:
        while self.answered < messages:  # noqa: ASYNC110
            await asyncio.sleep(campaign.LOOK_EACH)

    async def close(self) -> None:
        """Nothing to close."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109
    ) -> TelegramType:
        await asyncio.sleep(0)
        self.answered += 1
        return cast(TelegramType, MessageId(message_id=self.answered))

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b""


def peak() -> float:
    """Megabytes, at the most until now. The system's `getrusage` would count what has started us
    too."""
    [line] = [line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


async def go_out(file: Path, early: int, late: int) -> list[float]:
    """The peak before, after the planning, after so many sent, and after so many more."""
    engine = connect(f"sqlite+aiosqlite:///{file}")
    peaks, began = [peak()], time.perf_counter()
    await campaign.plan(engine)
    peaks.append(peak())
    print(f"planned in one statement in {time.perf_counter() - began:.1f} s", flush=True)
    void = Void()
    async with campaign.delivering(engine, void):
        for messages in (early, late):
            await void.has_answered(messages)
            peaks.append(peak())
    await engine.dispose()
    return peaks


async def main(file: Path, early: int, late: int) -> int:
    before, planned, first, last = await go_out(file, early, late)
    print(f"memory at its peak, in MB: {before:.0f} before, {planned:.0f} when planned,", end=" ")
    print(f"{first:.0f} after {early} messages, {last:.0f} after {campaign.recorded(file)}")
    return 0 if last < MOST and last - first < GROWTH else 1


async def in_a_process(size: int, early: int, late: int, folder: Path) -> int:
    file = folder / f"{size}.db"
    began = time.perf_counter()
    await campaign.make(file, size)
    print(
        f"a campaign to {size} (made in {time.perf_counter() - began:.0f} s): ", end="", flush=True
    )
    words = ("-m", "tests.bench.planning", str(file), str(early), str(late))
    child = await asyncio.create_subprocess_exec(sys.executable, *words, cwd=ROOT)
    return await child.wait()


def run() -> int:
    if len(sys.argv) > 1:
        file, early, late = sys.argv[1:]
        return asyncio.run(main(Path(file), int(early), int(late)))
    with tempfile.TemporaryDirectory() as name:
        return asyncio.run(in_a_process(SIZE, EARLY, LATE, Path(name)))


if __name__ == "__main__":
    sys.exit(run())
