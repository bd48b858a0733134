"""Waiting for what happens between the bot, its Telegram and its tables."""

import asyncio
from collections.abc import Callable, Iterator

from sandbox.telegram import Call, Telegram

Condition = Callable[[], bool]


class Tape(list[Call]):
    """The sandbox's log; whoever waits looks again at each call."""

    def __init__(self, telegram: Telegram) -> None:
        super().__init__()
        self._telegram = telegram
        telegram.log = self

    def append(self, call: Call) -> None:
        super().append(call)
        self._telegram.changed.notify()

    def of(self, method: str | None, since: int = 0) -> Iterator[Call]:
        return (call for call in self[since:] if method in (None, call.method))


async def until(telegram: Telegram, is_so: Condition, what: str, seconds: float) -> None:
    if not await comes(telegram, is_so, seconds):
        raise AssertionError(f"within {seconds:.0f} s there was never: {what}")


async def comes(telegram: Telegram, is_so: Condition, seconds: float) -> bool:
    """Looks at each event, and each half second: a table rings no bell."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while not is_so():
        if (left := deadline - loop.time()) <= 0:
            return False
        await telegram.changed.wait(min(left, 0.5))
    return True
