"""For how long a coupon is good, and when its owner is reminded."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.coupons import expires_at, warn_at

DAY, MINUTE, SECOND = timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)
MOSCOW = ZoneInfo("Europe/Moscow")
ZONES = [
    *("Etc/GMT+12", "Pacific/Kiritimati", "Pacific/Chatham", "Asia/Kathmandu", "Europe/Moscow"),
    *("America/New_York", "America/Havana", "Australia/Lord_Howe", "America/St_Johns"),
]
START = datetime(2026, 1, 1, tzinfo=UTC)

zones = st.sampled_from(ZONES).map(ZoneInfo)
moments = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: START + minutes * MINUTE)


def moscow(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW).astimezone(UTC)


@pytest.mark.parametrize("clock", ["00:00", "12:00", "23:59"])
@pytest.mark.parametrize(
    ("days", "end", "warning"),
    [
        (0, "2026-05-16T00:00", None),
        (1, "2026-05-17T00:00", "2026-05-16T11:00"),
        (2, "2026-05-18T00:00", "2026-05-16T11:00"),
        (3, "2026-05-19T00:00", "2026-05-17T11:00"),
        (30, "2026-06-15T00:00", "2026-06-13T11:00"),
    ],
)
def test_it_is_good_to_the_end_of_its_last_day(
    clock: str, days: int, end: str, warning: str | None
) -> None:
    taken_at = moscow(f"2026-05-15T{clock}")
    assert expires_at(taken_at, days, MOSCOW) == moscow(end)
    assert warn_at(taken_at, days, MOSCOW) == (moscow(warning) if warning else None)


@pytest.mark.parametrize(
    ("zone", "taken_at", "end"),
    [
        ("America/Havana", "2026-10-31T12:00+00:00", "2026-11-02T05:00+00:00"),  # 0:00 comes twice
        ("America/Havana", "2026-03-06T12:00+00:00", "2026-03-08T05:00+00:00"),  # and never
        ("Pacific/Apia", "2011-12-28T12:00+00:00", "2011-12-30T10:00+00:00"),  # the 30th was not
    ],
)
def test_the_day_ends_where_the_wall_clock_says_so(zone: str, taken_at: str, end: str) -> None:
    taken = datetime.fromisoformat(taken_at)
    assert expires_at(taken, 1, ZoneInfo(zone)) == datetime.fromisoformat(end)


@given(moments, st.integers(0, 365), zones)
def test_the_last_day_is_whole_and_nothing_of_the_next(
    taken_at: datetime, days: int, zone: ZoneInfo
) -> None:
    end = expires_at(taken_at, days, zone)
    first = taken_at.astimezone(zone).date()
    assert end > taken_at
    assert (end - SECOND).astimezone(zone).date() == first + days * DAY
    assert end.astimezone(zone).date() == first + (days + 1) * DAY


@given(moments, st.integers(1, 365), zones)
def test_the_reminder_comes_on_a_later_day_and_while_it_can_still_be_used(
    taken_at: datetime, days: int, zone: ZoneInfo
) -> None:
    warned = warn_at(taken_at, days, zone)
    assert warned is not None
    there = warned.astimezone(zone)
    assert there.time() == time(11)
    assert there.date() > taken_at.astimezone(zone).date()
    left = expires_at(taken_at, days, zone) - warned
    assert timedelta(hours=11) < left < timedelta(hours=39)
