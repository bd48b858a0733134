"""Whether it helps: the figures, and what holds whatever they are."""

import math
from collections import Counter
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.rules.holdout import ENOUGH, Difference, Side, Verdict, compare, new_bucket

OPPOSITE = {
    Verdict.HELPS: Verdict.HURTS,
    Verdict.HURTS: Verdict.HELPS,
    Verdict.UNCLEAR: Verdict.UNCLEAR,
}


@st.composite
def sides(draw: st.DrawFn) -> Side:
    n = draw(st.integers(ENOUGH, 60) | st.integers(ENOUGH, 2_000_000))
    return Side(n, draw(st.sampled_from([0, n]) | st.integers(0, n)))


def told(treated: Side, held: Side) -> Difference:
    difference = compare(treated, held)
    assert difference is not None
    return difference


@pytest.mark.parametrize(
    ("treated", "held", "difference", "verdict"),
    [
        # 35/102 - 22/102 = 0.127; 0.127 +- 1.96 * 0.0622
        (Side(100, 34), Side(100, 21), Difference(13, 0, 25), Verdict.UNCLEAR),
        # 341/1002 - 211/1002 = 0.130; 0.130 +- 1.96 * 0.0197
        (Side(1000, 340), Side(1000, 210), Difference(13, 9, 17), Verdict.HELPS),
        (Side(1000, 210), Side(1000, 340), Difference(-13, -17, -9), Verdict.HURTS),
        # 301/902 - 22/102 = 0.118; 0.118 +- 1.96 * 0.0436
        (Side(900, 300), Side(100, 21), Difference(12, 3, 21), Verdict.HELPS),
        # 18/52 - 11/52 = 0.135; 0.135 +- 1.96 * 0.0869
        (Side(50, 17), Side(50, 10), Difference(14, -4, 31), Verdict.UNCLEAR),
        # 3/32 - 10/32 = -0.219; -0.219 +- 1.96 * 0.0968
        (Side(30, 2), Side(30, 9), Difference(-23, -41, -2), Verdict.HURTS),
        (Side(30, 15), Side(30, 15), Difference(0, -25, 25), Verdict.UNCLEAR),
        (Side(30, 0), Side(30, 0), Difference(0, -9, 9), Verdict.UNCLEAR),
        (Side(30, 30), Side(30, 0), Difference(100, 85, 100), Verdict.HELPS),
        (Side(30, 0), Side(30, 30), Difference(-100, -100, -85), Verdict.HURTS),
    ],
)
def test_two_sides_differ_by_so_many_points(
    treated: Side, held: Side, difference: Difference, verdict: Verdict
) -> None:
    assert compare(treated, held) == difference
    assert difference.verdict is verdict


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (1, 9, Verdict.HELPS),
        (0, 9, Verdict.UNCLEAR),
        (-9, 0, Verdict.UNCLEAR),
        (-9, -1, Verdict.HURTS),
    ],
)
def test_it_helps_or_hurts_only_where_nothing_at_all_is_unlikely(
    low: int, high: int, verdict: Verdict
) -> None:
    assert Difference(0, low, high).verdict is verdict


def test_halves_are_rounded_away_from_zero() -> None:
    assert told(Side(200, 101), Side(200, 100)).points == 1
    assert told(Side(200, 100), Side(200, 101)).points == -1
    assert told(Side(1000, 504), Side(1000, 500)).points == 0


@pytest.mark.parametrize(("treated", "held"), [(29, 1000), (1000, 29), (29, 29), (0, 0)])
def test_of_few_nothing_is_said(treated: int, held: int) -> None:
    assert compare(Side(treated), Side(held)) is None


def test_thirty_on_either_side_are_enough() -> None:
    assert compare(Side(30), Side(30)) is not None


def test_a_side_of_nobody_has_no_share() -> None:
    assert Side().share is None
    assert Side(3, 1).share == Fraction(1, 3)


