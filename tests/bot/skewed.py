"""`python -m tests.bot.skewed run` is `python -m bot run` by a clock that may be wrong."""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.run import until_stopped
from bot.settings import load

CLOCK = "SKEWED_CLOCK"
"""Names the file that says by how many seconds the clock is off."""


class Clock:
    """Who moves it and who reads it are two processes."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(self._file.read_text()))

    def set_to(self, moment: datetime) -> None:
        aside = self._file.with_suffix(".new")
        aside.write_text(str((moment - datetime.now(UTC)).total_seconds()))
        aside.replace(self._file)

    def move(self, span: timedelta) -> None:
        self.set_to(self.now() + span)


if __name__ == "__main__":
    sys.exit(until_stopped(load(), Clock(Path(os.environ[CLOCK])).now))
