"""For how long a coupon is good, and when its owner is reminded of it: by their own calendar."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from models.rules.clock import DAY, at_local, local_day_end

NOON, WARN_AT = time(12), time(11)


def expires_at(taken_at: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The end of the last day, so many days after the one on which it is taken."""
    return local_day_end(at_local(_last_day(taken_at, days, zone), NOON, zone), zone)


def warn_at(taken_at: datetime, days: int, zone: ZoneInfo) -> datetime | None:
    """The day before the last one, but not the day on which it is taken; none where no day is
    left for it."""
    last, tomorrow = _last_day(taken_at, days, zone), _last_day(taken_at, 1, zone)
    day = max(last - DAY, tomorrow)
    return at_local(day, WARN_AT, zone) if day <= last else None


def _last_day(taken_at: datetime, days: int, zone: ZoneInfo) -> date:
    return taken_at.astimezone(zone).date() + days * DAY
