"""What may honestly be said to somebody who waits for a human: when the answer will come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.rules.clock import QuietHours, is_quiet, quiet_end

LEAST, MOST = 5, 20
"""Fewer answers than that tell nothing; older ones, nothing of today."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Wait(StrEnum):
    """In words that people use; the value names them."""

    HOUR = "hour"
    THREE_HOURS = "three-hours"
    TODAY = "today"
    DAY = "day"
    TWO_DAYS = "two-days"
    THREE_DAYS = "three-days"
    WEEK = "week"


STEPS = (
    (HOUR, Wait.HOUR),
    (3 * HOUR, Wait.THREE_HOURS),
    (DAY, Wait.DAY),
    (2 * DAY, Wait.TWO_DAYS),
    (3 * DAY, Wait.THREE_DAYS),
    (7 * DAY, Wait.WEEK),
)


class Promise(StrEnum):
    """How much is said; the value names the words."""

    KEPT = "kept"
    """Nobody can be told yet."""
    RESTING = "resting"
    USUAL = "usual"
    EVENING = "evening"
    """As usual, unless the quiet hours come first."""
    FREE = "free"
    """No time at all: as soon as somebody is free."""


@dataclass(frozen=True, slots=True)
class Expectation:
    promise: Promise
    wait: Wait | None = None
    rested_at: datetime | None = None
    """When the quiet hours that we wait for are over."""


def expect(
    waits: Sequence[timedelta],
    now: datetime,
    zone: ZoneInfo,
    quiet: QuietHours | None,
    *,
    is_anybody_there: bool,
) -> Expectation:
    """`waits`: how long the last customers waited, the newest `MOST` of them; `zone` and `quiet`
    are the business's. Nothing is promised that was not measured: not to answer soon, and not to
    answer in the morning where it takes days."""
    if not is_anybody_there:
        return Expectation(Promise.KEPT)
    usual = usual_wait(waits)
    is_a_day = usual is None or usual <= DAY
    if is_a_day and is_quiet(now, zone, quiet):
        return Expectation(Promise.RESTING, rested_at=quiet_end(now, zone, quiet))
    step = step_of(usual) if usual is not None else None
    if usual is None or step is None:
        return Expectation(Promise.FREE)
    return _in_waking_hours(usual, step, now, zone, quiet)


def _in_waking_hours(
    usual: timedelta, step: Wait, now: datetime, zone: ZoneInfo, quiet: QuietHours | None
) -> Expectation:
    then = now + usual
    is_too_late = is_quiet(then, zone, quiet)
    if step in (Wait.HOUR, Wait.THREE_HOURS) and is_too_late:
        return Expectation(Promise.EVENING, step, quiet_end(then, zone, quiet))
    is_today = then.astimezone(zone).date() == now.astimezone(zone).date()
    if step is Wait.DAY and is_today and not is_too_late:
        return Expectation(Promise.USUAL, Wait.TODAY)
    return Expectation(Promise.USUAL, step)


def usual_wait(waits: Sequence[timedelta]) -> timedelta | None:
    """The median, the longer of two; none where too little was measured."""
    return sorted(waits)[len(waits) // 2] if len(waits) >= LEAST else None


def step_of(wait: timedelta) -> Wait | None:
    """Rounded up; none where it is too long to be told."""
    return next((step for most, step in STEPS if wait <= most), None)
