"""What one chat bears: a few messages at once, then about one a second, and none for as long as
Telegram says."""

BURST = 3
LONGEST = 10
"""In gaps: what is beyond that is forgiven, or who talks much would never be written to."""
REMEMBERED = 1000
"""Chats, before those are forgotten that have been quiet."""


class Chats:
    """Told the time, and by what clock is for the caller to say."""

    def __init__(self, gap: float) -> None:
        self._gap = gap
        self._quiet_at: dict[int, float] = {}
        """When each message that went there will have had its second."""
        self._held_until: dict[int, float] = {}

    def count(self, chat: int, messages: int, now: float) -> None:
        begun = max(self._quiet_at.get(chat, now), now)
        self._quiet_at[chat] = min(begun + messages * self._gap, now + LONGEST * self._gap)
        _forget(self._quiet_at, now)

    def wait(self, chat: int, now: float) -> float:
        return max(0.0, self._owed(chat, now) - (BURST - 1) * self._gap)

    def is_crowded(self, chat: int, now: float) -> bool:
        """More than one message has gone there within about a second."""
        return self._owed(chat, now) > self._gap

    def _owed(self, chat: int, now: float) -> float:
        return self._quiet_at.get(chat, now) - now

    def hold(self, chat: int, until: float, now: float) -> None:
        self._held_until[chat] = max(until, self._held_until.get(chat, until))
        _forget(self._held_until, now)

    def held_for(self, chat: int, now: float) -> float:
        return max(0.0, self._held_until.get(chat, now) - now)

    def held(self, now: float) -> list[int]:
        return [chat for chat, until in self._held_until.items() if until > now]


def _forget(chats: dict[int, float], now: float) -> None:
    if len(chats) > REMEMBERED:
        for chat in [chat for chat, until in chats.items() if until <= now]:
            del chats[chat]
