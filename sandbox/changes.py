"""Telling those who wait that something happened."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

Event = dict[str, Any]


class Changes:
    """Wakes waiters and feeds listeners; it keeps nothing of an event loop that has ended."""

    def __init__(self) -> None:
        self._waiters: set[asyncio.Future[None]] = set()
        self._listeners: set[asyncio.Queue[Event]] = set()

    def notify(self, event: Event | None = None) -> None:
        waiters, self._waiters = self._waiters, set()
        for waiter in waiters:
            if not waiter.done() and not waiter.get_loop().is_closed():
                waiter.set_result(None)
        if event is not None:
            for listener in self._listeners:
                listener.put_nowait(event)

    async def wait(self, timeout: float | None = None) -> bool:  # noqa: ASYNC109
        """True when something changed, False when `timeout` seconds passed before."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(waiter, timeout)
                return True
            return False
        finally:
            self._waiters.discard(waiter)

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[Event]]:
        listener: asyncio.Queue[Event] = asyncio.Queue()
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)
