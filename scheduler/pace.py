"""How fast we may speak: a steady pace without bursts, in which people who talk go first."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from contextvars import ContextVar
from math import ceil
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import GetUpdates, Response, TelegramMethod
from aiogram.methods.base import TelegramType

from scheduler.chats import Chats
from scheduler.speed import Speed

QUEUED: ContextVar[bool] = ContextVar("queued", default=False)
"""True in a task that sends what nobody has just asked for: it has its permit already."""

COUNTED = ("send", "copy", "forward", "edit")
LONGEST_WAIT = 60.0
"""Seconds that an answer to a person may wait for Telegram's permission, in all."""
RATE_OF_ALL = 30
"""Telegram's own: so many a second in all, and about one of them to one chat."""
LATE = 0.02
"""Seconds by which a turn may come late and still count from when it was due: without that a busy
machine keeps no high rate, and with more it bursts."""


class Pace(BaseRequestMiddleware):
    """One permit each 1/rate seconds: a bucket that saves permits up bursts, and is punished. Only
    those are made up for that somebody has waited for, and that are a moment late.

    What is queued has its permit before it is written, so that it leaves at once; an answer takes
    its own here. When Telegram says to wait, the queued wait for all of it, or those to one chat
    where it was that chat's limit. An answer to a person waits and goes again.

    `seconds`: what Telegram's pauses are reckoned by. The wall clock may jump.
    """

    def __init__(self, rate: float, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._speed = Speed(rate)
        self._chats = Chats(gap=min(1.0, RATE_OF_ALL / rate))
        self._free_at = 0.0
        self._paused_until = seconds()
        self._talking: deque[asyncio.Future[None]] = deque()
        self._queued: deque[asyncio.Future[None]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    # What is queued asks before it is written

    @property
    def rate(self) -> float:
        return self._speed.rate

    @property
    def paused_for(self) -> float:
        """Seconds that are left of a pause."""
        return max(0.0, self._paused_until - self._seconds())

    def pause(self, seconds: float) -> None:
        self._paused_until = max(self._paused_until, self._seconds() + seconds)

    def held_for(self, chat: int) -> float:
        """Seconds for which nothing that is queued may go to this chat."""
        return self._chats.held_for(chat, self._seconds())

    def hold(self, chat: int, seconds: float) -> None:
        now = self._seconds()
        self._chats.hold(chat, now + seconds, now)

    @property
    def held_chats(self) -> list[int]:
        return self._chats.held(self._seconds())

    async def space(self, chat: int) -> None:
        """Until one more may go to this chat."""
        if wait := self._chats.wait(chat, asyncio.get_running_loop().time()):
            await asyncio.sleep(wait)

    async def permit(self, chat: int) -> bool:
        """Waits for a turn behind all who talk; false while Telegram wants none."""
        if self.is_allowed(chat):
            await self._turn(self._queued)
        return self.is_allowed(chat)

    def is_allowed(self, chat: int) -> bool:
        return not self.paused_for and not self.held_for(chat)

    # Every request comes by

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        if method.__api_method__ == GetUpdates.__api_method__:
            return await make_request(bot, method)
        if QUEUED.get():
            self._refuse_while_paused(method)
            return await self._send(make_request, bot, method)
        return await self._until_heard(make_request, bot, method)

    async def _until_heard(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        waited = 0.0
        while True:
            if _messages_in(method):
                await self._turn(self._talking)
            try:
                return await self._send(make_request, bot, method)
            except TelegramRetryAfter as refusal:
                waited += refusal.retry_after
                if waited > LONGEST_WAIT:
                    raise
                await asyncio.sleep(refusal.retry_after)

    async def _send(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        left_at = asyncio.get_running_loop().time()
        self._count(method, left_at)
        try:
            return await make_request(bot, method)
        except TelegramRetryAfter as refusal:
            self._heed(method, refusal.retry_after, left_at)
            raise

    def _count(self, method: TelegramMethod[Any], now: float) -> None:
        """An album had one permit, and all its messages count."""
        messages, chat = _messages_in(method), _chat_of(method)
        if messages > 1:
            album_over_at = now + messages * self._speed.gap(self._seconds())
            self._free_at = max(self._free_at, album_over_at)
        if messages and chat is not None:
            self._chats.count(chat, messages, now)

    def _heed(self, method: TelegramMethod[Any], seconds: float, left_at: float) -> None:
        chat = _chat_of(method)
        if chat is not None and self._is_of_the_chat(chat, left_at):
            self.hold(chat, seconds)
            return
        if not self.paused_for:  # else it is one more word of the same complaint
            now = self._seconds()
            self._speed.halve(now, heeded_at=now + seconds)
        self.pause(seconds)

    def _is_of_the_chat(self, chat: int, left_at: float) -> bool:
        """Telegram does not say whose limit it was. One chat's, if it had just had several
        messages; but not while another is held: two of them at once are everybody's."""
        held = self.held_chats
        if held and held != [chat]:
            return False
        return bool(held) or self._chats.is_crowded(chat, left_at)

    def _refuse_while_paused(self, method: TelegramMethod[Any]) -> None:
        if left := self.paused_for:
            raise TelegramRetryAfter(method, "the pause is not over", ceil(left))

    # Turns

    async def _turn(self, lane: deque[asyncio.Future[None]]) -> None:
        loop = asyncio.get_running_loop()
        if self._timer is None and self._take(loop.time()):
            return
        turn = loop.create_future()
        lane.append(turn)
        if self._timer is None:
            self._timer = loop.call_at(self._free_at, self._next)
        await turn

    def _take(self, since: float) -> bool:
        """The turn that was due when it began to wait, or became so since."""
        now = asyncio.get_running_loop().time()
        due_at = max(self._free_at, since, now - LATE)
        if due_at > now:
            return False
        self._free_at = due_at + self._speed.gap(self._seconds())
        return True

    def _next(self) -> None:
        """Gives the permit that is free now to whoever waits, and sets the time of the next."""
        self._timer = None
        loop = asyncio.get_running_loop()
        if loop.time() >= self._free_at and self._give():  # else an album has gone meanwhile
            self._take(self._free_at)
        if self._talking or self._queued:
            self._timer = loop.call_at(self._free_at, self._next)

    def _give(self) -> bool:
        for lane in (self._talking, self._queued):
            while lane:
                turn = lane.popleft()
                if not turn.done():  # done: whoever waited has gone
                    turn.set_result(None)
                    return True
        return False


def _messages_in(method: TelegramMethod[Any]) -> int:
    """As Telegram's limits count them."""
    if not method.__api_method__.startswith(COUNTED):
        return 0
    fields = vars(method)  # to ask the model for what it has not is slow
    several = fields.get("media") or fields.get("message_ids")
    return len(several) if isinstance(several, list) else 1


def _chat_of(method: TelegramMethod[Any]) -> int | None:
    chat = vars(method).get("chat_id")
    return chat if isinstance(chat, int) else None
