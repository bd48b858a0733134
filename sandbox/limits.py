"""Telegram's limits on sending: 30 a second in all, about one a second to one chat."""

import math
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.clock import Clock
from sandbox.refusals import too_many_requests

SECOND = timedelta(seconds=1)


@dataclass
class Limits:
    """Whoever goes over a limit is refused for `penalty` seconds, whatever they send meanwhile.

    One chat may take a short burst, refilled at `per_chat_second`. An album goes as a whole where
    one message may, and all its messages count: what they take too much has to be waited for.
    """

    clock: Clock
    on: bool = False
    per_second: int = 30
    per_chat_second: float = 1.0
    chat_burst: int = 5
    penalty: int = 3
    _sent: dict[int, deque[datetime]] = field(default_factory=dict)
    _buckets: dict[tuple[int, int], tuple[float, datetime]] = field(default_factory=dict)
    _until: dict[tuple[int, int | None], datetime] = field(default_factory=dict)

    def check(self, bot_id: int, chat_id: int | None, messages: int = 1) -> None:
        if not self.on:
            return
        now = self.clock.now()
        self._serve_penalty((bot_id, None), now)
        self._serve_penalty((bot_id, chat_id), now)
        if self._too_many(bot_id, now, messages):
            self._punish((bot_id, None), now, self.penalty)
        if chat_id is not None and self._too_many_to(bot_id, chat_id, now, messages):
            owed = self._owed(bot_id, chat_id)
            self._punish((bot_id, chat_id), now, max(self.penalty, owed))

    def _serve_penalty(self, whom: tuple[int, int | None], now: datetime) -> None:
        until = self._until.get(whom)
        if until is not None and until > now:
            raise too_many_requests(math.ceil((until - now).total_seconds()))

    def _punish(self, whom: tuple[int, int | None], now: datetime, seconds: int) -> None:
        self._until[whom] = now + timedelta(seconds=seconds)
        raise too_many_requests(seconds)

    def _too_many(self, bot_id: int, now: datetime, messages: int) -> bool:
        sent = self._sent.setdefault(bot_id, deque())
        while sent and sent[0] <= now - SECOND:
            sent.popleft()
        if len(sent) >= self.per_second:
            return True
        sent.extend([now] * messages)
        return False

    def _too_many_to(self, bot_id: int, chat_id: int, now: datetime, messages: int) -> bool:
        left, since = self._buckets.get((bot_id, chat_id), (float(self.chat_burst), now))
        left += (now - since).total_seconds() * self.per_chat_second
        left = min(left, float(self.chat_burst))
        self._buckets[bot_id, chat_id] = (left - messages if left >= 1 else left, now)
        return left < 1

    def _owed(self, bot_id: int, chat_id: int) -> int:
        """Seconds until one more message may go to this chat."""
        left, _ = self._buckets[bot_id, chat_id]
        return math.ceil((1 - left) / self.per_chat_second)
