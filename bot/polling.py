"""Asking Telegram for updates: one batch, people in parallel and each person in order, confirmed
when all have ended. A kill -9 in between loses none: they come again."""

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from handlers.dialogs import NOT_OF_TELEGRAM
from models.database import Now
from scheduler.hearing import Hearing

log = logging.getLogger(__name__)

OUT_OF_REACH = (TelegramAPIError, ClientDecodeError)
"""An error of any kind from getUpdates is Telegram's, or the network's, and passes."""
TRIES = 3
"""Each waits for the database as long as its busy timeout, ten seconds."""
FULL = 100
"""Updates in one batch, at the most: after a full one there may be more."""
LONGEST_PAUSE = 30.0
"""Seconds between tries while Telegram is out of reach."""


class RawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates as it came: one update that can't be read must not hide the others."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


class Polling:
    def __init__(self, bot: Bot, dispatcher: Dispatcher, hearing: Hearing, now: Now) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._hearing = hearing
        self._now = now
        self._kinds = dispatcher.resolve_used_update_types(skip_events=NOT_OF_TELEGRAM)
        self.offset: int | None = None
        """Of the first update that is not answered yet."""

    async def run(self, wait: int = 30) -> None:
        """Until cancelled, or until Telegram says that the token is wrong."""
        pause = 1.0
        while True:
            try:
                await self.take(wait)
                pause = 1.0
            except TelegramUnauthorizedError:
                raise
            except TelegramConflictError:
                log.warning("another process polls with this token; stop one of them")
                await asyncio.sleep(pause)
            except TelegramRetryAfter as error:
                await asyncio.sleep(error.retry_after)
            except OUT_OF_REACH as error:
                log.warning("Telegram is out of reach: %s", type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    async def take(self, wait: int = 0) -> int:
        """One batch from beginning to end; how many there were."""
        request = RawUpdates(offset=self.offset, timeout=wait, allowed_updates=self._kinds)
        asked_at = self._now()
        batch = await self._bot(request, request_timeout=wait + 30)
        if batch:
            await asyncio.shield(self._answer(batch))
        if len(batch) < FULL:
            self._hearing.until = asked_at
        return len(batch)

    async def _answer(self, batch: list[dict[str, Any]]) -> None:
        people = _by_person(self._read(batch))
        await asyncio.gather(*(self._hear(updates) for updates in people))
        self.offset = int(batch[-1]["update_id"]) + 1

    async def stop(self, hearing: "asyncio.Task[None]") -> None:
        """Ends the waiting but not the answering, and tells Telegram what was heard, so that
        after a calm stop nothing comes twice."""
        hearing.cancel()
        await asyncio.wait({hearing})
        if self.offset is not None:
            with suppress(TelegramAPIError):
                await self._bot(RawUpdates(offset=self.offset, timeout=0))

    def _read(self, batch: Iterable[dict[str, Any]]) -> Iterable[Update]:
        for raw in batch:
            try:
                yield Update.model_validate(raw, context={"bot": self._bot})
            except ValidationError as error:
                faults = [fault["loc"] for fault in error.errors(include_input=False)]
                log.error("update %s can't be read: %s", raw.get("update_id"), faults)

    async def _hear(self, updates: list[Update]) -> None:
        for update in updates:
            try:
                await self._answer_one(update)
            except Exception:
                # the person could not even be told; the others must be heard all the same
                log.exception("update %s failed twice", update.update_id)

    async def _answer_one(self, update: Update) -> None:
        """A busy database is asked again: what people say is not lost because of it."""
        for tries_left in reversed(range(TRIES)):
            try:
                await self._dispatcher.feed_update(self._bot, update, may_go_again=bool(tries_left))
                return
            except OperationalError:
                if not tries_left:
                    raise
                log.warning("update %s goes again: the database is busy", update.update_id)


def _by_person(updates: Iterable[Update]) -> Iterable[list[Update]]:
    people: dict[int, list[Update]] = {}
    for update in updates:
        speaker = getattr(update.event, "from_user", None)
        people.setdefault(speaker.id if speaker else -update.update_id, []).append(update)
    return people.values()
