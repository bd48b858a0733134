"""Claim, write, await a permit, send, record: a nudge leaves at most once, a notice at least
once."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods import TelegramMethod
from aiogram.types import Message, MessageId
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncSession

from models import claims, nudges
from models.database import Now, Sessions
from scheduler import records
from scheduler.decisions import Ready, decide, messages_of
from scheduler.failures import Failure, Meaning, read
from scheduler.pace import QUEUED, RATE_OF_ALL, Pace
from scheduler.plan import Album
from scheduler.records import Landed, Outcome
from scheduler.terms import Terms
from scheduler.together import Together

log = logging.getLogger(__name__)

LEAST_AT_ONCE, MOST_AT_ONCE = 30, 1000
"""On their way, and waiting for their turn: what goes in a third of a second."""
ROOM_ENOUGH = 1 / 2
"""Free places before we look again: looking for one costs as much as looking for ten."""
AHEAD = 0.1
"""Seconds by which messages are written before they leave, where more go than Telegram's usual
rate: so many share a transaction, and so many more are in doubt after a crash."""
LEASE = timedelta(minutes=5)
"""How long a claim holds after its process has died without a restart."""
LOOK_EACH = 1.0
CATCH_BREATH = 10.0
"""Seconds, for all, when Telegram can't be reached or does not let us in."""
RECORD_TRIES = 10
BUSY = (DBAPIError, PoolTimeout)
"""The database, which may let us in later."""

ToWrite = tuple[Ready, asyncio.Task[Any]]
"""One that is to be written, and who waits for it."""


