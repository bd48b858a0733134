"""When owners get a report, by PRODUCT.md, section 4: judged by the customers' diaries."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.scheduler.customer_life import Life, Spell
from tests.scheduler.nudge_law import DAY, HOUR

MOSCOW = ZoneInfo("Europe/Moscow")


def verdicts(
    lives: Sequence[Life],
    came: Sequence[datetime],
    marks: Sequence[datetime],
    span: timedelta,
    silence: Spell,
) -> Iterator[str]:
    """One soon after each mark before which something has happened, and none after the others.
    Of those that were missed only the last one comes."""
    sure, perhaps = sorted(_news(lives)), sorted(_ends(lives))
    left = list(came)
    for mark in marks:
        due = _due(mark, marks, silence)
        here = [at for at in left if due is not None and due <= at < due + 4 * HOUR]
        left = [at for at in left if at not in here]
        is_due = due is not None and any(mark - span < at <= mark for at in sure)
        may_be = is_due or any(mark - span < at <= mark for at in perhaps)
        if len(here) > (1 if may_be else 0):
            yield f"{len(here)} reports of {mark} at {here}"
        if is_due and not here:
            yield f"no report of {mark}"
    yield from (f"a report out of turn at {at}" for at in left)


def _due(mark: datetime, marks: Sequence[datetime], silence: Spell) -> datetime | None:
    if not silence.holds(mark):
        return mark
    is_last = mark == max(one for one in marks if silence.holds(one))
    return silence.until if is_last else None


def _news(lives: Sequence[Life]) -> Iterator[datetime]:
    for life in lives:
        yield from (at for at, _ in life.zones[:1])
        yield from (one.first_at for one in life.scores)
        yield from (one.since for one in life.cases if not _is_reopened(life, one))


def _ends(lives: Sequence[Life]) -> Iterator[datetime]:
    """No news for sure: a case that is open again is not a new one, and has not ended."""
    return (one.until for life in lives for one in life.cases if one.until is not None)


def _is_reopened(life: Life, case: Spell) -> bool:
    return any(case.since == closing.until for closing in life.closings)


def daily(start: datetime, end: datetime) -> list[datetime]:
    return [at for at in _days(start, end, 17) if start < at <= end]


def weekly(start: datetime, end: datetime) -> list[datetime]:
    mondays = (at for at in _days(start, end, 10) if at.astimezone(MOSCOW).weekday() == 0)
    return [at for at in mondays if start < at <= end]


def _days(start: datetime, end: datetime, hour: int) -> Iterator[datetime]:
    first = start.astimezone(MOSCOW).replace(hour=hour, minute=0)
    return (first + days * DAY for days in range((end - start).days + 1))
