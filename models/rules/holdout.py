"""Whether it helps: some customers go without, by chance, and both sides are compared."""

import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from secrets import randbelow

from models.rules.nps import CERTAINTY

BUCKETS = 100
ENOUGH = 30
"""Customers on either side; of fewer nothing is said."""


def new_bucket() -> int:
    """By chance, once a customer: 0-99."""
    return randbelow(BUCKETS)


@dataclass(frozen=True, slots=True)
class Side:
    """So many customers, and how many of them did what was hoped for."""

    n: int = 0
    successes: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.successes <= self.n:
            raise ValueError(f"of so many customers, so many did: {self}")

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.successes, self.n) if self.n else None

    @property
    def _smoothed(self) -> float:
        """With one success and one failure added: of no side all is known."""
        return (self.successes + 1) / (self.n + 2)

    @property
    def _variance(self) -> float:
        return self._smoothed * (1 - self._smoothed) / (self.n + 2)


class Verdict(StrEnum):
    HELPS = "helps"
    HURTS = "hurts"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Difference:
    """Of two shares, in percentage points; positive where the message did good. It lies between
    `low` and `high` in 95 cases of 100."""

    points: int
    low: int
    high: int

    @property
    def verdict(self) -> Verdict:
        """By the numbers as they are shown, so that the word and the numbers agree."""
        if self.low > 0:
            return Verdict.HELPS
        return Verdict.HURTS if self.high < 0 else Verdict.UNCLEAR


def compare(treated: Side, held: Side) -> Difference | None:
    """None until both sides are large enough. The interval is that of Agresti and Caffo, rounded
    outwards: for small sides the plain one claims more than is known."""
    if min(treated.n, held.n) < ENOUGH:
        return None
    raw = Fraction(treated.successes, treated.n) - Fraction(held.successes, held.n)
    centre = treated._smoothed - held._smoothed
    margin = CERTAINTY * math.sqrt(treated._variance + held._variance)
    low, high = math.floor(100 * (centre - margin)), math.ceil(100 * (centre + margin))
    return Difference(_in_points(raw), max(-100, low), min(100, high))


def _in_points(difference: Fraction) -> int:
    """A whole number, halves away from zero."""
    size = math.floor(100 * abs(difference) + Fraction(1, 2))
    return size if difference >= 0 else -size
