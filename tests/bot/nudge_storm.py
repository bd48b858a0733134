"""Kills, locks, wrong clocks and faults on a plan, round by round: the same seed plans the same.
They strike at counted calls, not at times."""

import asyncio
import random
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

from sandbox.faults import Fault
from sandbox.telegram import Telegram
from tests.bot.audit import rows
from tests.bot.disaster import Mishap, bring
from tests.bot.process import BotProcess
from tests.bot.skewed import Clock
from tests.bot.watch import Condition, Tape, comes, until

METHOD = "sendMessage"
"""What every nudge and notice here is."""
HOURS_WRONG = 6
A_WHILE = timedelta(minutes=10)
LOSES_PATIENCE = 10.5
"""Seconds of a lock that the bot, which waits ten, does not sit out."""
IN_FLIGHT = "SELECT id, kind FROM nudges WHERE state = 'sending'"
TOLD_TO_WAIT = "SELECT count(*) FROM nudges WHERE state = 'planned' AND reason = 'retry_after'"
What = Literal["kill", "lock", "jump"]
KILL: tuple[What] = ("kill",)


@dataclass(frozen=True)
class Blow:
    what: What
    calls: int
    """Since the blow before it was over."""
    hours: float
    """By which the clock is wrong meanwhile."""
    seconds: float
    in_a_pause: bool = False
    """Telegram has just told the bot to wait."""


@dataclass(frozen=True)
class Round:
    blows: tuple[Blow, ...]
    mishaps: tuple[Mishap, ...]


def plan(seed: int, *, rounds: int, calls: int, kills: int) -> list[Round]:
    """`calls`: what each round has at least."""
    dice = random.Random(seed)
    with_a_long_lock = dice.randrange(3, 10)
    return [
        _round(dice, calls, kills, is_long=number % 10 == with_a_long_lock)
        for number in range(rounds)
    ]


def _round(dice: random.Random, calls: int, kills: int, *, is_long: bool) -> Round:
    """A kill that comes first strikes in a pause, or among the notices, which go before all."""
    what: list[What] = ["lock", "jump", *KILL * kills]
    dice.shuffle(what)
    each = calls // (len(what) + 2)
    blows = [_blow(dice, one, dice.randrange(each // 2, each), is_long) for one in what]
    if blows[0].what == "kill":
        early = {"in_a_pause": True} if dice.random() < 0.5 else {"calls": dice.randrange(3, 9)}
        blows[0] = replace(blows[0], **early)
    return Round(tuple(blows), tuple(_mishaps(dice)))


def _blow(dice: random.Random, what: What, calls: int, is_long: bool) -> Blow:
    """A machine that comes up may have a wrong clock at first."""
    is_off = what == "jump" or (what == "kill" and dice.random() < 0.5)
    hours = dice.uniform(-HOURS_WRONG, HOURS_WRONG) if is_off else 0.0
    seconds = LOSES_PATIENCE if what == "lock" and is_long else dice.uniform(0.5, 1.5)
    return Blow(what, calls, round(hours, 2), round(seconds, 2))


def _mishaps(dice: random.Random) -> Iterator[Mishap]:
    """Early a burst that several run into; and of the others each among the notices, which go
    before all, and among the nudges."""
    yield Mishap(METHOD, dice.randrange(20), "429", times=dice.randrange(3, 6))
    for trouble in ("html_502", "drop_before", "drop_after"):
        yield Mishap(METHOD, dice.randrange(10), trouble)
        yield Mishap(METHOD, dice.randrange(30, 50), trouble)


class Storm:
    def __init__(
        self, telegram: Telegram, tape: Tape, bot: BotProcess, database: Path, clock: Clock
    ) -> None:
        self._telegram = telegram
        self._tape = tape
        self._bot = bot
        self._database = database
        self._clock = clock
        self.struck: Counter[str] = Counter()
        """How often what has happened."""
        self.left_in_flight: dict[int, str] = {}
        """The rows that were on their way when the process died, with their kinds."""

    async def rage(self, round: Round) -> None:
        self._telegram.faults.clear()  # the time that a call takes: it would come before them
        brought = bring(self._telegram, round.mishaps, [METHOD])
        for blow in round.blows:
            await self._strike(blow)
        await self._all_met(brought)
        for one in round.mishaps:
            self.struck[one.trouble] += one.times

    async def until(self, is_so: Condition, what: str, *, patience: int = 60) -> None:
        """Where nothing happens for a while, the clock goes on: what was put off comes."""
        for _ in range(patience):
            heard = len(self._tape)
            if await comes(self._telegram, is_so, 1):
                return
            if len(self._tape) == heard:
                self._clock.move(A_WHILE)
        raise AssertionError(f"there was never: {what}")

    async def _strike(self, blow: Blow) -> None:
        await self.until(self._moment(blow), f"the moment of {blow}")
        wrong = timedelta(hours=blow.hours)
        self._clock.move(wrong)
        match blow.what:
            case "kill":
                await self._kill()
                await asyncio.sleep(blow.seconds if blow.hours else 0)
            case "lock":
                await self._lock(blow.seconds)
            case "jump":
                await asyncio.sleep(blow.seconds)
        self._clock.move(-wrong)
        self.struck[blow.what] += 1
        self.struck["wrong clock"] += blow.hours != 0

    def _moment(self, blow: Blow) -> Condition:
        began = len(self._tape)
        if blow.in_a_pause:
            return lambda: rows(self._database, TOLD_TO_WAIT) != [(0,)]
        return lambda: sum(1 for _ in self._tape.of(METHOD, began)) >= blow.calls

    async def _kill(self) -> None:
        await self._bot.kill()
        self.left_in_flight |= dict(rows(self._database, IN_FLIGHT))
        began = len(self._tape)
        await self._bot.start()
        await self.come_up(began)

    async def come_up(self, began: int = 0) -> None:
        def is_up() -> bool:
            return any(self._tape.of("getMe", began))

        await until(self._telegram, is_up, "a sign of life", 60)

    async def _lock(self, seconds: float) -> None:
        async with locked(self._database):
            await asyncio.sleep(seconds)

    async def _all_met(self, brought: list[Fault]) -> None:
        await self.until(
            lambda: all(fault.times <= 0 for fault in brought), "a call for each fault"
        )


@asynccontextmanager
async def locked(database: Path) -> AsyncIterator[None]:
    """Nobody else writes meanwhile. Waits for it in a thread: the sandbox lives in this one."""
    with closing(sqlite3.connect(database, timeout=30, check_same_thread=False)) as lock:
        await asyncio.to_thread(lock.execute, "BEGIN IMMEDIATE")
        yield
        lock.rollback()
