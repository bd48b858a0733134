"""How long we wait between two messages: longer for a while once Telegram has complained."""

from dataclasses import dataclass

RECOVERY = 60.0
"""Seconds from a standstill to the full rate."""
LEAST = 0.1


@dataclass(slots=True)
class Speed:
    """A share of the rate, halved by each complaint, and growing steadily once it is heeded."""

    rate: float
    share: float = 1.0
    since: float = 0.0

    def halve(self, now: float, heeded_at: float) -> None:
        self.share = max(LEAST, self._share(now) / 2)
        self.since = heeded_at

    def gap(self, now: float) -> float:
        return 1 / (self.rate * self._share(now))

    def _share(self, now: float) -> float:
        return min(1.0, self.share + max(0.0, now - self.since) / RECOVERY)
