"""Every figure of the arithmetic, and what holds whatever the figures are."""

import math
import random
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from models.rules.nps import (
    Change,
    Direction,
    Forecast,
    Group,
    Reading,
    Tally,
    change,
    churn,
    forecast,
    group_of,
    lifetime_value,
    live_nps,
    people_do_not_come_back,
    purchases_a_customer,
    reading,
    response_rate,
    tally,
)

counts = st.one_of(st.integers(0, 5), st.integers(0, 2_000_000))
tallies = st.builds(Tally, counts, counts, counts)
scores = st.lists(st.integers(0, 10), max_size=50)


@pytest.mark.parametrize(
    ("group", "its_scores"),
    [
        (Group.DETRACTOR, [0, 1, 2, 3, 4, 5, 6]),
        (Group.PASSIVE, [7, 8]),
        (Group.PROMOTER, [9, 10]),
    ],
)
def test_each_score_belongs_to_its_group(group: Group, its_scores: list[int]) -> None:
    assert {group_of(score) for score in its_scores} == {group}


@pytest.mark.parametrize("score", [-1, 11, 100])
def test_there_is_no_score_outside_0_to_10(score: int) -> None:
    with pytest.raises(ValueError, match=str(score)):
        group_of(score)


def test_0_is_a_score() -> None:
    assert tally([0]) == Tally(detractors=1)
    assert tally([0] * 5).rounded == -100


def test_50_promoters_30_passives_and_20_detractors_are_30() -> None:
    answers = Tally(50, 30, 20)

    assert answers.n == 100
    assert answers.nps == 30
    assert answers.rounded == 30


def test_the_two_wrong_formulas_in_circulation_do_not_come_out() -> None:
    passives_as_satisfied, promoters_by_detractors = 60, Fraction(5, 2)

    assert Tally(50, 30, 20).nps not in (passives_as_satisfied, promoters_by_detractors)


def test_no_answers_are_not_0() -> None:
    nobody = tally([])

    assert (nobody.n, nobody.nps, nobody.rounded, nobody.interval) == (0, None, None, None)


def test_as_many_promoters_as_detractors_are_0_and_not_nothing() -> None:
    assert Tally(5, 0, 5).nps == 0
    assert Tally(5, 0, 5).rounded == 0


@pytest.mark.parametrize(
    ("answers", "exact", "shown"),
    [
        (Tally(1, 7, 0), Fraction(25, 2), 13),
        (Tally(0, 7, 1), Fraction(-25, 2), -13),
        (Tally(1, 2, 0), Fraction(100, 3), 33),
        (Tally(0, 2, 1), Fraction(-100, 3), -33),
        (Tally(2, 1, 0), Fraction(200, 3), 67),
        (Tally(1, 199, 0), Fraction(1, 2), 1),
        (Tally(0, 199, 1), Fraction(-1, 2), -1),
        (Tally(1, 200, 0), Fraction(100, 201), 0),
    ],
)
def test_it_is_rounded_once_halves_away_from_zero(
    answers: Tally, exact: Fraction, shown: int
) -> None:
    assert (answers.nps, answers.rounded) == (exact, shown)


def test_five_promoters_of_five_say_17_to_100() -> None:
    assert Tally(5, 0, 0).interval == (17, 100)
    assert Tally(0, 0, 5).interval == (-100, -17)


@pytest.mark.parametrize(
    ("answers", "interval"),
    [
        (Tally(50, 30, 20), (14, 45)),
        (Tally(31, 12, 7), (25, 66)),
        (Tally(0, 5, 0), (-31, 31)),
    ],
)
def test_the_interval_is_rounded_outwards(answers: Tally, interval: tuple[int, int]) -> None:
    assert answers.interval == interval


@pytest.mark.parametrize(
    ("n", "is_shown", "is_rough"),
    [(0, False, False), (4, False, False), (5, True, True), (29, True, True), (30, True, False)],
)
def test_few_answers_are_not_shown_and_some_are_rough(
    n: int, is_shown: bool, is_rough: bool
) -> None:
    answers = Tally(passives=n)

    assert (answers.is_shown, answers.is_rough) == (is_shown, is_rough)


def test_a_count_is_never_negative() -> None:
    with pytest.raises(ValueError, match="-1"):
        Tally(3, -1, 0)


def test_a_drop_that_chance_explains_is_no_clear_change() -> None:
    found = change(Tally(31, 12, 7), Tally(22, 16, 12))

    assert (round(found.z, 2), found.direction) == (1.77, Direction.UNCLEAR)


def test_a_drop_that_chance_hardly_explains_is_called_one() -> None:
    found = change(Tally(24, 26, 0), Tally(10, 40, 0))

    assert (round(found.z, 2), found.direction) == (2.84, Direction.FELL)


def test_the_same_the_other_way_round_is_growth() -> None:
    found = change(Tally(10, 40, 0), Tally(24, 26, 0))

    assert (round(found.z, 2), found.direction) == (-2.84, Direction.GREW)


@pytest.mark.parametrize("few", [Tally(), Tally(0, 0, 4)])
def test_no_change_is_claimed_from_a_score_that_is_not_shown(few: Tally) -> None:
    found = change(few, Tally(1000, 0, 0))

    assert found.z < -1.96
    assert found.direction is Direction.UNCLEAR


