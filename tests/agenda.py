"""What people will do, and when: for tests that live through a long time."""

import heapq
from collections.abc import Awaitable, Callable
from datetime import datetime
from itertools import count

Deed = Callable[[], Awaitable[None]]


class Agenda:
    def __init__(self) -> None:
        self._deeds: list[tuple[datetime, int, Deed]] = []
        self._order = count()

    def add(self, moment: datetime, deed: Deed) -> None:
        heapq.heappush(self._deeds, (moment, next(self._order), deed))

    @property
    def next(self) -> datetime:
        return self._deeds[0][0]

    def has_any_until(self, moment: datetime) -> bool:
        return bool(self._deeds) and self.next <= moment

    def take(self) -> Deed:
        """The next; of two at once, the one that was added first."""
        return heapq.heappop(self._deeds)[2]
