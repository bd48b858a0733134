"""What is counted is counted of a period."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from sqlalchemy import ColumnElement, and_

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""Before any answer."""


@dataclass(frozen=True, slots=True)
class Period:
    """After `since` and until `until`, that moment included: so the answer of this very moment
    counts, and of two periods in a row each moment belongs to one."""

    since: datetime
    until: datetime

    @classmethod
    def of(cls, days: int | None, until: datetime) -> Self:
        """The last `days`; without a number, all there is."""
        return cls(until - timedelta(days=days) if days else BEGINNING, until)

    @property
    def before(self) -> Self:
        """The one of the same length just before it."""
        return type(self)(self.since - (self.until - self.since), self.since)

    def holds(self, moment: Any) -> ColumnElement[bool]:
        return and_(moment > self.since, moment <= self.until)
