"""Waves of questions: a step apart, while it is day on both sides, so many a day."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.clock import QuietHours, is_quiet
from models.rules.waves import Turns, Window, step_of, today, turns, window

MOSCOW, VLADIVOSTOK = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Vladivostok")
NIGHT = QuietHours(time(21), time(10))
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ZONES = sorted(
    [
        *("Etc/GMT+12", "Pacific/Kiritimati", "Asia/Kathmandu", "Europe/Moscow", "Europe/Berlin"),
        *("America/St_Johns", "Australia/Lord_Howe", "Asia/Vladivostok", "Pacific/Honolulu"),
        *("America/Los_Angeles", "America/Denver", "Asia/Dubai"),
    ]
)


def moscow(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW).astimezone(UTC)


def of_moscow(text: str, a_day: int = 11, last: str | None = None, left: int = 11) -> Turns:
    now = moscow(text)
    open_now = window(now, MOSCOW, MOSCOW, NIGHT)
    step = step_of(now, MOSCOW, NIGHT, a_day)
    return turns(now, open_now, step, left, moscow(last) if last else None)


def test_whoever_is_alone_is_asked_at_once() -> None:
    assert of_moscow("2026-05-05T12:00", 300, left=300).first == moscow("2026-05-05T12:00")


def test_a_day_of_eleven_hours_has_room_for_all_of_the_days_share() -> None:
    assert of_moscow("2026-05-05T10:00") == Turns(moscow("2026-05-05T10:00"), HOUR, 11)


def test_late_in_the_day_there_is_less_room() -> None:
    assert of_moscow("2026-05-05T19:30") == Turns(moscow("2026-05-05T19:30"), HOUR, 2)


def test_what_is_left_of_the_share_is_the_most() -> None:
    assert of_moscow("2026-05-05T12:00", left=3).count == 3
    assert of_moscow("2026-05-05T12:00", left=0).count == 0
    assert of_moscow("2026-05-05T12:00", left=-2).count == 0


def test_a_wave_queues_up_behind_the_one_before() -> None:
    behind = of_moscow("2026-05-05T12:00", last="2026-05-05T18:30")
    assert behind == Turns(moscow("2026-05-05T19:30"), HOUR, 2)
    assert of_moscow("2026-05-05T12:00", last="2026-05-05T20:30").count == 0


def test_at_night_there_is_none_and_the_morning_is_known() -> None:
    assert of_moscow("2026-05-05T23:00").count == 0
    night = window(moscow("2026-05-05T23:00"), MOSCOW, MOSCOW, NIGHT)
    assert night == Window(moscow("2026-05-06T10:00"), moscow("2026-05-06T21:00"))


def test_a_customer_far_in_the_east_is_asked_while_both_are_awake() -> None:
    """From 10 in Moscow, when it is 17 there, until it is 21 there."""
    shared = Window(moscow("2026-05-05T10:00"), moscow("2026-05-05T14:00"))
    for hour in ("09:00", "10:00", "13:59"):
        assert window(moscow(f"2026-05-05T{hour}"), VLADIVOSTOK, MOSCOW, NIGHT) == shared
    after = window(moscow("2026-05-05T14:00"), VLADIVOSTOK, MOSCOW, NIGHT)
    assert after.opens == moscow("2026-05-06T10:00")


def test_where_the_days_do_not_meet_the_customers_own_is_enough() -> None:
    honolulu = ZoneInfo("Pacific/Honolulu")
    found = window(moscow("2026-05-05T12:00"), honolulu, MOSCOW, NIGHT)
    assert found.opens.astimezone(honolulu).time() == time(10)
    assert found.length == 11 * HOUR


def test_what_they_had_in_common_before_the_clocks_changed_is_past() -> None:
    """An hour on Saturday, and none from Sunday on: so the customer's own day it is."""
    los_angeles = ZoneInfo("America/Los_Angeles")
    sunday = datetime(2026, 11, 1, 12, tzinfo=UTC)
    found = window(sunday, los_angeles, MOSCOW, NIGHT)
    assert sunday < found.closes
    assert found.opens.astimezone(los_angeles).time() == time(10)


def test_without_quiet_hours_the_whole_day_is_open() -> None:
    noon = moscow("2026-05-05T12:00")
    assert step_of(noon, MOSCOW, None, 24) == HOUR
    assert window(noon, MOSCOW, MOSCOW, None) == Window(
        moscow("2026-05-05T00:00"), moscow("2026-05-06T00:00")
    )


def test_the_share_is_of_the_businesss_own_day() -> None:
    whole = Window(moscow("2026-05-05T00:00"), moscow("2026-05-06T00:00"))
    for hour in ("00:00", "02:00", "23:59"):
        assert today(moscow(f"2026-05-05T{hour}"), MOSCOW) == whole


@pytest.mark.parametrize("a_day", [1, 7, 300, 99_999])
def test_no_day_has_more_than_its_share(a_day: int) -> None:
    found = of_moscow("2026-05-05T10:00", a_day, left=a_day)
    assert found.count == a_day
    assert found.first + (found.count - 1) * found.step < moscow("2026-05-05T21:00")


moments = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 10, 1, tzinfo=UTC) + minutes * MINUTE
)
quiets = st.sampled_from([None, NIGHT, QuietHours(time(1), time(6)), QuietHours(time(0), time(23))])


@given(st.sampled_from(ZONES), st.sampled_from(ZONES), moments, quiets)
def test_a_window_is_day_for_the_customer_from_end_to_end(
    zone: str, business: str, now: datetime, quiet: QuietHours | None
) -> None:
    found = window(now, ZoneInfo(zone), ZoneInfo(business), quiet)
    assert now < found.closes
    assert found.opens - now < timedelta(days=2)
    last = found.closes - timedelta(seconds=1)
    for moment in (found.opens, found.opens + found.length / 2, last):
        assert not is_quiet(moment, ZoneInfo(zone), quiet)


@given(moments, st.integers(1, 5000), st.integers(0, 5000), st.none() | st.integers(-2000, 2000))
def test_every_turn_is_within_the_window_and_behind_the_last(
    now: datetime, a_day: int, left: int, ago: int | None
) -> None:
    last = None if ago is None else now + ago * MINUTE
    open_now = window(now, MOSCOW, MOSCOW, NIGHT)
    step = step_of(now, MOSCOW, NIGHT, a_day)
    found = turns(now, open_now, step, left, last)
    assert 0 <= found.count <= min(left, a_day + 1)
    if found.count:
        assert open_now.opens <= now <= found.first
        assert last is None or found.first >= last + step
        assert found.first + (found.count - 1) * step < open_now.closes
