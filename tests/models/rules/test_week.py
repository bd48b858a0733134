"""When a week is over."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.week import INSTANT, latest_monday, next_monday

MOSCOW = ZoneInfo("Europe/Moscow")
MONDAY = datetime(2026, 5, 18, 7, tzinfo=UTC)
"""10:00 in Moscow."""
WEEK = timedelta(days=7)


def test_it_is_over_on_monday_at_ten() -> None:
    assert latest_monday(MONDAY, MOSCOW) == MONDAY
    assert latest_monday(MONDAY - INSTANT, MOSCOW) == MONDAY - WEEK
    assert latest_monday(MONDAY + WEEK - INSTANT, MOSCOW) == MONDAY


def test_the_next_one_is_never_now() -> None:
    assert next_monday(MONDAY - INSTANT, MOSCOW) == MONDAY
    assert next_monday(MONDAY, MOSCOW) == MONDAY + WEEK


@pytest.mark.parametrize(
    ("after", "hours"),
    [(datetime(2026, 3, 24, tzinfo=UTC), 167), (datetime(2026, 10, 20, tzinfo=UTC), 169)],
)
def test_a_week_in_which_the_clocks_change_is_an_hour_shorter_or_longer(
    after: datetime, hours: int
) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    since = latest_monday(after, berlin)
    assert next_monday(since, berlin) - since == timedelta(hours=hours)


zones = st.sampled_from(["Etc/GMT+12", "Pacific/Kiritimati", "America/New_York", "Asia/Kolkata"])


@given(st.integers(0, 20 * 365 * 24 * 60), zones)
def test_now_lies_between_two_mondays(minutes: int, name: str) -> None:
    zone, now = ZoneInfo(name), MONDAY + timedelta(minutes=minutes)
    before, after = latest_monday(now, zone), next_monday(now, zone)
    assert before <= now < after
    assert next_monday(before, zone) == after
    for end in before, after:
        local = end.astimezone(zone)
        assert (local.weekday(), local.hour, local.minute) == (0, 10, 0)
