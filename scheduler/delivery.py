"""Claim, commit, await a permit, send, record: a nudge leaves at most once, a notice at least
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

from models import nudges, people
from models.database import Now, Sessions
from models.tables import Nudge
from scheduler import records
from scheduler.decisions import Ready, decide, message_of
from scheduler.failures import Failure, Meaning, read
from scheduler.pace import QUEUED, Pace
from scheduler.plan import Album
from scheduler.records import Outcome
from scheduler.terms import Terms

log = logging.getLogger(__name__)

AT_ONCE = 30
ROOM_ENOUGH = 10
"""Free places before we look again: looking for one costs as much as looking for ten."""
LEASE = timedelta(minutes=5)
"""How long a claim holds after its process has died without a restart."""
LOOK_EACH = 1.0
CATCH_BREATH = 10.0
"""Seconds, for all, when Telegram can't be reached or does not let us in."""
RECORD_TRIES = 10


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
        """Those of them that have no permit yet."""
        self._claiming = asyncio.Lock()
        self._gate = asyncio.Lock()
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
            for task in self._waiting:
                task.cancel()
            if self._flying:
                _, late = await asyncio.wait(self._flying, timeout=patience)
                for task in late:
                    task.cancel()
                await asyncio.gather(*late, return_exceptions=True)

    async def _take_off(self) -> int:
        """Claims what is due, decides, and sends it on its way; how many rows were claimed."""
        async with self._claiming:
            room = AT_ONCE - len(self._flying)
            if self._is_closing or room < ROOM_ENOUGH or not await self._may_go():
                return 0
            now = self._now()
            async with self._sessions.begin() as session:
                await self._take_back(session, now)
                held = self._pace.held_chats
                claimed = await nudges.claim(session, room, now, LEASE, held=held)
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
                await nudges.end_wait(session, self._now())
            self._was_paused = False
        return True

    async def _recover(self) -> None:
        """Everything in flight is a dead process's, and need not wait for a lease; but what
        Telegram told it to wait for still holds."""
        now = self._now()
        async with self._sessions.begin() as session:
            await self._take_back(session, now)
            told = await nudges.told_to_wait(session, now)
        for chat, reason, wait in told:
            seconds = wait.total_seconds()
            if reason == nudges.TOLD_TO_WAIT:
                self._pace.pause(seconds)
            elif chat is not None:
                self._pace.hold(chat, seconds)
        self._has_recovered = True

    async def _take_back(self, session: AsyncSession, now: datetime) -> None:
        left = await nudges.give_back(
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
            album = await self._board(ready)
        except Exception:
            # Nothing has left yet, so nothing is lost; a bug in one message stops no other.
            log.exception("%s %s could not be written", ready.nudge.kind, ready.nudge.id)
            await self._record((ready.nudge,), Failure(Meaning.NOT_SENT, "not_written"))
            return
        if album is not None:
            await self._record(album.rows, await self._send(album.message, ready.chat))

    async def _board(self, ready: Ready) -> Album | None:
        """Its turn comes first, then it is *sending*, one at a time: so that it leaves at once, a
        crash leaves little in doubt, and a busy database saves no permits up."""
        await self._pace.space(ready.chat)
        async with self._gate:
            if not await self._pace.permit(ready.chat):
                async with self._sessions.begin() as session:
                    await nudges.put_back(session, ready.nudge)
                return None
            self._waiting.discard(_this_task())
            return await self._prepare(ready)

    async def _prepare(self, ready: Ready) -> Album | None:
        """The request, with the rows that it carries: most carry one."""
        nudge = ready.nudge
        async with self._sessions.begin() as session:
            now = self._now()
            if not await nudges.mark_sending(session, nudge, now, LEASE):
                return None
            person = await people.hold(session, nudge.person_id)
            message = await message_of(session, nudge, person, self._terms, now)
            if message is None:
                return None
            album = message if isinstance(message, Album) else Album(message, (nudge,))
            others = [row for row in album.rows if row.id != nudge.id]
            if others:
                await nudges.take_along(session, others, now, LEASE)
            self._flying[_this_task()] = tuple(row.id for row in album.rows)
        return replace(album, message=_silenced(album.message)) if ready.silent else album

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

    async def _record(self, rows: Sequence[Nudge], outcome: Outcome) -> None:
        """A busy database must not make us forget what has left."""
        for attempt in range(1, RECORD_TRIES + 1):
            try:
                async with self._sessions.begin() as session:
                    await records.write_down(session, rows, outcome, self._terms, self._now())
                return
            except (DBAPIError, PoolTimeout):
                if attempt == RECORD_TRIES:
                    raise
                await asyncio.sleep(attempt / 10)


def _this_task() -> asyncio.Task[Any]:
    task = asyncio.current_task()
    assert task is not None
    return task


def _silenced(message: TelegramMethod[Any]) -> TelegramMethod[Any]:
    if "disable_notification" not in type(message).model_fields:
        return message
    return message.model_copy(update={"disable_notification": True})
