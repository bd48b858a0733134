"""One broadcast of the real process, killed on the way, and how fast it was in between."""

import asyncio
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from sandbox.telegram import Call, Telegram
from tests.bot.audit import rows
from tests.bot.broadcast_audit import is_try
from tests.bot.process import BotProcess
from tests.bot.watch import Condition, Tape, until

IN_FLIGHT = "SELECT id FROM nudges WHERE state = 'sending' AND kind = 'offer'"
STILL_TO_COME = """
    SELECT (SELECT count(*) FROM nudges WHERE state IN ('held', 'planned', 'claimed', 'sending'))
         + (SELECT count(*) FROM campaigns WHERE state != 'done')
"""
MINUTE = timedelta(minutes=1)


def plan_kills(seed: int, *, customers: int, kills: int) -> list[int]:
    """After how many offers each: scattered, and never too soon for a rate to be measured."""
    dice = random.Random(seed)
    each = customers / (kills + 1)
    return [round(each * (nth + dice.uniform(-0.3, 0.3))) for nth in range(1, kills + 1)]


@dataclass(frozen=True)
class Stretch:
    """From one life of the process: when each offer arrived."""

    arrived: Sequence[datetime]

    @property
    def seconds(self) -> float:
        return (self.arrived[-1] - self.arrived[0]).total_seconds()

    @property
    def rate(self) -> float:
        return (len(self.arrived) - 1) / self.seconds


class Offers(Tape):
    """The sandbox's log, which counts offers as they come."""

    def __init__(self, telegram: Telegram) -> None:
        super().__init__(telegram)
        self.lives: list[list[datetime]] = [[]]

    def append(self, call: Call) -> None:
        if is_try(call):
            self.lives[-1].append(call.at)
        super().append(call)

    @property
    def so_far(self) -> int:
        return sum(map(len, self.lives))

    @property
    def stretches(self) -> Iterator[Stretch]:
        return (Stretch(life) for life in self.lives if len(life) > 1)

    @property
    def complaints(self) -> list[datetime]:
        """Each 429."""
        return [call.at for call in self if call.outcome == 429]


def rate_of(stretches: Sequence[Stretch]) -> float:
    """While it was up."""
    arrived = sum(len(stretch.arrived) - 1 for stretch in stretches)
    return arrived / sum(stretch.seconds for stretch in stretches)


def within_a_minute(moments: Sequence[datetime]) -> bool:
    """Whether two of them are."""
    return any(later - earlier < MINUTE for earlier, later in pairwise(moments))


class Run:
    def __init__(self, telegram: Telegram, offers: Offers, bot: BotProcess, database: Path) -> None:
        self._telegram = telegram
        self._bot = bot
        self._database = database
        self.offers = offers
        self.left_in_flight: list[set[int]] = []
        """At each kill."""

    async def survive(self, kills: Sequence[int], patience: float) -> None:
        for kill in kills:
            await until(self._telegram, self._has_sent(kill), f"offer {kill}", patience)
            await self._kill()

    def _has_sent(self, count: int) -> Condition:
        return lambda: self.offers.so_far >= count

    async def _kill(self) -> None:
        await self._bot.kill()
        self.left_in_flight.append({row for (row,) in rows(self._database, IN_FLIGHT)})
        self.offers.lives.append([])
        await self._bot.start()

    async def end(self, patience: float) -> None:
        """Asks the tables only once nothing more comes: the sandbox lives in this thread."""
        async with asyncio.timeout(patience):
            while await self._telegram.changed.wait(1) or rows(self._database, STILL_TO_COME) != [
                (0,)
            ]:
                pass
