"""Kills and faults on a plan: the same seed plans the same. Moments are counted, not timed."""

import asyncio
import random
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sandbox.faults import Fault, Kind, delay, drop_after, drop_before, error, html_502
from sandbox.telegram import Telegram
from tests.bot.process import BotProcess
from tests.bot.watch import Tape, until

TROUBLES = {
    "429": error(429, retry_after=1),
    "html_502": html_502,
    "drop_before": drop_before,
    "drop_after": drop_after,
}
CALLS_A_CUSTOMER = {
    "sendMessage": 6.0,
    "editMessageText": 2.0,
    "answerCallbackQuery": 3.0,
    "copyMessage": 0.3,
}
"""What to expect at least: a fault beyond that would meet no call."""
CALLS_BEFORE_OFFERS = 12
"""A customer's, at least; kills are planned among them, or there would be none left to strike."""
FIRST_OFFERS = 4
"""The last kill strikes at one of so many offers of the broadcast."""
LATENCY = 0.03
"""Seconds until an answer is back, so that there is always something in flight."""
NUDGES_IN_FLIGHT = """
    SELECT count(*) FROM nudges
    WHERE state = 'sending' AND kind IN ('survey', 'reminder', 'referral', 'offer')
"""


@dataclass(frozen=True)
class Kill:
    calls: int
    """Of this method, or of any, since the process began."""
    method: str | None = None


@dataclass(frozen=True)
class Mishap:
    method: str
    after: int
    trouble: str
    times: int = 1

    @property
    def kind(self) -> Kind:
        return TROUBLES[self.trouble]


class Disaster:
    def __init__(self, seed: int, *, customers: int, kills: int) -> None:
        dice = random.Random(seed)
        longest = CALLS_BEFORE_OFFERS * customers // (kills - 1)
        while_they_talk = [Kill(dice.randrange(10, longest)) for _ in range(kills - 1)]
        self.kills = [*while_they_talk, Kill(dice.randrange(1, FIRST_OFFERS), "copyMessage")]
        self.mishaps = [_mishap(dice, customers) for _ in range(max(4, customers // 3))]
        self._brought: list[Fault] = []
        self.up = asyncio.Event()
        self.killed = 0
        self.lost_in_flight = 0
        """Nudges that were on their way when the process died."""

    def bring_faults(self, telegram: Telegram) -> None:
        self._brought = bring(telegram, self.mishaps, CALLS_A_CUSTOMER)

    async def kill_again_and_again(
        self, telegram: Telegram, tape: Tape, bot: BotProcess, database: Path
    ) -> None:
        began = 0
        await self._come_up(telegram, tape, began)
        for kill in self.kills:
            await _strikes(telegram, tape, began, kill)
            self.up.clear()
            await bot.kill()
            self.killed += 1
            self.lost_in_flight += _count(database, NUDGES_IN_FLIGHT)
            began = len(tape)
            await bot.start()
            await self._come_up(telegram, tape, began)

    async def _come_up(self, telegram: Telegram, tape: Tape, began: int) -> None:
        await until(telegram, lambda: len(tape) > began, "a sign of life", 60)
        self.up.set()

    @property
    def met(self) -> list[Mishap]:
        """Those that a call ran into."""
        pairs = zip(self.mishaps, self._brought, strict=True)
        return [mishap for mishap, fault in pairs if fault.times <= 0]

    @property
    def broadcast_may_begin(self) -> bool:
        return self.up.is_set() and self.killed >= len(self.kills) - 1


def bring(telegram: Telegram, mishaps: Iterable[Mishap], methods: Iterable[str]) -> list[Fault]:
    """The faults, in the order of the mishaps; and for these methods, what time a call takes."""
    brought = [
        telegram.faults.add(one.method, times=one.times, after=one.after, kind=one.kind)
        for one in mishaps
    ]
    for method in methods:  # last, or the others would never have their turn
        telegram.faults.add(method, times=10**9, kind=delay(LATENCY))
    return brought


async def _strikes(telegram: Telegram, tape: Tape, began: int, kill: Kill) -> None:
    def is_time() -> bool:
        return sum(1 for _ in tape.of(kill.method, began)) >= kill.calls

    await until(telegram, is_time, f"the moment of {kill}", 240)


def _mishap(dice: random.Random, customers: int) -> Mishap:
    method = dice.choice(list(CALLS_A_CUSTOMER))
    after = dice.randrange(int(customers * CALLS_A_CUSTOMER[method]))
    return Mishap(method, after, dice.choice(list(TROUBLES)))


def _count(database: Path, query: str) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute(query).fetchone()[0])
