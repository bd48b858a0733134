"""What becomes of a code, and when friends are too many at once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.attribution import Guest, Host, Verdict, is_burst, is_meant_as_code, judge

NOW = datetime(2026, 5, 15, 9, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
ALICE = Host(1, is_staff=False)
DAVE = Guest(
    id=2,
    is_staff=False,
    started_at=None,
    was_erased=False,
    is_settled=False,
    invited_by=None,
    typed=False,
)
LATE = replace(DAVE, started_at=NOW - DAY, typed=True)


@pytest.mark.parametrize("typed", [False, True])
def test_the_first_start_ever_binds(typed: bool) -> None:
    assert judge(replace(DAVE, typed=typed), ALICE, NOW) is Verdict.BOUND


@pytest.mark.parametrize(
    ("guest", "host", "verdict"),
    [
        (DAVE, None, Verdict.UNKNOWN),
        (replace(DAVE, invited_by=7), None, Verdict.UNKNOWN),
        (DAVE, Host(2, is_staff=False), Verdict.OWN),
        (replace(DAVE, started_at=NOW), Host(2, is_staff=False), Verdict.OWN),
        (DAVE, Host(1, is_staff=True), Verdict.OF_STAFF),
        (replace(DAVE, is_staff=True), ALICE, Verdict.BY_STAFF),
        (replace(DAVE, is_staff=True), Host(2, is_staff=True), Verdict.BY_STAFF),
        (replace(LATE, invited_by=7), ALICE, Verdict.TAKEN),
        (replace(DAVE, started_at=NOW - DAY), ALICE, Verdict.KNOWN),
        (replace(DAVE, was_erased=True), ALICE, Verdict.KNOWN),
        (replace(LATE, was_erased=True), ALICE, Verdict.KNOWN),
    ],
)
def test_each_code_has_its_verdict(guest: Guest, host: Host | None, verdict: Verdict) -> None:
    assert judge(guest, host, NOW) is verdict


def test_the_inviters_code_again_is_the_same_arrival() -> None:
    again = replace(DAVE, started_at=NOW - 300 * DAY, is_settled=True, invited_by=1)
    assert judge(again, ALICE, NOW) is Verdict.BOUND
    assert judge(again, Host(1, is_staff=True), NOW) is Verdict.BOUND


def test_a_code_may_be_typed_within_a_day_of_the_first_start() -> None:
    assert judge(LATE, ALICE, NOW) is Verdict.BOUND
    assert judge(LATE, ALICE, NOW + SECOND) is Verdict.KNOWN


def test_after_the_first_start_a_link_is_too_late_and_so_is_a_code_of_who_has_settled() -> None:
    just_now = replace(LATE, started_at=NOW - SECOND)
    assert judge(replace(just_now, typed=False), ALICE, NOW) is Verdict.KNOWN
    assert judge(replace(just_now, is_settled=True), ALICE, NOW) is Verdict.KNOWN


guests = st.builds(
    Guest,
    id=st.integers(1, 3),
    is_staff=st.booleans(),
    started_at=st.none() | st.integers(0, 3000).map(lambda minutes: NOW - minutes * 60 * SECOND),
    was_erased=st.booleans(),
    is_settled=st.booleans(),
    invited_by=st.none() | st.integers(1, 3),
    typed=st.booleans(),
)
hosts = st.none() | st.builds(Host, id=st.integers(1, 3), is_staff=st.booleans())


@given(guests, hosts)
def test_nobody_is_bound_twice_nor_to_oneself_nor_are_the_staff(
    guest: Guest, host: Host | None
) -> None:
    if judge(guest, host, NOW) is not Verdict.BOUND:
        return
    assert host is not None
    assert host.id != guest.id
    assert not guest.is_staff
    assert guest.invited_by in (None, host.id)
    if guest.invited_by is None:
        assert not host.is_staff
        assert not guest.was_erased
        assert guest.started_at is None or guest.typed


@pytest.mark.parametrize(
    ("joined", "flagged", "too_many"),
    [(1, 0, False), (3, 0, False), (4, 0, True), (2, 1, True), (9, 8, True)],
)
def test_more_than_three_are_a_burst_which_goes_on_while_friends_come(
    joined: int, flagged: int, too_many: bool
) -> None:
    assert is_burst(joined, flagged) is too_many


@pytest.mark.parametrize("said", ["r_ABCDEfgh23", " R_x", "r_", "r_' OR 1=1", "r_АВС"])
def test_right_or_wrong_it_was_meant_as_a_code(said: str) -> None:
    assert is_meant_as_code(said)


@pytest.mark.parametrize("said", ["", "r", "r-ABC", "t_ABCDEfgh23", "x r_ABC", "р_ABC", "/start"])
def test_other_words_were_not(said: str) -> None:
    assert not is_meant_as_code(said)
