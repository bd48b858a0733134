"""Questions that fall due together are spread: so many a day, a step apart.

A question goes while it is day both for the customer and for the business, so that somebody is
there to hear the answer. Where the two have less than an hour of the day in common, the
customer's day is enough.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.rules.clock import DAY, QuietHours, at_local, next_local

LEAST_IN_COMMON = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Window:
    """From `opens` until just before `closes`."""

    opens: datetime
    closes: datetime

    @property
    def length(self) -> timedelta:
        return self.closes - self.opens

    def both(self, other: "Window") -> "Window":
        return Window(max(self.opens, other.opens), min(self.closes, other.closes))


@dataclass(frozen=True, slots=True)
class Turns:
    """The n-th of them, counted from 0, is at `first` and n steps."""

    first: datetime
    step: timedelta
    count: int


def turns(
    now: datetime, window: Window, step: timedelta, left: int, last: datetime | None
) -> Turns:
    """What there is in this window: behind the `last` that is taken, and no more than are `left`
    of today's share."""
    first = max(now, last + step) if last else now
    room = -((first - window.closes) // step) if now >= window.opens else 0
    return Turns(first, step, max(0, min(room, left)))


def window(
    now: datetime, zone: ZoneInfo, business_zone: ZoneInfo, quiet: QuietHours | None
) -> Window:
    """For customers of this zone: the one that is open, or the next."""
    theirs = list(_days(now, zone, quiet))
    ours = list(_days(now, business_zone, quiet))
    shared = [day.both(other) for day in theirs for other in ours]
    common = [each for each in shared if each.length >= LEAST_IN_COMMON and now < each.closes]
    return min(
        common or [each for each in theirs if now < each.closes], key=lambda each: each.opens
    )


def step_of(
    now: datetime, business_zone: ZoneInfo, quiet: QuietHours | None, a_day: int
) -> timedelta:
    """So that the share takes the whole of the business's day."""
    day = next(day for day in _days(now, business_zone, quiet) if now < day.closes)
    return day.length / a_day


def today(now: datetime, business_zone: ZoneInfo) -> Window:
    """The questions of a calendar day of the business share in its number."""
    date = now.astimezone(business_zone).date()
    return Window(*(at_local(day, time.min, business_zone) for day in (date, date + DAY)))


def _days(now: datetime, zone: ZoneInfo, quiet: QuietHours | None) -> Iterator[Window]:
    """What is not quiet, from yesterday on, day by day; a whole day where nothing is quiet."""
    date = now.astimezone(zone).date()
    for day in (date + days * DAY for days in range(-1, 4)):
        if quiet is None:
            yield Window(at_local(day, time.min, zone), at_local(day + DAY, time.min, zone))
        else:
            opens = at_local(day, quiet.end, zone)
            yield Window(opens, next_local(opens, zone, quiet.start))