@pytest.mark.parametrize(
    ("nps", "word"),
    [
        (-100, Reading.BAD),
        (-1, Reading.BAD),
        (0, Reading.AVERAGE),
        (30, Reading.AVERAGE),
        (31, Reading.GOOD),
        (100, Reading.GOOD),
    ],
)
def test_a_score_reads_as_bad_average_or_good(nps: int, word: Reading) -> None:
    assert reading(nps) is word


def test_3_who_shared_of_12_who_were_shown_the_offer_are_a_live_nps_of_25_percent() -> None:
    assert live_nps(shared=3, shown=12) == Fraction(25, 100)
    assert live_nps(shared=0, shown=0) is None


def test_the_response_rate_is_of_those_asked() -> None:
    assert response_rate(answered=30, asked=120) == Fraction(1, 4)
    assert response_rate(answered=0, asked=120) == 0
    assert response_rate(answered=0, asked=0) is None


def test_word_of_mouth_of_50_30_20_is_forecast_at_minus_30_to_20_middle_minus_5() -> None:
    assert forecast(Tally(50, 30, 20)) == Forecast(-30, Fraction(-5), 20)


def test_the_middle_of_a_forecast_may_be_half_a_customer() -> None:
    assert forecast(Tally(1, 10, 0)) == Forecast(1, Fraction(3, 2), 2)


def test_5_years_of_20_purchases_of_500_are_worth_50000() -> None:
    assert lifetime_value(5, 20, 500) == 50_000
    assert lifetime_value(Decimal("2.5"), 4, Decimal("99.90")) == Decimal("999.00")


def test_from_100_customers_to_80_is_a_churn_of_20_percent_not_80() -> None:
    assert churn(active_at_start=100, lost=20) == Fraction(20, 100)
    assert churn(active_at_start=0, lost=0) is None


def test_churn_by_revenue_is_the_same_share_of_money() -> None:
    assert churn(active_at_start=Decimal("1000.00"), lost=Decimal("0.10")) == Fraction(1, 10_000)


@pytest.mark.parametrize(("purchases", "think"), [(10, True), (20, True), (21, False)])
def test_think_if_purchases_a_customer_are_not_above_2(purchases: int, think: bool) -> None:
    each = purchases_a_customer(purchases, customers=10)

    assert each is not None
    assert people_do_not_come_back(each) is think


def test_without_customers_there_is_nothing_to_divide_by() -> None:
    assert purchases_a_customer(0, customers=0) is None


@given(tallies)
@example(Tally(1, 0, 0))
def test_the_score_and_its_interval_stay_within_100_either_way(answers: Tally) -> None:
    assume(answers.n)
    assert answers.nps is not None
    assert answers.rounded is not None
    assert answers.interval is not None
    low, high = answers.interval

    assert -100 <= answers.nps <= 100
    assert abs(answers.rounded - answers.nps) <= Fraction(1, 2)
    assert -100 <= low <= high <= 100


@given(tallies)
@example(Tally(2, 0, 0))
@example(Tally(0, 0, 2))
@example(Tally(2_000_000, 0, 0))
def test_from_two_answers_on_the_interval_holds_the_score(answers: Tally) -> None:
    assume(answers.n >= 2)
    assert answers.nps is not None
    assert answers.rounded is not None
    assert answers.interval is not None
    low, high = answers.interval

    assert low <= answers.nps <= high
    assert low <= answers.rounded <= high


@given(tallies)
def test_the_interval_is_the_written_formula_and_never_tighter(answers: Tally) -> None:
    assume(answers.n)
    assert answers.interval is not None
    low, high = answers.interval
    lowest, highest = _adjusted_wald(answers)

    assert low == max(-100, math.floor(lowest))
    assert high == min(100, math.ceil(highest))


def _adjusted_wald(answers: Tally) -> tuple[Decimal, Decimal]:
    """The formula as it is written down, to fifty digits."""
    with localcontext(prec=50):
        n = Decimal(answers.n + 3)
        p, d = (answers.promoters + Decimal("0.75")) / n, (answers.detractors + Decimal("0.75")) / n
        s = p - d
        margin = Decimal("1.96") * ((p + d - s**2) / n).sqrt()
        return 100 * (s - margin), 100 * (s + margin)


@given(scores, st.randoms())
def test_the_order_of_answers_does_not_matter(some: list[int], chance: random.Random) -> None:
    shuffled = chance.sample(some, len(some))

    assert tally(shuffled) == tally(some)


@given(scores)
def test_every_answer_is_counted_in_one_group(some: list[int]) -> None:
    assert tally(some).n == len(some)


@given(tallies, tallies)
def test_a_change_seen_backwards_is_its_opposite(before: Tally, after: Tally) -> None:
    opposite = {Direction.GREW: Direction.FELL, Direction.FELL: Direction.GREW}
    seen, backwards = change(before, after), change(after, before)

    assert backwards == Change(-seen.z, opposite.get(seen.direction, Direction.UNCLEAR))


@given(tallies)
def test_a_score_that_stayed_did_not_change(answers: Tally) -> None:
    assert change(answers, answers) == Change(0, Direction.UNCLEAR)


@given(tallies)
def test_a_forecast_has_its_middle_in_the_middle(answers: Tally) -> None:
    expected = forecast(answers)

    assert expected.low <= expected.middle <= expected.high
    assert expected.middle - expected.low == expected.high - expected.middle
