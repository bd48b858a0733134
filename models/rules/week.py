"""The week of a business: from Monday at ten to Monday at ten, by the clock on its wall."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.rules.clock import latest_local, next_local

MONDAY, TEN = 0, time(10)
INSTANT = timedelta(microseconds=1)


def latest_monday(now: datetime, zone: ZoneInfo) -> datetime:
    """When the last week was over: at `now` or before it."""
    moment = latest_local(now, zone, TEN)
    while moment.astimezone(zone).weekday() != MONDAY:
        moment = latest_local(moment - INSTANT, zone, TEN)
    return moment


def next_monday(now: datetime, zone: ZoneInfo) -> datetime:
    """When this week will be over: never `now` itself."""
    moment = next_local(now, zone, TEN)
    while moment.astimezone(zone).weekday() != MONDAY:
        moment = next_local(moment, zone, TEN)
    return moment
