"""A moment as people write it: «25.11 14:30», «завтра 11:00», "tomorrow 11:00", «18:00».

With a dot it is a date, and with a colon a time: «10.12» is the tenth of December.
"""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.rules.clock import DAY, QuietHours, at_local

DAYS = {"сегодня": 0, "today": 0, "завтра": 1, "tomorrow": 1, "послезавтра": 2}
SOON = timedelta(days=180)
"""A date without a year that is over this year is meant in the next, if that is not far away."""
FURTHEST = timedelta(days=366)
DATE = (
    rf"(?:(?P<word>{'|'.join(DAYS)})"
    r"|(?P<day>\d{1,2})[./](?P<month>\d{1,2})(?:[./](?P<year>\d{4}))?)"
)
ONLY_DATE = re.compile(DATE)
MOMENT = re.compile(rf"(?:{DATE}[\s,]+)?(?:в\s+|at\s+)?(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})")


def moment_in(said: str | None, now: datetime, zone: ZoneInfo) -> datetime | None:
    """None where it can't be read. It may be over: who asks looks."""
    found = MOMENT.fullmatch(_clean(said))
    if found is None:
        return None
    try:
        wall = time(int(found["hour"]), int(found["minute"]))
        return at_local(_day(found, now.astimezone(zone).date()), wall, zone)
    except ValueError:
        return None


def day_in(said: str | None, now: datetime, zone: ZoneInfo) -> date | None:
    """A date, and nothing said of the time."""
    found = ONLY_DATE.fullmatch(_clean(said))
    try:
        return _day(found, now.astimezone(zone).date()) if found else None
    except ValueError:
        return None


def _clean(said: str | None) -> str:
    return (said or "").strip().casefold()


def _day(found: "re.Match[str]", today: date) -> date:
    if found["word"]:
        return today + DAYS[found["word"]] * DAY
    if not found["day"]:
        return today
    if found["year"]:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    return _nearest(int(found["month"]), int(found["day"]), today)


def _nearest(month: int, day: int, today: date) -> date:
    this_year = date(today.year, month, day)
    if this_year >= today:
        return this_year
    next_year = date(today.year + 1, month, day)
    return next_year if next_year - today <= SOON else this_year


def quick(now: datetime, zone: ZoneInfo) -> list[tuple[str, datetime]]:
    """The nearest good moments still to come: a day by its word, and when."""
    today = now.astimezone(zone).date()
    good = (("today", 0, 18), ("tomorrow", 1, 11), ("tomorrow", 1, 18))
    moments = [(word, at_local(today + days * DAY, time(hour), zone)) for word, days, hour in good]
    return [(word, at) for word, at in moments if at > now][:2]


def waking_hours(quiet: QuietHours | None) -> list[int]:
    """At which quiet hours hold nobody."""
    return [hour for hour in range(24) if quiet is None or not quiet.hold(time(hour))]
