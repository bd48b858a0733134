"""When to greet, and when to invite ahead of it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.birthdays import (
    AHEAD,
    APART,
    LEAP_YEAR,
    born,
    due,
    is_ahead,
    is_birthday,
    may_come_again,
)
from models.rules.clock import local_day_end

NOON = datetime(2026, 5, 15, 9, tzinfo=UTC)
DAY, MINUTE, SECOND = timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)
MOSCOW = ZoneInfo("Europe/Moscow")
ZONES = [
    *("Etc/GMT+12", "Pacific/Kiritimati", "Pacific/Chatham", "Asia/Kathmandu", "Europe/Moscow"),
    *("America/New_York", "Europe/London", "Australia/Lord_Howe", "America/St_Johns"),
]

zones = st.sampled_from(ZONES).map(ZoneInfo)
birthdays = st.integers(0, 365).map(lambda days: date(LEAP_YEAR, 1, 1) + days * DAY)
moments = st.integers(0, 15 * 365 * 24 * 60).map(lambda minutes: NOON + minutes * MINUTE)


def moscow(year: int, month: int, day: int, hour: int = 11, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=MOSCOW).astimezone(UTC)


def test_the_greeting_is_at_eleven_on_the_day_and_the_invitation_two_weeks_before() -> None:
    coming = due(date(LEAP_YEAR, 6, 12), MOSCOW, NOON)
    assert coming.greeting == moscow(2026, 6, 12)
    assert coming.invitation == moscow(2026, 5, 29)


def test_where_the_birthday_is_past_it_is_next_years() -> None:
    coming = due(date(LEAP_YEAR, 5, 14), MOSCOW, NOON)
    assert coming.greeting == moscow(2027, 5, 14)
    assert coming.invitation == moscow(2027, 4, 30)


@pytest.mark.parametrize(
    ("now", "greeting"),
    [
        (moscow(2026, 5, 15, 0), moscow(2026, 5, 15)),
        (moscow(2026, 5, 15, 10, 59), moscow(2026, 5, 15)),
        (moscow(2026, 5, 15, 15), moscow(2026, 5, 15, 15)),
        (moscow(2026, 5, 15, 23, 59), moscow(2026, 5, 15, 23, 59)),
        (moscow(2026, 5, 16, 0), moscow(2027, 5, 15)),
    ],
)
def test_who_tells_that_it_is_today_is_greeted_until_the_day_is_over(
    now: datetime, greeting: datetime
) -> None:
    assert due(date(LEAP_YEAR, 5, 15), MOSCOW, now).greeting == greeting


@pytest.mark.parametrize(
    ("birthday", "invitation"),
    [
        (date(LEAP_YEAR, 5, 29), None),
        (date(LEAP_YEAR, 5, 30), moscow(2026, 5, 16)),
        (date(LEAP_YEAR, 5, 20), None),
        (date(LEAP_YEAR, 1, 5), moscow(2026, 12, 22)),
    ],
)
def test_an_invitation_that_would_be_late_is_left_out(
    birthday: date, invitation: datetime | None
) -> None:
    assert due(birthday, MOSCOW, NOON).invitation == invitation


@pytest.mark.parametrize(
    ("now", "greeting", "invitation"),
    [
        (moscow(2027, 1, 1), moscow(2027, 2, 28), moscow(2027, 2, 14)),
        (moscow(2027, 3, 1), moscow(2028, 2, 29), moscow(2028, 2, 15)),
        (moscow(2028, 2, 28), moscow(2028, 2, 29), None),
        (moscow(2028, 2, 29), moscow(2028, 2, 29), None),
        (moscow(2028, 3, 1), moscow(2029, 2, 28), moscow(2029, 2, 14)),
        (moscow(2100, 1, 1), moscow(2100, 2, 28), moscow(2100, 2, 14)),
    ],
)
def test_those_born_on_29_february_have_it_on_the_28th_in_other_years(
    now: datetime, greeting: datetime, invitation: datetime | None
) -> None:
    coming = due(date(LEAP_YEAR, 2, 29), MOSCOW, now)
    assert (coming.greeting, coming.invitation) == (greeting, invitation)


@pytest.mark.parametrize(
    ("zone", "greeting"),
    [
        ("Pacific/Kiritimati", datetime(2026, 6, 11, 21, tzinfo=UTC)),
        ("Etc/GMT+12", datetime(2026, 6, 12, 23, tzinfo=UTC)),
    ],
)
def test_eleven_is_by_the_clock_where_the_customer_lives(zone: str, greeting: datetime) -> None:
    assert due(date(LEAP_YEAR, 6, 12), ZoneInfo(zone), NOON).greeting == greeting


@pytest.mark.parametrize(
    ("birthday", "greeting"),
    [
        (date(LEAP_YEAR, 6, 13), moscow(2027, 6, 13)),
        (date(LEAP_YEAR, 5, 14), moscow(2027, 5, 14)),
        (date(LEAP_YEAR, 3, 1), moscow(2028, 3, 1)),
    ],
)
def test_who_was_greeted_and_corrects_the_day_is_not_greeted_again_soon(
    birthday: date, greeting: datetime
) -> None:
    greeted_at = NOON - timedelta(hours=1)
    assert due(birthday, MOSCOW, NOON, greeted_at=greeted_at).greeting == greeting


def test_who_was_invited_and_corrects_the_day_is_greeted_and_not_invited_again() -> None:
    coming = due(date(LEAP_YEAR, 6, 12), MOSCOW, NOON, invited_at=NOON - DAY)
    assert (coming.greeting, coming.invitation) == (moscow(2026, 6, 12), None)


def test_300_days_are_enough() -> None:
    assert may_come_again(None, NOON)
    assert may_come_again(NOON - APART, NOON)
    assert not may_come_again(NOON - APART + SECOND, NOON)


def test_without_a_day_there_is_no_birthday() -> None:
    assert born(None, None) is None
    assert born(2, 29) == date(LEAP_YEAR, 2, 29)


@pytest.mark.parametrize(
    ("birthday", "now", "today", "ahead"),
    [
        (date(LEAP_YEAR, 5, 15), moscow(2026, 5, 15, 0), True, False),
        (date(LEAP_YEAR, 5, 15), moscow(2026, 5, 14, 23), False, True),
        (date(LEAP_YEAR, 5, 29), moscow(2026, 5, 15), False, True),
        (date(LEAP_YEAR, 5, 30), moscow(2026, 5, 15), False, False),
        (date(LEAP_YEAR, 5, 14), moscow(2026, 5, 15), False, False),
        (date(LEAP_YEAR, 1, 2), moscow(2026, 12, 31), False, True),
        (date(LEAP_YEAR, 2, 29), moscow(2027, 2, 28), True, False),
    ],
)
def test_a_day_is_the_birthday_or_near_to_it_or_neither(
    birthday: date, now: datetime, today: bool, ahead: bool
) -> None:
    assert is_birthday(birthday, MOSCOW, now) is today
    assert is_ahead(birthday, MOSCOW, now) is ahead


@given(birthdays, zones, moments)
def test_whatever_the_zone_it_is_on_the_day_and_never_in_the_past(
    birthday: date, zone: ZoneInfo, now: datetime
) -> None:
    coming = due(birthday, zone, now)
    assert now <= coming.greeting < now + 367 * DAY
    local = coming.greeting.astimezone(zone)
    assert (local.month, local.day) in {(birthday.month, birthday.day), (2, 28)}
    assert is_birthday(birthday, zone, coming.greeting)
    assert local.hour == 11 or coming.greeting == now
    if coming.invitation is not None:
        there = coming.invitation.astimezone(zone)
        assert coming.invitation > now
        assert there.hour == 11
        assert local.date() - there.date() == AHEAD
        assert is_ahead(birthday, zone, coming.invitation)


@given(birthdays, zones, moments)
def test_year_after_year_there_is_one_greeting_and_one_invitation(
    birthday: date, zone: ZoneInfo, now: datetime
) -> None:
    last = due(birthday, zone, now)
    first_year = last.greeting.astimezone(zone).year
    for year in range(first_year + 1, first_year + 10):
        tomorrow = local_day_end(last.greeting, zone)
        sent = {"greeted_at": last.greeting, "invited_at": last.invitation}
        last = due(birthday, zone, tomorrow, **sent)
        assert last.greeting.astimezone(zone).year == year
        assert last.invitation is not None
