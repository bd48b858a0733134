"""A pace on a loop whose clock the test moves, and who speaks at that pace."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from itertools import count
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import (
    SendMessage,
    TelegramMethod,
)

from scheduler.pace import QUEUED, Pace

BOT = Bot("42:TEST")


class Virtual(asyncio.SelectorEventLoop):
    """Time does not pass: it jumps to what is due next, once nothing else is to be done."""

    def __init__(self) -> None:
        super().__init__()
        self.at = 1000.0

    def time(self) -> float:
        return self.at

    def _run_once(self) -> None:
        ready, scheduled = self._ready, self._scheduled  # type: ignore[attr-defined]
        if not ready and scheduled:
            self.at = max(self.at, scheduled[0].when())
        super()._run_once()  # type: ignore[misc]


Test = Callable[[Coroutine[Any, Any, None]], None]


@pytest.fixture
def live() -> Iterator[Test]:
    with asyncio.Runner(loop_factory=Virtual) as runner:
        yield runner.run


class Telegram:
    """Notes what comes and when; refuses what it is told to."""

    def __init__(self, rate: float) -> None:
        self.pace = Pace(rate, seconds)
        self.heard: list[tuple[str, float]] = []
        self.refusals: list[int] = []
        self.latency = 0.0
        self.chats = count(1)

    async def hear(self, _bot: Bot, method: TelegramMethod[Any]) -> Any:
        self.heard.append((self.name(method), seconds() - 1000))
        wait = self.refusals.pop(0) if self.refusals else 0
        await asyncio.sleep(self.latency)
        if wait:
            raise TelegramRetryAfter(method, "Too Many Requests", wait)

    def name(self, method: TelegramMethod[Any]) -> str:
        return str(getattr(method, "text", None) or method.__api_method__)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.heard]

    @property
    def times(self) -> list[float]:
        return [round(time, 3) for _, time in self.heard]

    async def ask(self, method: TelegramMethod[Any]) -> None:
        await self.pace(self.hear, BOT, method)

    async def queue(self, method: TelegramMethod[Any], chat: int) -> bool:
        """As delivery does: true if it had a permit."""
        QUEUED.set(True)
        await self.pace.space(chat)
        if not await self.pace.permit(chat):
            return False
        await self.ask(method)
        return True

    def says(self, text: str, *, chat: int | None = None) -> asyncio.Task[None]:
        return asyncio.create_task(
            self.ask(SendMessage(chat_id=chat or next(self.chats), text=text))
        )

    def queues(self, text: str, *, chat: int | None = None) -> asyncio.Task[bool]:
        whom = chat or next(self.chats)
        return asyncio.create_task(self.queue(SendMessage(chat_id=whom, text=text), whom))


def seconds() -> float:
    return asyncio.get_running_loop().time()