class Delivery:
    def __init__(
        self,
        bot: Bot,
        sessions: Sessions,
        now: Now,
        wake: asyncio.Event,
        terms: Terms,
        pace: Pace,
    ) -> None:
        self._bot = bot
        self._sessions = sessions
        self._now = now
        self._wake = wake
        self._terms = terms
        self._pace = pace
        self._flying: dict[asyncio.Task[None], tuple[int, ...]] = {}
        """Ours, with the rows that each carries."""
        self._waiting: set[asyncio.Task[None]] = set()
        """Those of them that are not written yet."""
        self._written: set[asyncio.Task[None]] = set()
        """Those of them that are *sending*, and have no permit yet."""
        self._ahead = max(1, round((pace.rate - RATE_OF_ALL) * AHEAD))
        self._left = asyncio.Event()
        self._at_once = round(min(max(pace.rate / 3, LEAST_AT_ONCE), MOST_AT_ONCE))
        self._claiming = asyncio.Lock()
        self._desk = Together(self._prepare, self._room, of_all=BUSY)
        self._book = Together(self._record, self._results, of_all=BUSY)
        self._has_recovered = False
        self._was_paused = False
        self._is_closing = False

    async def run(self) -> None:
        """Looks each second and when woken, until closed."""
        while not self._is_closing:
            self._wake.clear()
            try:
                while await self._take_off():
                    pass
            except Exception:
                # Most often a busy database; whatever it is, the next look may go well.
                log.exception("looking for what is due failed")
            if self._is_closing:
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(min(self._pace.paused_for or LOOK_EACH, LOOK_EACH)):
                    await self._wake.wait()

    async def deliver_due(self) -> int:
        """Until nothing is due and nothing in flight; how many rows that took."""
        taken = 0
        while True:
            taken += (count := await self._take_off())
            if count == 0 and not self._flying:
                return taken
            if self._flying:
                await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)

    async def close(self, patience: float = 10.0) -> None:
        """Claims no more, waits for what is on its way, and leaves the rest to the next start."""
        self._is_closing = True
        self._wake.set()
        async with self._claiming:
            stay = [row for task in self._written for row in self._flying.get(task, ())]
            for task in (*self._waiting, *self._written):
                task.cancel()
            if self._flying:
                _, late = await asyncio.wait(self._flying, timeout=patience)
                for task in late:
                    task.cancel()
                await asyncio.gather(*late, return_exceptions=True)
            await self._desk.close()
            await self._book.close()
            if stay:
                async with self._sessions.begin() as session:
                    await claims.put_back(session, stay)

    async def _take_off(self) -> int:
        """Claims what is due, decides, and sends it on its way; how many rows were claimed."""
        async with self._claiming:
            room = self._at_once - len(self._flying)
            is_enough = room >= self._at_once * ROOM_ENOUGH
            if self._is_closing or not is_enough or not await self._may_go():
                return 0
            now = self._now()
            async with self._sessions.begin() as session:
                await self._take_back(session, now)
                held = self._pace.held_chats
                claimed = await claims.claim(session, room, now, LEASE, held=held)
                ready = await decide(session, claimed, self._terms, now)
            for one in ready:
                self._begin(one)
            return len(claimed)

    async def _may_go(self) -> bool:
        if not self._has_recovered:
            await self._recover()
        if self._pace.paused_for:
            self._was_paused = True
            return False
        if self._was_paused:
            async with self._sessions.begin() as session:
                await claims.end_wait(session, self._now())
            self._was_paused = False
        return True

    async def _recover(self) -> None:
        """Everything in flight is a dead process's, and need not wait for a lease; but what
        Telegram told it to wait for still holds."""
        now = self._now()
        async with self._sessions.begin() as session:
            await self._take_back(session, now)
            told = await claims.told_to_wait(session, now)
        for chat, reason, wait in told:
            seconds = wait.total_seconds()
            if reason == nudges.TOLD_TO_WAIT:
                self._pace.pause(seconds)
            elif chat is not None:
                self._pace.hold(chat, seconds)
        self._has_recovered = True

    async def _take_back(self, session: AsyncSession, now: datetime) -> None:
        left = await claims.give_back(
            session,
            now,
            all_of_them=not self._has_recovered,
            flying=tuple(chain.from_iterable(self._flying.values())),
        )
        if left:
            await records.may_have_arrived(session, left, self._terms, now)

    def _begin(self, ready: Ready) -> None:
        task = asyncio.create_task(self._fly(ready))
        self._flying[task] = (ready.nudge.id,)
        self._waiting.add(task)
        task.add_done_callback(self._land)

    def _land(self, task: asyncio.Task[None]) -> None:
        rows = self._flying.pop(task)
        self._waiting.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("messages %s were left in flight", rows, exc_info=error)
        self._wake.set()

    async def _fly(self, ready: Ready) -> None:
        QUEUED.set(True)
        try:
            await self._pace.space(ready.chat)
            album = await self._desk.do((ready, _this_task()))
        except Exception:
            # Nothing has left yet, so nothing is lost; a bug in one message stops no other.
            log.exception("%s %s could not be written", ready.nudge.kind, ready.nudge.id)
            await self._book.do(Landed((ready.nudge,), Failure(Meaning.NOT_SENT, "not_written")))
            return
        if album is not None:
            outcome = await self._leave(album.message, ready.chat)
            await self._book.do(records.landed(album, outcome))

    async def _room(self, desk: Together[ToWrite, Album | None]) -> int:
        """How many are written next: few are ahead of their turn, and some share a transaction."""
        while len(self._written) > self._ahead // 2:
            self._left.clear()
            await self._left.wait()
        return self._ahead - len(self._written)

    async def _prepare(self, several: Sequence[ToWrite]) -> list[Album | None]:
        """The request of each, with the rows that it carries: most carry one."""
        go: list[ToWrite] = []
        stay: list[int] = []
        for one, task in several:
            if self._pace.is_allowed(one.chat):
                go.append((one, task))
            else:
                stay.append(one.nudge.id)
        tasks = [task for _, task in go]
        self._waiting.difference_update(tasks)
        self._written.update(tasks)
        albums: dict[int, Album] = {}
        try:
            async with self._sessions.begin() as session:
                if stay:
                    await claims.put_back(session, stay)
                albums = await self._write(session, [one for one, _ in go], self._now())
        finally:
            self._written.difference_update(task for one, task in go if one.nudge.id not in albums)
        for one, task in go:
            album = albums.get(one.nudge.id)
            if album is not None and task in self._flying:  # else we are closing
                self._flying[task] = tuple(row.id for row in album.rows)
        return [albums.get(one.nudge.id) for one, _ in several]

    async def _write(
        self, session: AsyncSession, ready: Sequence[Ready], now: datetime
    ) -> dict[int, Album]:
        """Of those that are still ours to send, by the row's id."""
        marked = await claims.mark_sending(session, [one.nudge for one in ready], now, LEASE)
        ours = [one for one in ready if one.nudge.id in marked]
        albums = await messages_of(session, ours, self._terms, now)
        along = [row for album in albums.values() for row in album.rows if row.id not in marked]
        if along:
            await claims.take_along(session, along, now, LEASE)
        return albums

    async def _leave(self, message: TelegramMethod[Any], chat: int) -> Outcome:
        """When it is its turn; a pause that came in between holds for it too."""
        try:
            may_go = await self._pace.permit(chat)
        finally:
            self._written.discard(_this_task())
            self._left.set()
        if may_go:
            return await self._send(message, chat)
        if paused := self._pace.paused_for:
            return Failure(Meaning.NOT_SENT, nudges.TOLD_TO_WAIT, timedelta(seconds=paused))
        held = timedelta(seconds=self._pace.held_for(chat))
        return Failure(Meaning.NOT_SENT, nudges.CHAT_BUSY, held)

    async def _send(self, message: TelegramMethod[Any], chat: int) -> Outcome:
        try:
            result = await self._bot(message)
        except AiogramError as error:
            failure = read(error)
            if failure.reason == nudges.TOLD_TO_WAIT and self._pace.held_for(chat):
                return replace(failure, reason=nudges.CHAT_BUSY)
            if failure.meaning is Meaning.NOT_SENT and failure.wait is None:
                self._pace.pause(CATCH_BREATH)
            return failure
        said = result if isinstance(result, list) else [result]
        return [one.message_id if isinstance(one, Message | MessageId) else None for one in said]

    async def _results(self, book: Together[Landed, None]) -> int:
        """While many are on their way results gather for a moment."""
        if self._ahead > 1 and len(self._flying) > self._at_once * ROOM_ENOUGH:
            await asyncio.sleep(AHEAD / 4)
        return len(book.waiting)

    async def _record(self, landed: Sequence[Landed]) -> list[None]:
        """A busy database must not make us forget what has left."""
        for attempt in range(1, RECORD_TRIES + 1):
            try:
                async with self._sessions.begin() as session:
                    await records.write_down(session, landed, self._terms, self._now())
                break
            except BUSY:
                if attempt == RECORD_TRIES:
                    raise
                await asyncio.sleep(attempt / 10)
        return [None] * len(landed)


def _this_task() -> asyncio.Task[Any]:
    task = asyncio.current_task()
    assert task is not None
    return task
