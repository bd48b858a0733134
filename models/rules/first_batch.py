"""The first batch of a campaign: how long the rest waits for it, and what speaks against it."""

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

WAIT = timedelta(hours=2)
MOST_BLOCKED = Fraction(1, 100)
MOST_OPTED_OUT = Fraction(2, 100)


@dataclass(frozen=True, slots=True)
class Leavers:
    """Of so many who got an offer: who blocked the bot after it, and who wants no more offers.
    Each is counted once, by the stronger word."""

    got: int = 0
    blocked: int = 0
    opted_out: int = 0

    @property
    def left(self) -> int:
        return self.blocked + self.opted_out

    @property
    def are_too_many(self) -> bool:
        """Where exactly so many have left, the rest still goes."""
        return self.blocked > MOST_BLOCKED * self.got or self.opted_out > MOST_OPTED_OUT * self.got
