"""The real process, `python -m bot run`, against a sandbox over HTTP."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parent.parent.parent


class BotProcess:
    """`await bot.kill()` is kill -9: no goodbye; `await bot.start()` begins anew."""

    def __init__(self, cwd: Path, module: str = "bot", **environment: str) -> None:
        self._cwd = cwd
        self._module = module
        self._environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment}
        self._process: asyncio.subprocess.Process | None = None
        self.log_file = cwd / "bot.log"

    async def start(self) -> None:
        with self.log_file.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", self._module, "run"),
                cwd=self._cwd,
                env=self._environment,
                stdout=log,
                stderr=log,
            )

    async def kill(self) -> None:
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """The calm way; its exit status."""
        return await self._end(signal.SIGTERM)

    async def ended(self) -> int:
        """Waits until it ends of itself."""
        assert self._process is not None
        return await self._process.wait()

    async def _end(self, how: signal.Signals) -> int:
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(how)
        return await self.ended()

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.kill()
        if error is not None:
            error.add_note(f"What the bot logged:\n{self.log}")
