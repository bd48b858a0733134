"""When to greet, and when to invite ahead of it: the next birthday, where the customer lives."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.rules.clock import at_local, birthday_in

LEAP_YEAR = 2000
"""Stands for the year, which nobody is asked for: it has a 29 February."""
MORNING = time(11)
AHEAD = timedelta(days=14)
"""Of the invitation: a day before is too late, people have plans."""
APART = timedelta(days=300)
"""Between two of a kind: whoever corrects the day is not greeted for both."""


@dataclass(frozen=True, slots=True)
class Due:
    greeting: datetime
    invitation: datetime | None
    """None where the moment for it is past."""


def born(month: int | None, day: int | None) -> date | None:
    return date(LEAP_YEAR, month, day) if month and day else None


def due(
    birthday: date,
    zone: ZoneInfo,
    now: datetime,
    *,
    greeted_at: datetime | None = None,
    invited_at: datetime | None = None,
) -> Due:
    """From `now` on. Who tells in the afternoon that it is today is greeted at once. `greeted_at`
    and `invited_at` are the last ones."""
    free_at = now if greeted_at is None else max(now, greeted_at + APART)
    day = next_birthday(birthday, free_at.astimezone(zone).date())
    ahead = at_local(day - AHEAD, MORNING, zone)
    is_in_time = ahead > now and may_come_again(invited_at, ahead)
    greeting = max(now, at_local(day, MORNING, zone))
    return Due(greeting, ahead if is_in_time else None)


def may_come_again(last_at: datetime | None, now: datetime) -> bool:
    return last_at is None or now >= last_at + APART


def next_birthday(birthday: date, today: date) -> date:
    """Today, where it is today."""
    days = (birthday_in(year, birthday) for year in (today.year, today.year + 1))
    return next(day for day in days if day >= today)


def is_birthday(birthday: date, zone: ZoneInfo, now: datetime) -> bool:
    return _days_left(birthday, zone, now) == timedelta(0)


def is_ahead(birthday: date, zone: ZoneInfo, now: datetime) -> bool:
    """Near enough to invite, and not yet here."""
    return timedelta(0) < _days_left(birthday, zone, now) <= AHEAD


def _days_left(birthday: date, zone: ZoneInfo, now: datetime) -> timedelta:
    today = now.astimezone(zone).date()
    return next_birthday(birthday, today) - today
