"""29 February, in every time zone, by plain arithmetic."""

from calendar import isleap
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.rules.clock import QuietHours, birthday_in, latest_local, next_local, quiet_end

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NIGHT = QuietHours(time(21), time(10))


def hours_around(year: int) -> list[datetime]:
    """Five days about the end of February."""
    start = datetime(year, 2, 26, 12, 30, tzinfo=UTC)
    return [start + hour * HOUR for hour in range(5 * 24)]


def at_next(now: datetime, ahead: timedelta, hour: int) -> datetime:
    """The next time the clock shows that hour, where it runs so far ahead of UTC."""
    local = now + ahead
    today = local.replace(hour=hour, minute=0)
    return (today if today > local else today + DAY) - ahead


@pytest.mark.parametrize("ahead", range(-12, 15))
@pytest.mark.parametrize("year", [2024, 2025, 2100])
def test_each_day_has_its_eleven_oclock_and_its_night(year: int, ahead: int) -> None:
    zone = ZoneInfo(f"Etc/GMT{-ahead:+d}")  # the sign is turned round in these names

    for now in hours_around(year):
        eleven = at_next(now, ahead * HOUR, 11)
        assert next_local(now, zone, time(11)) == eleven
        assert latest_local(now, zone, time(11)) == eleven - DAY
        is_night = not 10 <= (now + ahead * HOUR).hour < 21
        morning = at_next(now, ahead * HOUR, 10)
        assert quiet_end(now, zone, NIGHT) == (morning if is_night else now)


@pytest.mark.parametrize("year", [1900, 2000, 2023, 2024, 2025, 2100])
def test_every_birthday_comes_once_a_year_and_no_other_day_is_moved(year: int) -> None:
    day = date(2000, 1, 1)
    while day.year == 2000:
        moved = (day.month, day.day) == (2, 29) and not isleap(year)
        expected = date(year, 2, 28) if moved else date(year, day.month, day.day)
        assert birthday_in(year, day) == expected
        day += DAY
