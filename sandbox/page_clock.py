"""The clock on the chat page: its buttons live through the time between, one move at a time."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from sandbox.telegram import Telegram

NextEvent = Callable[[], Awaitable[datetime | None]]
LiveThrough = Callable[[datetime], Awaitable[None]]


class Busy(Exception):
    """The clock is moving already."""


class PageClock:
    def __init__(
        self,
        telegram: Telegram,
        next_event: NextEvent | None = None,
        live_through: LiveThrough | None = None,
    ) -> None:
        self.telegram = telegram
        self.moving = False
        self._next_event = next_event
        self._live_through = live_through

    async def state(self) -> dict[str, Any]:
        coming = await self.next()
        return {
            "can_next": coming is not None and not self.moving,
            "next": coming.isoformat() if coming else None,
            "moving": self.moving,
        }

    async def next(self) -> datetime | None:
        return await self._next_event() if self._next_event else None

    async def move(self, until: datetime) -> None:
        if self.moving:
            raise Busy
        self.moving = True
        self._tell()
        try:
            await self._live(until)
        finally:
            self.moving = False
            self._tell()

    async def _live(self, until: datetime) -> None:
        if self._live_through:
            await self._live_through(until)
        elif until > self.telegram.clock.now():
            self.telegram.clock.move_to(until)

    def _tell(self) -> None:
        self.telegram.tell(kind="clock", now=self.telegram.clock.now().isoformat())
        self.telegram.tell(*self.telegram.people.values())


def until(now: datetime, hours: float, days: float) -> datetime:
    return now + timedelta(hours=hours, days=days)
