"""The sandbox's time: the machine's, moved on by as much as somebody asked for."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Aware UTC time that never goes back: running by default, frozen when given a moment."""

    def __init__(self, at: datetime | None = None) -> None:
        self._at = None if at is None else at.astimezone(UTC)
        self._offset = timedelta()

    @property
    def frozen(self) -> bool:
        return self._at is not None

    def now(self) -> datetime:
        return self._at if self._at is not None else datetime.now(UTC) + self._offset

    def advance(self, by: timedelta) -> None:
        if by < timedelta():
            raise ValueError("The clock never goes back")
        if self._at is not None:
            self._at += by
        else:
            self._offset += by

    def move_to(self, moment: datetime) -> None:
        self.advance(moment - self.now())
