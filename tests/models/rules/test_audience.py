"""What an audience says, and how taps change it."""

import pytest

from models.rules import audience
from models.rules.audience import MOST, Condition, Is, Said

YES, NOT, NOTHING = Said.YES, Said.NOT, Said.NOTHING


def test_a_button_goes_from_nothing_to_yes_to_not_and_back() -> None:
    assert [said.next for said in (NOTHING, YES, NOT)] == [YES, NOT, NOTHING]


def test_what_is_said_can_be_denied_and_left() -> None:
    one = audience.change((), Is.SHARED, None, YES)
    assert one == (Condition(Is.SHARED),)
    one = audience.change(one, Is.SHARED, None, NOT)
    assert one == (Condition(Is.SHARED, negated=True),)
    assert audience.change(one, Is.SHARED, None, NOTHING) == ()


@pytest.mark.parametrize("said", list(Said))
def test_the_same_tap_twice_is_one(said: Said) -> None:
    before = (Condition(Is.PROMOTER), Condition(Is.SHARED, negated=True))
    once = audience.change(before, Is.SHARED, None, said)
    assert audience.change(once, Is.SHARED, None, said) == once


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((Is.PROMOTER, None), (Is.DETRACTOR, None)),
        ((Is.SILENT, None), (Is.NEVER_ASKED, None)),
        ((Is.LANGUAGE, "ru"), (Is.LANGUAGE, "en")),
        ((Is.BIRTH_MONTH, 5), (Is.BIRTH_MONTH, 6)),
    ],
)
def test_what_nobody_is_at_once_replaces_one_another(
    first: tuple[Is, int | str | None], second: tuple[Is, int | str | None]
) -> None:
    chosen = audience.change(audience.change((), *first, YES), *second, YES)
    assert chosen == (Condition(*second),)
    denied = audience.change(audience.change((), *first, NOT), *second, NOT)
    assert len(denied) == 2


def test_one_may_have_been_at_two_touchpoints_and_answered_between_two_days() -> None:
    found = audience.change((), Is.TOUCHPOINT, 1, YES)
    found = audience.change(found, Is.TOUCHPOINT, 2, YES)
    found = audience.change(found, Is.ANSWERED_BEFORE, 30, YES)
    found = audience.change(found, Is.ANSWERED_BEFORE, 180, NOT)
    assert [one.fact for one in found] == [
        (Is.TOUCHPOINT, 1),
        (Is.TOUCHPOINT, 2),
        (Is.ANSWERED_BEFORE, 30),
        (Is.ANSWERED_BEFORE, 180),
    ]
    assert audience.said_of(found, Is.TOUCHPOINT, 2) is YES
    assert audience.said_of(found, Is.ANSWERED_BEFORE, 180) is NOT
    assert audience.said_of(found, Is.ANSWERED_BEFORE, 90) is NOTHING


def test_the_order_of_the_taps_makes_no_difference() -> None:
    one = audience.change(audience.change((), Is.BIRTH_MONTH, 5, YES), Is.PROMOTER, None, YES)
    other = audience.change(audience.change((), Is.PROMOTER, None, YES), Is.BIRTH_MONTH, 5, YES)
    assert one == other


def test_there_is_an_end_to_conditions() -> None:
    full: audience.Audience = ()
    for touchpoint in range(MOST):
        full = audience.change(full, Is.TOUCHPOINT, touchpoint, NOT)
    assert len(full) == MOST
    assert audience.change(full, Is.SHARED, None, YES) == full
    assert len(audience.change(full, Is.TOUCHPOINT, 0, YES)) == MOST
    assert len(audience.change(full, Is.TOUCHPOINT, 0, NOTHING)) == MOST - 1


@pytest.mark.parametrize(
    "strange",
    [
        *(None, 5, "promoter", [], {}, {"is": "promoter"}),
        {"is": "vip", "value": None, "negated": False},
        {"is": [], "value": None, "negated": False},
        {"is": "promoter", "value": 5, "negated": False},
        {"is": "promoter", "value": None, "negated": "no"},
        {"is": "touchpoint", "value": None, "negated": False},
        {"is": "touchpoint", "value": "x", "negated": False},
        {"is": "touchpoint", "value": True, "negated": False},
        {"is": "language", "value": 5, "negated": False},
    ],
)
def test_what_is_not_known_is_left_out(strange: object) -> None:
    one = (Condition(Is.PROMOTER), Condition(Is.LANGUAGE, "ru"))
    kept = audience.dump(one)
    assert audience.is_all_known(kept)
    assert audience.load([*kept, strange]) == one
    assert not audience.is_all_known([*kept, strange])


def test_what_is_kept_is_read_back() -> None:
    one = (Condition(Is.PROMOTER), Condition(Is.TOUCHPOINT, 7, negated=True))
    assert audience.load(audience.dump(one)) == one
