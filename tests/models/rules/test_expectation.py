"""What is promised to whoever waits for a human, and what is not."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.clock import QuietHours, is_quiet
from models.rules.expectation import STEPS, Expectation, Promise, Wait, expect, usual_wait

MOSCOW = ZoneInfo("Europe/Moscow")
NIGHT = QuietHours(time(21), time(10))
HOUR = timedelta(hours=1)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 5, 15, hour, minute, tzinfo=MOSCOW).astimezone(UTC)


def said(
    *waits: timedelta, now: datetime, quiet: QuietHours | None = NIGHT, there: bool = True
) -> Expectation:
    return expect(waits, now, MOSCOW, quiet, is_anybody_there=there)


@pytest.mark.parametrize(
    ("usual", "wait"),
    [
        (timedelta(minutes=3), Wait.HOUR),
        (HOUR, Wait.HOUR),
        (HOUR + timedelta(seconds=1), Wait.THREE_HOURS),
        (3 * HOUR, Wait.THREE_HOURS),
        (4 * HOUR, Wait.TODAY),
        (8 * HOUR, Wait.TODAY),
        (9 * HOUR, Wait.DAY),
        (24 * HOUR, Wait.DAY),
        (30 * HOUR, Wait.TWO_DAYS),
        (60 * HOUR, Wait.THREE_DAYS),
        (168 * HOUR, Wait.WEEK),
    ],
)
def test_at_noon_the_usual_wait_is_rounded_up(usual: timedelta, wait: Wait) -> None:
    assert said(*[usual] * 5, now=at(12)) == Expectation(Promise.USUAL, wait)


def test_weeks_of_waiting_are_not_told_as_a_number() -> None:
    assert said(*[169 * HOUR] * 5, now=at(12)) == Expectation(Promise.FREE)


def test_of_few_answers_no_number_is_made() -> None:
    assert said(*[HOUR] * 4, now=at(12)) == Expectation(Promise.FREE)
    assert said(now=at(12)) == Expectation(Promise.FREE)


def test_the_median_is_not_moved_by_one_long_wait() -> None:
    assert usual_wait([HOUR, 900 * HOUR, HOUR, HOUR, HOUR]) == HOUR


def test_of_two_middles_the_longer_counts() -> None:
    assert usual_wait([HOUR, HOUR, HOUR, 5 * HOUR, 5 * HOUR, 5 * HOUR]) == 5 * HOUR


def test_at_night_the_morning_is_promised() -> None:
    rested_at = at(10) + timedelta(days=1)
    for waits in [(), (HOUR,) * 5, (11 * HOUR,) * 5]:
        assert said(*waits, now=at(23)) == Expectation(Promise.RESTING, rested_at=rested_at)
    assert said(now=at(3)) == Expectation(Promise.RESTING, rested_at=at(10))


def test_at_night_nobody_is_promised_the_morning_where_it_takes_days() -> None:
    assert said(*[30 * HOUR] * 5, now=at(23)) == Expectation(Promise.USUAL, Wait.TWO_DAYS)


@pytest.mark.parametrize(("usual", "now"), [(HOUR, at(20, 30)), (3 * HOUR, at(19))])
def test_in_the_evening_the_morning_is_named_too(usual: timedelta, now: datetime) -> None:
    expected = said(*[usual] * 5, now=now)
    assert expected.promise is Promise.EVENING
    assert expected.rested_at == at(10) + timedelta(days=1)


def test_in_the_evening_the_same_day_is_not_promised() -> None:
    assert said(*[5 * HOUR] * 5, now=at(19)) == Expectation(Promise.USUAL, Wait.DAY)
    awake = said(*[5 * HOUR] * 5, now=at(19, 30), quiet=None)
    assert awake == Expectation(Promise.USUAL, Wait.DAY)


def test_without_quiet_hours_there_is_no_night() -> None:
    assert said(*[HOUR] * 5, now=at(3), quiet=None) == Expectation(Promise.USUAL, Wait.HOUR)


@pytest.mark.parametrize("now", [at(3), at(12)])
def test_where_nobody_can_be_told_no_time_is_promised(now: datetime) -> None:
    assert said(*[HOUR] * 5, now=now, there=False) == Expectation(Promise.KEPT)


@given(
    waits=st.lists(st.timedeltas(timedelta(0), timedelta(days=12)), max_size=20),
    hours=st.integers(0, 24 * 365),
    quiet=st.sampled_from([None, NIGHT, QuietHours(time(13), time(15))]),
)
def test_no_promise_is_sooner_than_what_was_measured(
    waits: list[timedelta], hours: int, quiet: QuietHours | None
) -> None:
    now = at(0) + timedelta(hours=hours)
    expected = said(*waits, now=now, quiet=quiet)
    most = {wait: longest for longest, wait in STEPS} | {Wait.TODAY: timedelta(days=1)}
    if expected.wait is not None:
        assert sorted(waits)[len(waits) // 2] <= most[expected.wait]
    if expected.rested_at is not None:
        assert now < expected.rested_at
        assert not is_quiet(expected.rested_at, MOSCOW, quiet)