@pytest.mark.parametrize(("n", "successes"), [(3, 4), (3, -1), (-1, -1), (-1, 0)])
def test_a_side_that_makes_no_sense_is_refused(n: int, successes: int) -> None:
    with pytest.raises(ValueError, match="of so many customers, so many did"):
        Side(n, successes)


@given(sides(), sides())
@example(Side(30, 30), Side(30, 0))
@example(Side(2_000_000, 2_000_000), Side(30, 0))
def test_the_interval_holds_what_was_seen(treated: Side, held: Side) -> None:
    assert treated.share is not None
    assert held.share is not None
    difference = told(treated, held)

    assert -100 <= difference.low <= difference.points <= difference.high <= 100
    assert difference.low <= 100 * (treated.share - held.share) <= difference.high


@given(sides(), sides())
def test_the_interval_is_the_written_formula_and_never_tighter(treated: Side, held: Side) -> None:
    low, high = _agresti_caffo(treated, held)
    difference = told(treated, held)

    assert difference.low == max(-100, math.floor(low))
    assert difference.high == min(100, math.ceil(high))


def _agresti_caffo(treated: Side, held: Side) -> tuple[Decimal, Decimal]:
    """The formula as it is written down, to fifty digits."""
    with localcontext(prec=50):
        m, n = Decimal(treated.n + 2), Decimal(held.n + 2)
        p, q = (treated.successes + 1) / m, (held.successes + 1) / n
        margin = Decimal("1.96") * (p * (1 - p) / m + q * (1 - q) / n).sqrt()
        return 100 * (p - q - margin), 100 * (p - q + margin)


@pytest.mark.parametrize(
    ("sizes", "truth"),
    [
        ((30, 30), (0.5, 0.5)),
        ((30, 30), (0.1, 0.1)),
        ((60, 30), (0.4, 0.2)),
        ((30, 60), (0.9, 0.8)),
        ((100, 40), (0.03, 0.02)),
    ],
)
def test_of_a_hundred_such_intervals_95_hold_the_truth(
    sizes: tuple[int, int], truth: tuple[float, float]
) -> None:
    """Reckoned over all that may be seen, by the chance of seeing it."""
    (m, n), (p, q) = sizes, truth
    held_by = sum(
        _chance(m, p, x) * _chance(n, q, y)
        for x in range(m + 1)
        for y in range(n + 1)
        if _holds(told(Side(m, x), Side(n, y)), 100 * (p - q))
    )

    assert held_by >= 0.945


def _holds(difference: Difference, points: float) -> bool:
    return difference.low <= points <= difference.high


def _chance(n: int, share: float, successes: int) -> float:
    return math.comb(n, successes) * share**successes * (1 - share) ** (n - successes)


@given(sides(), sides())
def test_seen_from_the_other_side_it_is_the_opposite(treated: Side, held: Side) -> None:
    difference, opposite = told(treated, held), told(held, treated)

    assert opposite == Difference(-difference.points, -difference.high, -difference.low)
    assert opposite.verdict is OPPOSITE[difference.verdict]


@given(sides(), sides())
def test_the_more_customers_the_closer_the_interval(treated: Side, held: Side) -> None:
    few, many = told(treated, held), told(*(_hundredfold(side) for side in (treated, held)))
    rounding = 2

    assert many.high - many.low <= (few.high - few.low) / 8 + rounding


def _hundredfold(side: Side) -> Side:
    return Side(100 * side.n, 100 * side.successes)


@given(sides())
def test_where_both_sides_are_alike_nothing_is_claimed(side: Side) -> None:
    assert told(side, side).verdict is Verdict.UNCLEAR


def test_chance_puts_as_many_customers_into_each_bucket() -> None:
    """Ten thousand, so a hundred each: a bucket of fewer than fifty or more than 160 would be
    seen once in a million such tests."""
    customers = Counter(new_bucket() for _ in range(10_000))

    assert sorted(customers) == list(range(100))
    assert min(customers.values()) >= 50
    assert max(customers.values()) <= 160
