"""Local time, checked against a clock that is read minute by minute."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.rules.clock import (
    QuietHours,
    at_local,
    birthday_in,
    is_quiet,
    latest_local,
    local_day_end,
    next_local,
    quiet_end,
)

MINUTE = timedelta(minutes=1)
MOSCOW, BERLIN = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin")
LORD_HOWE, APIA = ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Apia")
NIGHT = QuietHours(time(21), time(10))

NIGHTS_WHEN_THE_CLOCKS_CHANGE = [
    ("Europe/Berlin", "2024-03-31T01:00"),
    ("Europe/Berlin", "2024-10-27T01:00"),
    ("America/New_York", "2024-03-10T07:00"),
    ("America/New_York", "2024-11-03T06:00"),
    ("Australia/Lord_Howe", "2024-04-06T15:00"),  # by half an hour
    ("Australia/Lord_Howe", "2024-10-05T15:30"),
    ("Antarctica/Troll", "2024-03-31T01:00"),  # by two hours
    ("Antarctica/Troll", "2024-10-27T01:00"),
    ("America/Sao_Paulo", "2018-11-04T03:00"),  # midnight does not exist
    ("America/Sao_Paulo", "2018-02-18T02:00"),
    ("America/St_Johns", "2010-11-07T02:31"),  # the date itself comes twice
    ("Pacific/Apia", "2011-12-30T10:00"),  # a day does not exist
    ("Europe/Moscow", "2014-10-25T22:00"),
]
STEADY_ZONES = [
    "Etc/GMT+12",
    "Etc/GMT-14",
    "Pacific/Kiritimati",
    "Pacific/Chatham",
    "Asia/Kathmandu",
    "Europe/Moscow",
    "Asia/Kamchatka",
    "UTC",
]

Place = tuple[ZoneInfo, datetime]
minutes_around = (st.integers(-90, 90) | st.integers(-2 * 1440, 2 * 1440)).map(
    lambda minutes: minutes * MINUTE
)
eventful = st.builds(
    lambda night, shift: (ZoneInfo(night[0]), datetime.fromisoformat(night[1] + "+00:00") + shift),
    st.sampled_from(NIGHTS_WHEN_THE_CLOCKS_CHANGE),
    minutes_around,
)
ordinary = st.tuples(
    st.sampled_from(STEADY_ZONES).map(ZoneInfo),
    st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
        lambda now: now.replace(second=0, microsecond=0)
    ),
)
places = st.one_of(eventful, ordinary)
walls = st.builds(time, st.integers(0, 23), st.integers(0, 59))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text + "+00:00")


def read_minute_by_minute(zone: ZoneInfo, now: datetime, days: int) -> Iterator[datetime]:
    for minute in range(-days * 1440, days * 1440):
        yield (now + minute * MINUTE).astimezone(zone)


def moments_by_day(zone: ZoneInfo, now: datetime, wall: time) -> list[datetime]:
    """For every whole local day near `now`: the first minute at which it was `wall` or later."""
    first: dict[date, datetime] = {}
    for local in read_minute_by_minute(zone, now, days=3):
        if local.time() >= wall:
            first.setdefault(local.date(), local.astimezone(UTC))
    return list(first.values())[1:]  # the first day may have begun before the reading


@pytest.mark.parametrize("text", ["", "  ", "21:00-21:00", "00:00-00:00"])
def test_empty_or_equal_hours_are_no_quiet(text: str) -> None:
    assert QuietHours.parse(text) is None


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("21:00-10:00", NIGHT),
        (" 9:30 - 17:05 ", QuietHours(time(9, 30), time(17, 5))),
        ("22:00-00:00", QuietHours(time(22), time(0))),
    ],
)
def test_quiet_hours_are_read_as_they_are_written(text: str, hours: QuietHours) -> None:
    assert QuietHours.parse(text) == hours


@pytest.mark.parametrize(
    "text", ["21-10", "21:00", "21:00-24:00", "21:00-10:60", "a:b-c:d", "1:00-2:00-3:00", "-"]
)
def test_malformed_quiet_hours_are_named_in_the_error(text: str) -> None:
    with pytest.raises(ValueError, match=f"quiet hours look like 21:00-10:00, not '{text}'"):
        QuietHours.parse(text)


@pytest.mark.parametrize(
    ("local", "quiet"),
    [("20:59:59", False), ("21:00", True), ("03:00", True), ("09:59:59", True), ("10:00", False)],
)
def test_the_night_begins_at_its_start_and_is_over_at_its_end(local: str, quiet: bool) -> None:
    now = datetime.fromisoformat(f"2026-05-05T{local}").replace(tzinfo=MOSCOW).astimezone(UTC)

    assert is_quiet(now, MOSCOW, NIGHT) is quiet


def test_it_is_the_customers_night_that_counts() -> None:
    now = utc("2026-05-05T12:00")

    assert is_quiet(now, ZoneInfo("Etc/GMT+12"), NIGHT)  # midnight
    assert is_quiet(now, ZoneInfo("Pacific/Kiritimati"), NIGHT)  # two in the morning, tomorrow
    assert not is_quiet(now, MOSCOW, NIGHT)


def test_without_quiet_hours_it_is_never_quiet() -> None:
    now = utc("2026-05-05T00:00")

    assert not is_quiet(now, MOSCOW, None)
    assert quiet_end(now, MOSCOW, None) == now
    assert not is_quiet(now, MOSCOW, QuietHours(time(3), time(3)))


def test_the_quiet_ends_in_the_morning_after() -> None:
    assert quiet_end(utc("2026-05-05T19:00"), MOSCOW, NIGHT) == utc("2026-05-06T07:00")
    assert quiet_end(utc("2026-05-05T22:00"), MOSCOW, NIGHT) == utc("2026-05-06T07:00")


def test_the_night_is_an_hour_shorter_or_longer_when_the_clocks_change() -> None:
    spring, autumn = utc("2024-03-30T20:00"), utc("2024-10-26T19:00")

    assert quiet_end(spring, BERLIN, NIGHT) - spring == timedelta(hours=12)
    assert quiet_end(autumn, BERLIN, NIGHT) - autumn == timedelta(hours=14)


def test_quiet_that_ends_at_a_time_that_does_not_exist_ends_with_the_gap() -> None:
    until_half_past_two = QuietHours(time(21), time(2, 30))

    assert quiet_end(utc("2024-03-30T22:00"), BERLIN, until_half_past_two) == utc(
        "2024-03-31T01:00"
    )


def test_when_the_end_of_the_quiet_comes_twice_each_pass_has_its_own() -> None:
    until_half_past_two = QuietHours(time(21), time(2, 30))
    first, second = utc("2024-10-27T00:10"), utc("2024-10-27T01:10")  # 02:10 twice

    assert quiet_end(first, BERLIN, until_half_past_two) == utc("2024-10-27T00:30")
    assert quiet_end(second, BERLIN, until_half_past_two) == utc("2024-10-27T01:30")


def test_quiet_that_would_end_in_a_gap_and_begins_again_there_lasts_another_day() -> None:
    all_day_but_a_quarter = QuietHours(time(2, 45), time(2, 30))

    assert quiet_end(utc("2024-03-30T22:00"), BERLIN, all_day_but_a_quarter) == utc(
        "2024-04-01T00:30"
    )


@given(places, walls, walls)
@example((BERLIN, utc("2024-10-27T00:45")), time(2, 30), time(10))
def test_quiet_lasts_from_start_to_end_on_the_wall(place: Place, start: time, end: time) -> None:
    zone, now = place
    quiet = QuietHours(start, end)
    over = quiet_end(now, zone, quiet)

    assert over >= now
    assert not is_quiet(over, zone, quiet)
    for minute in range((over - now) // MINUTE):
        local = (now + minute * MINUTE).astimezone(zone)
        since_start = (local.hour - start.hour) * 60 + local.minute - start.minute
        length = (end.hour - start.hour) * 60 + end.minute - start.minute
        hour_comes_again = local.fold == 1
        assert since_start % 1440 < length % 1440 or hour_comes_again


def test_a_time_that_does_not_exist_is_the_first_instant_after_the_gap() -> None:
    assert at_local(date(2024, 3, 31), time(2, 30), BERLIN) == utc("2024-03-31T01:00")
    assert at_local(date(2024, 10, 6), time(2, 15), LORD_HOWE) == utc("2024-10-05T15:30")


def test_a_fraction_of_a_second_in_a_gap_ends_with_it_too() -> None:
    assert at_local(date(2024, 3, 31), time(2, 30, 0, 123456), BERLIN) == utc("2024-03-31T01:00")


def test_a_time_that_comes_twice_is_the_first_of_the_two() -> None:
    assert at_local(date(2024, 10, 27), time(2, 30), BERLIN) == utc("2024-10-27T00:30")
    assert at_local(date(2024, 4, 7), time(1, 45), LORD_HOWE) == utc("2024-04-06T14:45")


def test_the_report_of_today_or_yesterday_is_the_latest_five_oclock() -> None:
    five = time(17)

    assert latest_local(utc("2026-05-05T13:59"), MOSCOW, five) == utc("2026-05-04T14:00")
    assert latest_local(utc("2026-05-05T14:00"), MOSCOW, five) == utc("2026-05-05T14:00")
    assert next_local(utc("2026-05-05T13:59"), MOSCOW, five) == utc("2026-05-05T14:00")
    assert next_local(utc("2026-05-05T14:00"), MOSCOW, five) == utc("2026-05-06T14:00")


def test_the_far_ends_of_the_world_are_a_day_and_two_hours_apart() -> None:
    noon = [
        at_local(date(2026, 5, 5), time(12), ZoneInfo(name))
        for name in ("Pacific/Kiritimati", "Etc/GMT+12")
    ]

    assert noon == [utc("2026-05-04T22:00"), utc("2026-05-06T00:00")]


def test_there_is_a_29_february_in_leap_years() -> None:
    assert next_local(utc("2024-02-28T14:00"), MOSCOW, time(17)) == utc("2024-02-29T14:00")
    assert local_day_end(utc("2024-02-28T20:59"), MOSCOW) == utc("2024-02-28T21:00")
    assert local_day_end(utc("2024-02-28T21:00"), MOSCOW) == utc("2024-02-29T21:00")


def test_a_day_that_comes_back_after_midnight_ends_a_second_time() -> None:
    st_johns = ZoneInfo("America/St_Johns")  # at 00:01 it was 23:01 again
    first_pass, second_pass = utc("2010-11-07T02:15"), utc("2010-11-07T02:45")

    assert local_day_end(first_pass, st_johns) == utc("2010-11-07T02:30")
    assert local_day_end(second_pass, st_johns) == utc("2010-11-07T03:30")


def test_a_day_that_was_skipped_has_no_five_oclock() -> None:
    assert next_local(utc("2011-12-30T03:00"), APIA, time(17)) == utc("2011-12-31T03:00")
    assert local_day_end(utc("2011-12-30T09:59"), APIA) == utc("2011-12-30T10:00")


@given(places, walls)
def test_a_local_time_comes_once_on_every_local_day(place: Place, wall: time) -> None:
    zone, now = place
    moments = moments_by_day(zone, now, wall)

    assert latest_local(now, zone, wall) == max(each for each in moments if each <= now)
    assert next_local(now, zone, wall) == min(each for each in moments if each > now)


@given(places, walls)
def test_stepping_from_one_to_the_next_misses_none(place: Place, wall: time) -> None:
    zone, now = place
    following = next_local(now, zone, wall)

    assert latest_local(now, zone, wall) <= now < following
    assert latest_local(following, zone, wall) == following
    assert latest_local(following - MINUTE / 60, zone, wall) == latest_local(now, zone, wall)


@given(places)
def test_a_day_ends_when_the_date_on_the_wall_moves_on(place: Place) -> None:
    zone, now = place
    today = now.astimezone(zone).date()
    end = local_day_end(now, zone)
    minutes = (now + minute * MINUTE for minute in range(2 * 1440))
    tomorrow = (each for each in minutes if each.astimezone(zone).date() > today)

    assert end == next(tomorrow)


@pytest.mark.parametrize(
    ("birthday", "year", "day"),
    [
        (date(2000, 2, 29), 2024, date(2024, 2, 29)),
        (date(2000, 2, 29), 2025, date(2025, 2, 28)),
        (date(2000, 2, 29), 2100, date(2100, 2, 28)),
        (date(1990, 12, 31), 2026, date(2026, 12, 31)),
    ],
)
def test_a_birthday_comes_every_year(birthday: date, year: int, day: date) -> None:
    assert birthday_in(year, birthday) == day
