"""The sandbox as a process of its own, with so many people who have started the bot: what it costs
is not ours. It says its address, and ends with what has started it."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sandbox.entities import Formatted
from sandbox.server import serve
from sandbox.telegram import Telegram
from tests.bot.process import ROOT
from tests.scheduler.bench import TOKEN

ADMIN, SOURCE, FIRST = 1, 1, 1_000
"""Who has made the offer, the message that is copied, and the first of the customers."""


def crowd(size: int) -> Telegram:
    telegram = Telegram()
    telegram.add_bot(TOKEN, "sarafan_bot", "Сарафан")
    for id in (ADMIN, *range(FIRST, FIRST + size)):
        telegram.add_person(id, "x", on_page=False).chat.started = True
    offer = Formatted("Скидка на стрижку до пятницы", [])
    message = telegram.post(telegram.people[ADMIN].chat, from_bot=True, words=offer)
    assert message.id == SOURCE
    return telegram


async def live(size: int) -> None:
    async with await serve(crowd(size)) as server:
        print(server.url, flush=True)
        await asyncio.to_thread(sys.stdin.read)


@asynccontextmanager
async def telegram_beside(size: int) -> AsyncIterator[str]:
    """Its address."""
    pipe = asyncio.subprocess.PIPE
    words = (sys.executable, "-m", __name__, str(size))
    process = await asyncio.create_subprocess_exec(*words, cwd=ROOT, stdin=pipe, stdout=pipe)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.stdin.close()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(live(int(sys.argv[1])))
