"""Local time: quiet hours, and the moments of a person's day.

Instants go in and come out as aware UTC datetimes; only what happens between is local. Twice a
year a wall clock skips or repeats: a time that does not exist is taken as the first instant that
does after it, and a time that comes twice as the first of the two. So what is due at a local time
is due exactly once on every local day.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` until just before `end` on the wall clock. Equal ends mean no quiet at all."""

    start: time
    end: time

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Reads "21:00-10:00". Empty text or equal ends are no quiet hours: None."""
        if not text.strip():
            return None
        try:
            start, end = (_wall(part) for part in text.split("-"))
        except ValueError:
            raise ValueError(f"quiet hours look like 21:00-10:00, not {text!r}") from None
        return cls(start, end) if start != end else None

    def hold(self, wall: time) -> bool:
        if self.start <= self.end:
            return self.start <= wall < self.end
        return wall >= self.start or wall < self.end


def is_quiet(now: datetime, zone: ZoneInfo, quiet: QuietHours | None) -> bool:
    return quiet is not None and quiet.hold(now.astimezone(zone).time())


def quiet_end(now: datetime, zone: ZoneInfo, quiet: QuietHours | None) -> datetime:
    """When the quiet that holds `now` is over; `now` itself if it is not quiet."""
    if quiet is None or not is_quiet(now, zone, quiet):
        return now
    ends = (end for day in _days_around(now, zone) for end in _both(day, quiet.end, zone))
    return min(end for end in ends if end > now and not is_quiet(end, zone, quiet))


def at_local(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The instant at which the clock on the wall shows `wall` on that day."""
    return min(_both(day, wall, zone))


def next_local(now: datetime, zone: ZoneInfo, wall: time) -> datetime:
    """The first time after `now` that it is `wall` there. Never `now` itself, so that stepping
    from one to the next moves on."""
    return min(moment for moment in _occurrences(now, zone, wall) if moment > now)


def latest_local(now: datetime, zone: ZoneInfo, wall: time) -> datetime:
    """The last time, not after `now`, that it was `wall` there."""
    return max(moment for moment in _occurrences(now, zone, wall) if moment <= now)


def local_day_end(now: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which the local day of `now` is over, and the next one has begun."""
    midnights = _both(now.astimezone(zone).date() + DAY, time.min, zone)
    return min(midnight for midnight in midnights if midnight > now)


def birthday_in(year: int, birthday: date) -> date:
    """The day to congratulate on. Those born on 29 February have it on the 28th in other years."""
    try:
        return birthday.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def _wall(text: str) -> time:
    hours, minutes = text.split(":")
    return time(int(hours), int(minutes))


def _occurrences(now: datetime, zone: ZoneInfo, wall: time) -> Iterator[datetime]:
    for day in _days_around(now, zone):
        if _exists(day, zone):
            yield at_local(day, wall, zone)


def _days_around(now: datetime, zone: ZoneInfo) -> list[date]:
    """Enough days for one of them to be whole on either side, even where a day was skipped."""
    today = now.astimezone(zone).date()
    return [today + days * DAY for days in range(-2, 4)]


def _exists(day: date, zone: ZoneInfo) -> bool:
    """False for 30 December 2011 in Samoa, which moved over the date line and had no such day."""
    return at_local(day, time.min, zone).astimezone(zone).date() == day


def _both(day: date, wall: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Both instants of a time that comes twice; of any other time, the one instant, twice."""
    local = datetime.combine(day, wall, tzinfo=zone)
    first, second = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
    if second < first:
        first = second = _where_the_gap_ends(second, first, zone)
    return first, second


def _where_the_gap_ends(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The second at which the offset from UTC changes: somewhere after the one, by the other."""
    before = before.replace(microsecond=0)
    old = before.astimezone(zone).utcoffset()

    def has_changed(seconds: int) -> bool:
        return (before + seconds * SECOND).astimezone(zone).utcoffset() != old

    span = range((after - before) // SECOND + 1)
    return before + bisect_left(span, True, key=has_changed) * SECOND
