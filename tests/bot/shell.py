"""`python -m bot`, as a person types it: here in this process, for one of its own takes seconds to
start; `by_itself` is the real one."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.bot.process import ROOT


@dataclass(frozen=True)
class Ended:
    status: int | str | None
    said: str
    complained: str


class Shell:
    """In a folder of its own, with nothing in its environment but what it is given."""

    def __init__(
        self, folder: Path, patch: pytest.MonkeyPatch, caught: pytest.CaptureFixture[str]
    ) -> None:
        self._caught = caught
        patch.chdir(folder)
        for name in set(os.environ) - {"PATH", "HOME"}:
            patch.delenv(name)

    def bot(self, *words: str, **environment: str) -> Ended:
        self._caught.readouterr()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["bot", *words])
            for name, value in environment.items():
                patch.setenv(name, value)
            status = _status_of(main)
        return Ended(status, *self._caught.readouterr())


def _status_of(command: Callable[[], int]) -> int | str | None:
    try:
        return command()
    except SystemExit as ended:
        return ended.code


def by_itself(*words: str, cwd: Path, **environment: str) -> Ended:
    ended = subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)
