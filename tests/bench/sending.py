"""What it costs to record each message durably: `make bench`. A campaign goes out with nothing to
throttle it, against a bare aiogram loop that only sends, 100 at once, in the same run, to the same
sandbox in a process of its own. The loop has aiogram's session, and in a second round ours.

Prints messages a second, and milliseconds of our own CPU a message: where the sandbox is what
holds both up, the speeds say too little. Fails if less than 60 % of the speed is kept.
"""

import asyncio
import gc
import sys
import tempfile
import time
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import CopyMessage
from aiogram.types import InlineKeyboardMarkup

from bot.session import JsonSession
from models.database import connect
from tests.bench import campaign
from tests.bench.telegram import ADMIN, FIRST, SOURCE, telegram_beside
from tests.scheduler.bench import TOKEN
from views.legal import way_out
from views.say import say_in

SIZE, PAIRS = 5_000, 7
WARM_UP = 200
"""Sent before: texts are read and statements written once in the life of a process."""
ENOUGH = 0.6
AT_ONCE = 100
"""As many as aiohttp has connections: with more of them the loop is slower."""


@dataclass(frozen=True)
class Figures:
    rate: float
    """Messages a second."""
    cpu: float
    """Milliseconds of ours a message."""

    def __str__(self) -> str:
        return f"{self.rate:5.0f} a second, {self.cpu:.2f} ms of CPU each"


async def measured(size: int, act: Awaitable[object]) -> Figures:
    began, cpu = time.perf_counter(), time.process_time()
    await act
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    return Figures(size / seconds, 1000 * cpu / size)


def session_to(url: str) -> JsonSession:
    return JsonSession(api=TelegramAPIServer.from_base(url))


async def only_send(bot: Bot, size: int) -> None:
    chats = iter(range(FIRST, FIRST + size))
    buttons = way_out(say_in("ru"), 1)

    async def send() -> None:
        for chat in chats:
            await bot(copy_to(chat, buttons))

    await asyncio.gather(*(send() for _ in range(AT_ONCE)))


def copy_to(chat: int, buttons: InlineKeyboardMarkup) -> CopyMessage:
    return CopyMessage(chat_id=chat, from_chat_id=ADMIN, message_id=SOURCE, reply_markup=buttons)


async def bare(url: str, size: int) -> Figures:
    return await alone(
        Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url))), size
    )


async def bare_with_ours(url: str, size: int) -> Figures:
    return await alone(campaign.our_bot(session_to(url)), size)


async def alone(bot: Bot, size: int) -> Figures:
    try:
        return await measured(size, only_send(bot, size))
    finally:
        await bot.session.close()


async def delivered(url: str, size: int, file: Path) -> Figures:
    """Recorded too, each with the id of its message."""
    await campaign.make(file, size)
    engine, session = connect(f"sqlite+aiosqlite:///{file}"), session_to(url)
    await campaign.plan(engine)
    async with campaign.delivering(engine, session):
        figures = await measured(size, campaign.until_recorded(file))
    await session.close()
    await engine.dispose()
    assert campaign.recorded(file) == size
    return figures


async def compare(size: int, pairs: int, folder: Path) -> float:
    """The share of the bare loop's speed that is kept: the median of several pairs."""
    shares, of_ours = [], []
    async with telegram_beside(size) as url:
        gc.set_threshold(50_000, 20, 50)  # this and the freeze are what the bot itself does
        await bare(url, size)
        await delivered(url, min(size, WARM_UP), folder / "warm-up.db")
        gc.freeze()
        for number in range(pairs):
            stock = await bare(url, size)
            ours = await delivered(url, size, folder / f"{number}.db")
            with_ours = await bare_with_ours(url, size)
            shares.append(ours.rate / stock.rate)
            of_ours.append(ours.rate / with_ours.rate)
            print(f"a bare aiogram loop that only sends    {stock}")
            print(f"the same with our session              {with_ours}")
            print(f"delivery, each recorded durably        {ours}: {shares[-1]:.0%}")
    print(f"median of {pairs}: {median(shares):.0%} of the bare loop's speed,", end=" ")
    print(f"{median(of_ours):.0%} of one with our session")
    return median(shares)


async def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        share = await compare(SIZE, PAIRS, Path(name))
    return 0 if share >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
