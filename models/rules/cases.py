"""The clock of a case: when silence turns red, and when we ask how it ended."""

from datetime import datetime, timedelta

RED_AFTER = (timedelta(hours=24), timedelta(hours=48))
"""Since the customer began to wait; any answer of an owner stops it."""
CHECK_AFTER = timedelta(days=3)
"""Since closing: «is it solved?»"""
REASK_AFTER = timedelta(days=21)
"""Since closing: the question again, without waiting for its usual time."""


def next_red(since: datetime, now: datetime) -> datetime | None:
    """The next time to sound; those that have passed are not made up for."""
    return next((since + wait for wait in RED_AFTER if since + wait > now), None)
