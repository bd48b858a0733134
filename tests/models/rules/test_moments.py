"""A moment as people write it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from models.rules.clock import QuietHours
from models.rules.moments import day_in, moment_in, quick, waking_hours

MOSCOW = ZoneInfo("Europe/Moscow")
NOON = datetime(2026, 5, 15, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("18:00", (2026, 5, 15, 18, 0)),
        ("9:05", (2026, 5, 15, 9, 5)),
        ("сегодня 18:00", (2026, 5, 15, 18, 0)),
        (" Завтра  в 11:00 ", (2026, 5, 16, 11, 0)),
        ("послезавтра 11:30", (2026, 5, 17, 11, 30)),
        ("в 11:00", (2026, 5, 15, 11, 0)),
        ("tomorrow at 11:00", (2026, 5, 16, 11, 0)),
        ("25.11 14:30", (2026, 11, 25, 14, 30)),
        ("25/11, 14:30", (2026, 11, 25, 14, 30)),
        ("25.11.2027 в 14:30", (2027, 11, 25, 14, 30)),
        ("14.05 12:00", (2026, 5, 14, 12, 0)),
        ("15.05 11:00", (2026, 5, 15, 11, 0)),
    ],
)
def test_it_is_read_on_the_clock_of_the_business(said: str, moment: tuple[int, ...]) -> None:
    year, month, day, hour, minute = moment
    expected = datetime(year, month, day, hour, minute, tzinfo=MOSCOW)
    assert moment_in(said, NOON, MOSCOW) == expected


def test_in_december_january_is_the_next() -> None:
    december = datetime(2026, 12, 30, 9, tzinfo=UTC)
    at = moment_in("2.01 11:00", december, MOSCOW)
    assert at == datetime(2027, 1, 2, 11, tzinfo=MOSCOW)


@pytest.mark.parametrize(
    "said",
    [
        *(None, "", "вчера 11:00", "завтра", "25:00", "10:60", "31.02 10:00", "29.02 10:00"),
        *("завтра 11.30", "11.30", "10.12", "10.12 11.30", "10.12.2026", "25.1114:30"),
        *("99.99 10:00", "1.1.0000 10:00", "в 5 вечера", "10:00 или 11:00", "²:00"),
    ],
)
def test_what_is_no_moment_is_not_guessed(said: str | None) -> None:
    assert moment_in(said, NOON, MOSCOW) is None


@pytest.mark.parametrize(
    ("hour", "words"),
    [(12, ["today", "tomorrow"]), (18, ["tomorrow", "tomorrow"]), (23, ["tomorrow", "tomorrow"])],
)
def test_what_is_offered_is_still_to_come(hour: int, words: list[str]) -> None:
    now = datetime(2026, 5, 15, hour, tzinfo=MOSCOW).astimezone(UTC)
    offered = quick(now, MOSCOW)
    assert [word for word, _ in offered] == words
    assert all(at > now for _, at in offered)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("10.12", (2026, 12, 10)),
        ("10/12/2027", (2027, 12, 10)),
        (" Завтра ", (2026, 5, 16)),
        ("11.30", None),
        ("31.02", None),
        ("10.12 11:00", None),
        ("пятница", None),
        (None, None),
    ],
)
def test_with_a_dot_it_is_a_day_and_no_time(said: str | None, day: tuple[int, ...] | None) -> None:
    assert day_in(said, NOON, MOSCOW) == (date(*day) if day else None)


@pytest.mark.parametrize(
    ("quiet", "hours"),
    [
        ("21:00-10:00", [*range(10, 21)]),
        ("22:30-9:30", [*range(10, 23)]),
        ("13:00-15:00", [*range(13), *range(15, 24)]),
        ("", [*range(24)]),
    ],
)
def test_hours_to_choose_from_are_not_quiet(quiet: str, hours: list[int]) -> None:
    assert waking_hours(QuietHours.parse(quiet)) == hours
