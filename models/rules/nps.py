"""The arithmetic of the Net Promoter Score.

NPS = share of promoters - share of detractors, worked out from counts, exactly, and rounded once,
when shown. Two other formulas are in circulation and are wrong: counting passives as satisfied,
and dividing promoters by detractors.

Scores run from -100 to 100. Shares (response rate, Live NPS, churn) are fractions of one, and
None where there is nothing to divide by: "no answers yet" is not 0.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from models.rules.question import SCORES

CERTAINTY = 1.96  # standard deviations on either side that hold 95 % of a normal distribution
SHOWN_FROM = 5
ROUGH_BELOW = 30


class Group(StrEnum):
    PROMOTER = "promoter"
    PASSIVE = "passive"
    DETRACTOR = "detractor"


def group_of(score: int) -> Group:
    if score not in SCORES:
        raise ValueError(f"a score is 0 to 10, not {score}")
    if score >= 9:
        return Group.PROMOTER
    return Group.PASSIVE if score >= 7 else Group.DETRACTOR


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of each group answered. One answer a customer: the latest in the period."""

    promoters: int = 0
    passives: int = 0
    detractors: int = 0

    def __post_init__(self) -> None:
        if min(self.promoters, self.passives, self.detractors) < 0:
            raise ValueError(f"a count is never negative: {self}")

    @property
    def n(self) -> int:
        return self.promoters + self.passives + self.detractors

    @property
    def nps(self) -> Fraction | None:
        return Fraction(100 * (self.promoters - self.detractors), self.n) if self.n else None

    @property
    def rounded(self) -> int | None:
        """The score as it is shown: a whole number, halves away from zero."""
        return None if self.nps is None else _half_away_from_zero(self.nps)

    @property
    def interval(self) -> tuple[int, int] | None:
        """Where the score of all customers probably lies (95 %), by the adjusted Wald method.

        Plain Wald claims 100±0 for five promoters of five. Rounded outwards, so that what is shown
        never claims more than is known. With one answer it may not hold the score itself; nothing
        below five answers is shown anyway.
        """
        if not self.n:
            return None
        centre, margin = self._smoothed, CERTAINTY * math.sqrt(self._variance)
        low, high = 100 * (centre - margin), 100 * (centre + margin)
        return max(-100, math.floor(low)), min(100, math.ceil(high))

    @property
    def is_shown(self) -> bool:
        """Below this only the counts are shown: a score would be taken for more than it is."""
        return self.n >= SHOWN_FROM

    @property
    def is_rough(self) -> bool:
        return SHOWN_FROM <= self.n < ROUGH_BELOW

    @property
    def _smoothed(self) -> float:
        """The score of one, pulled towards zero: three answers are added, one to each group."""
        return (self.promoters - self.detractors) / (self.n + 3)

    @property
    def _variance(self) -> float:
        """Of the smoothed score. Each end of the scale gets three quarters of an added answer."""
        ends = (self.promoters + self.detractors + 1.5) / (self.n + 3)
        return (ends - self._smoothed**2) / (self.n + 3)


def tally(scores: Iterable[int]) -> Tally:
    groups = Counter(map(group_of, scores))
    return Tally(groups[Group.PROMOTER], groups[Group.PASSIVE], groups[Group.DETRACTOR])


class Direction(StrEnum):
    GREW = "grew"
    FELL = "fell"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to the score between two periods. `z` is positive where it fell."""

    z: float
    direction: Direction


def change(before: Tally, after: Tally) -> Change:
    """A change is named only where chance is an unlikely cause and both scores may be shown."""
    spread = math.sqrt(before._variance + after._variance)
    z = (before._smoothed - after._smoothed) / spread
    if abs(z) <= CERTAINTY or not (before.is_shown and after.is_shown):
        return Change(z, Direction.UNCLEAR)
    return Change(z, Direction.FELL if z > 0 else Direction.GREW)


class Reading(StrEnum):
    BAD = "bad"
    AVERAGE = "average"
    GOOD = "good"


def reading(nps: Fraction | int) -> Reading:
    """A rule of thumb. Give it the score as shown, so that the word and the number agree."""
    if nps < 0:
        return Reading.BAD
    return Reading.AVERAGE if nps <= 30 else Reading.GOOD


def response_rate(answered: int, asked: int) -> Fraction | None:
    """Of the surveys that were delivered. Always shown beside the score."""
    return _share(answered, asked)


def live_nps(shared: int, shown: int) -> Fraction | None:
    """Customers who did recommend, of those who were shown the offer to.

    A tap on the share button is no recommendation yet; a link that somebody else opened is.
    """
    return _share(shared, shown)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Customers a month that word of mouth brings or takes away."""

    low: int
    middle: Fraction
    high: int


def forecast(answers: Tally) -> Forecast:
    """An estimate from the books, to be labelled so: a promoter brings one or two customers a
    month, a passive none, and a detractor turns four away."""
    lost = 4 * answers.detractors
    low, high = answers.promoters - lost, 2 * answers.promoters - lost
    return Forecast(low, Fraction(low + high, 2), high)


def lifetime_value(
    years: Decimal | int, purchases_a_year: Decimal | int, average_order_value: Decimal | int
) -> Decimal:
    """What is at stake when a customer may be lost, in the business's currency."""
    return Decimal(years) * purchases_a_year * average_order_value


def churn(active_at_start: Decimal | int, lost: Decimal | int) -> Fraction | None:
    """Of those who were there at the start, the share that left: customers, or their revenue."""
    return _share(lost, active_at_start)


def purchases_a_customer(purchases: int, customers: int) -> Fraction | None:
    return _share(purchases, customers)


def people_do_not_come_back(purchases_a_customer: Fraction | int) -> bool:
    """Two purchases a customer or fewer are a reason to think."""
    return purchases_a_customer <= 2


def _share(part: Decimal | int, whole: Decimal | int) -> Fraction | None:
    return Fraction(part) / Fraction(whole) if whole else None


def _half_away_from_zero(number: Fraction) -> int:
    size = math.floor(abs(number) + Fraction(1, 2))
    return size if number >= 0 else -size
