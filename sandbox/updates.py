"""The queue that getUpdates reads."""

import asyncio
from typing import Any

from sandbox.changes import Changes
from sandbox.refusals import Refusal

Update = dict[str, Any]

# Kinds that Telegram sends only to a bot that asked for them by name.
ASKED_FOR_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Updates:
    """Updates wait until an offset above them confirms them. One poll at a time."""

    def __init__(self) -> None:
        self.pending: list[Update] = []
        self.changes = Changes()
        self._allowed: frozenset[str] = frozenset()
        self._next_id = 100_000_001
        self._poll = 0

    def allow(self, kinds: list[str]) -> None:
        """Remembered until told otherwise; an empty list means the usual kinds."""
        self._allowed = frozenset(kinds)

    def allows(self, kind: str) -> bool:
        return kind in self._allowed if self._allowed else kind not in ASKED_FOR_ONLY

    def put(self, kind: str, body: dict[str, Any]) -> None:
        if not self.allows(kind):
            return
        self.pending.append({"update_id": self._next_id, kind: body})
        self._next_id += 1
        self.changes.notify()

    def take(self) -> list[Update]:
        """All that is pending, confirmed at once: for tests that feed a dispatcher by hand."""
        taken, self.pending = self.pending, []
        self.changes.notify()
        return taken

    def confirm(self, offset: int) -> None:
        if offset < 0:
            self.pending = self.pending[offset:]
        else:
            self.pending = [update for update in self.pending if update["update_id"] >= offset]
        self.changes.notify()

    async def get(self, limit: int, timeout: float) -> list[Update]:  # noqa: ASYNC109
        self._poll += 1
        mine = self._poll
        self.changes.notify()
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while not self.pending and (left := deadline - loop.time()) > 0:
            await self.changes.wait(left)
            if mine != self._poll:
                raise Refusal(
                    409,
                    "terminated by other getUpdates request; "
                    "make sure that only one bot instance is running",
                )
        return self.pending[:limit]

    async def confirmed(self, timeout: float = 10) -> None:  # noqa: ASYNC109
        """Waits until the bot has confirmed all that was sent to it."""
        async with asyncio.timeout(timeout):
            while self.pending:
                await self.changes.wait()
