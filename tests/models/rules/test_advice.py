"""Three things to do, of all that may be wrong."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.advice import ALWAYS, LEADS_TO, Act, Advice, Facts, advise
from models.rules.nps import Tally

DAYS = timedelta(days=1)
ALL_IS_WELL = Facts(answers=20, asked=40, answered=30, has_reward=True)
EVERYTHING: dict[str, Any] = {
    "waiting": 2,
    "longest": 3 * DAYS,
    "subject": "цена",
    "named": 3,
    "points": {"Касса": Tally(1, 2, 12), "Сайт": Tally(30, 5, 1)},
    "asked": 40,
    "answered": 4,
    "answers": 3,
    "publishable": 1,
    "shown": 30,
    "shared": 1,
    "unproven": 2,
    "welcome": 50,
}


def acts(**of: Any) -> list[Act]:
    """Where all else is well."""
    well = {name: getattr(ALL_IS_WELL, name) for name in Facts.__slots__}
    return [advice.act for advice in advise(Facts(**well | of))]


def test_where_all_is_well_three_things_still_do_good() -> None:
    assert acts() == [Act.PRINT, Act.READ, Act.COMPARE]


def test_the_most_urgent_come_first() -> None:
    assert advise(Facts(**EVERYTHING)) == [
        Advice(Act.ANSWER, {"waiting": 2, "days": 3}),
        Advice(Act.SUBJECT, {"subject": "цена", "named": 3}),
        Advice(Act.POINT, {"name": "Касса", "nps": -73, "others": 81}),
    ]


IN_ORDER: tuple[tuple[Mapping[str, Any], Advice], ...] = (
    ({"waiting": 0}, Advice(Act.SUBJECT, {"subject": "цена", "named": 3})),
    ({"named": 1}, Advice(Act.POINT, {"name": "Касса", "nps": -73, "others": 81})),
    ({"points": {}}, Advice(Act.RATE, {"answered": 4, "asked": 40})),
    ({"asked": 0, "answered": 0}, Advice(Act.FEW, {"answers": 3})),
    ({"answers": 20}, Advice(Act.PUBLISH, {"words": 1})),
    ({"publishable": 0}, Advice(Act.REWARD, {"shared": 1, "shown": 30})),
    ({"has_reward": True}, Advice(Act.PROVE, {"friends": 2})),
    ({"unproven": 0}, Advice(Act.BROADCAST, {"people": 50})),
    ({"welcome": 0}, Advice(Act.PRINT)),
)


def test_what_was_put_right_makes_room_for_the_next() -> None:
    facts = dict(EVERYTHING)
    for right, first in IN_ORDER:
        facts |= right
        assert advise(Facts(**facts))[0] == first


def test_a_new_business_with_no_answers_is_told_to_ask() -> None:
    assert [advice.act for advice in advise(Facts())] == [Act.FEW, Act.READ, Act.COMPARE]


@pytest.mark.parametrize(
    ("of", "act"),
    [
        ({"subject": "цена", "named": 1}, Act.SUBJECT),
        ({"asked": 9, "answered": 0}, Act.RATE),
        ({"asked": 40, "answered": 8}, Act.RATE),
        ({"answers": 5}, Act.FEW),
        ({"shown": 9, "shared": 0, "has_reward": False}, Act.REWARD),
        ({"shown": 30, "shared": 3, "has_reward": False}, Act.REWARD),
        ({"shown": 30, "shared": 0}, Act.REWARD),
        ({"welcome": 9}, Act.BROADCAST),
        ({"welcome": 50, "offered": 29 * DAYS}, Act.BROADCAST),
        ({"points": {"Касса": Tally(0, 0, 4), "Сайт": Tally(30, 5, 1)}}, Act.POINT),
        ({"points": {"Касса": Tally(5, 5, 5), "Сайт": Tally(7, 5, 4)}}, Act.POINT),
        ({"points": {"Касса": Tally(0, 0, 40)}}, Act.POINT),
    ],
)
def test_what_concerns_few_or_is_not_proven_is_no_reason(of: dict[str, Any], act: Act) -> None:
    assert act not in acts(**of)


@pytest.mark.parametrize(
    ("of", "act"),
    [
        ({"waiting": 1}, Act.ANSWER),
        ({"subject": "цена", "named": 2}, Act.SUBJECT),
        ({"asked": 10, "answered": 1}, Act.RATE),
        ({"answers": 4}, Act.FEW),
        ({"shown": 10, "shared": 0, "has_reward": False}, Act.REWARD),
        ({"welcome": 10}, Act.BROADCAST),
        ({"welcome": 10, "offered": 30 * DAYS}, Act.BROADCAST),
        ({"points": {"Касса": Tally(0, 0, 5), "Сайт": Tally(30, 5, 1)}}, Act.POINT),
    ],
)
def test_from_there_on_it_is_one(of: dict[str, Any], act: Act) -> None:
    assert acts(**of)[0] == act


def test_of_several_low_touchpoints_the_lowest_is_named() -> None:
    points = {"А": Tally(5, 0, 10), "Б": Tally(0, 0, 15), "В": Tally(60, 0, 0)}
    (first, *_) = advise(Facts(answers=20, points=points))
    assert first.about["name"] == "Б"


def test_nobody_is_sent_to_one_place_twice_without_need() -> None:
    assert acts(answers=0) == [Act.FEW, Act.READ, Act.COMPARE]
    assert acts(publishable=1) == [Act.PUBLISH, Act.PRINT, Act.COMPARE]
    assert acts(answers=0, publishable=1) == [Act.FEW, Act.PUBLISH, Act.COMPARE]


def test_what_always_does_good_leads_to_three_different_places() -> None:
    assert len({LEADS_TO[act] for act in ALWAYS}) == 3


counts = st.integers(0, 60)
tallies = st.builds(Tally, counts, counts, counts)
any_facts = st.builds(
    Facts,
    waiting=counts,
    longest=st.timedeltas(timedelta(), 400 * DAYS),
    subject=st.sampled_from(["", "цена"]),
    named=counts,
    points=st.dictionaries(st.sampled_from("АБВ"), tallies),
    asked=counts,
    answered=counts,
    answers=counts,
    publishable=counts,
    shown=counts,
    shared=counts,
    has_reward=st.booleans(),
    unproven=counts,
    welcome=counts,
    offered=st.none() | st.timedeltas(timedelta(), 400 * DAYS),
)


@given(any_facts)
def test_there_are_always_three_and_each_is_another(facts: Facts) -> None:
    given_ = [advice.act for advice in advise(facts)]
    assert len(given_) == len(set(given_)) == 3


@given(any_facts)
def test_the_unhappy_come_before_anything_else(facts: Facts) -> None:
    assert (advise(facts)[0].act is Act.ANSWER) == (facts.waiting > 0)
