"""Claim, commit, send, record: a nudge leaves at most once, a notice at least once."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods import TelegramMethod
from aiogram.types import Message, MessageId
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from models import nudges, people
from models.database import Now, Sessions
from models.tables import Nudge
from scheduler import records
from scheduler.decisions import Ready, decide
from scheduler.failures import Failure, Meaning, read
from scheduler.pace import QUEUED
from scheduler.plan import Album
from scheduler.plans import OF_KIND
from scheduler.records import Outcome
from scheduler.terms import Terms

log = logging.getLogger(__name__)

AT_ONCE = 30
ROOM_ENOUGH = 10
"""Free places before we look again: looking for one costs as much as looking for ten."""
LEASE = timedelta(minutes=5)
"""How long a claim holds after its process has died without a restart."""
LOOK_EACH = 1.0
CATCH_BREATH = timedelta(seconds=10)
"""For all, when Telegram can't be reached or does not let us in."""
NOT_NEEDED = "not_needed"
RECORD_TRIES = 10


class Delivery:
    def __init__(
        self, bot: Bot, sessions: Sessions, now: Now, wake: asyncio.Event, terms: Terms
    ) -> None:
        self._bot = bot
        self._sessions = sessions
        self._now = now
        self._wake = wake
        self._terms = terms
        self._flying: dict[asyncio.Task[None], int] = {}
        self._claiming = asyncio.Lock()
        self._paused_until: datetime | None = None
        self._has_recovered = False
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
                async with asyncio.timeout(LOOK_EACH):
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
        """Claims no more, waits for those in flight, and leaves the rest to the next start."""
        self._is_closing = True
        self._wake.set()
        async with self._claiming:
            if self._flying:
                _, late = await asyncio.wait(self._flying, timeout=patience)
                for task in late:
                    task.cancel()
                await asyncio.gather(*late, return_exceptions=True)

    async def _take_off(self) -> int:
        """Claims what is due, decides, and sends it on its way; how many rows were claimed."""
        async with self._claiming:
            room, now = AT_ONCE - len(self._flying), self._now()
            if self._is_closing or room < ROOM_ENOUGH or self._is_paused(now):
                return 0
            async with self._sessions.begin() as session:
                await self._take_back(session, now)
                claimed = await nudges.claim(session, room, now, LEASE)
                ready = await decide(session, claimed, self._terms, now)
            self._has_recovered = True
            for one in ready:
                task = asyncio.create_task(self._fly(one))
                self._flying[task] = one.nudge.id
                task.add_done_callback(self._land)
            return len(claimed)

    def _is_paused(self, now: datetime) -> bool:
        return self._paused_until is not None and now < self._paused_until

    def _land(self, task: asyncio.Task[None]) -> None:
        nudge_id = self._flying.pop(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("message %s was left in flight", nudge_id, exc_info=error)
        self._wake.set()

    async def _take_back(self, session: AsyncSession, now: datetime) -> None:
        """At first everything in flight is a dead process's, and need not wait for a lease."""
        left = await nudges.give_back(
            session,
            leases_until=now if self._has_recovered else None,
            flying=tuple(self._flying.values()),
        )
        await records.may_have_arrived(session, left, self._terms, now)

    async def _fly(self, ready: Ready) -> None:
        QUEUED.set(True)
        try:
            album = await self._prepare(ready)
        except Exception:
            # Nothing has left yet, so nothing is lost; a bug in one message stops no other.
            log.exception("%s %s could not be written", ready.nudge.kind, ready.nudge.id)
            await self._record((ready.nudge,), Failure(Meaning.NOT_SENT, "not_written"))
            return
        if album is not None:
            await self._record(album.rows, await self._send(album.message))

    async def _prepare(self, ready: Ready) -> Album | None:
        """The request, with the rows that it carries: most carry one."""
        nudge = ready.nudge
        async with self._sessions.begin() as session:
            now = self._now()
            if not await nudges.mark_sending(session, nudge, now, LEASE):
                return None
            person = await people.hold(session, nudge.person_id)
            compose = OF_KIND[nudge.kind].compose
            message = await compose(session, nudge, person, self._terms, now)
            if message is None:
                await records.skip(session, nudge, person, NOT_NEEDED, self._terms, now)
                return None
            album = message if isinstance(message, Album) else Album(message, (nudge,))
            others = [row for row in album.rows if row.id != nudge.id]
            if others:
                await nudges.take_along(session, others, now, LEASE)
        return replace(album, message=_silenced(album.message)) if ready.silent else album

    async def _send(self, message: TelegramMethod[Any]) -> Outcome:
        try:
            result = await self._bot(message)
        except AiogramError as error:
            failure = read(error)
            if failure.meaning is Meaning.NOT_SENT:
                self._paused_until = self._now() + (failure.wait or CATCH_BREATH)
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
            except DBAPIError:
                if attempt == RECORD_TRIES:
                    raise
                await asyncio.sleep(attempt / 10)


def _silenced(message: TelegramMethod[Any]) -> TelegramMethod[Any]:
    if "disable_notification" not in type(message).model_fields:
        return message
    return message.model_copy(update={"disable_notification": True})
