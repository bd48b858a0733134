"""How fast we may speak: a steady pace without bursts, in which people who talk go first."""

import asyncio
from collections import deque
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

QUEUED: ContextVar[bool] = ContextVar("queued", default=False)
"""True in a task that sends what nobody has just asked for."""

COUNTED = ("send", "copy", "forward", "edit")
LONGEST_WAIT = 60.0
"""Seconds that an answer to a person may wait for Telegram's permission, in all."""


class Pace(BaseRequestMiddleware):
    """One permit each 1/rate seconds: a bucket that saves permits up bursts, and is punished.

    When Telegram says to wait, the queued wait for all of it, and are told so at once, so that
    they may go back to the table they came from. An answer to a person waits and goes again.
    """

    def __init__(self, rate: float) -> None:
        self._gap = 1 / rate
        self._free_at = 0.0
        self._paused_until = 0.0
        self._talking: deque[asyncio.Future[None]] = deque()
        self._queued: deque[asyncio.Future[None]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        if method.__api_method__ == GetUpdates.__api_method__:
            return await make_request(bot, method)
        if QUEUED.get():
            return await self._once(make_request, bot, method)
        return await self._until_heard(make_request, bot, method)

    async def _until_heard(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        waited = 0.0
        while True:
            try:
                return await self._paced(make_request, bot, method, self._talking)
            except TelegramRetryAfter as refusal:
                waited += refusal.retry_after
                if waited > LONGEST_WAIT:
                    raise
                await asyncio.sleep(refusal.retry_after)

    async def _once(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        self._refuse_while_paused(method)
        return await self._paced(make_request, bot, method, self._queued)

    async def _paced(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
        lane: deque[asyncio.Future[None]],
    ) -> Response[TelegramType]:
        if method.__api_method__.startswith(COUNTED):
            await self._turn(lane)
            if lane is self._queued:
                self._refuse_while_paused(method)
        try:
            return await make_request(bot, method)
        except TelegramRetryAfter as refusal:
            self._pause(refusal.retry_after)
            raise

    def _pause(self, seconds: float) -> None:
        until = asyncio.get_running_loop().time() + seconds
        self._paused_until = max(self._paused_until, until)

    def _refuse_while_paused(self, method: TelegramMethod[Any]) -> None:
        left = self._paused_until - asyncio.get_running_loop().time()
        if left > 0:
            raise TelegramRetryAfter(method, "the pause is not over", ceil(left))

    async def _turn(self, lane: deque[asyncio.Future[None]]) -> None:
        loop = asyncio.get_running_loop()
        if self._timer is None and loop.time() >= self._free_at:
            self._free_at = loop.time() + self._gap
            return
        turn = loop.create_future()
        lane.append(turn)
        if self._timer is None:
            self._timer = loop.call_at(self._free_at, self._next)
        await turn

    def _next(self) -> None:
        """Gives the permit that is free now to whoever waits, and sets the time of the next."""
        self._timer = None
        loop = asyncio.get_running_loop()
        self._free_at = max(self._free_at, loop.time())
        for lane in (self._talking, self._queued):
            while lane:
                turn = lane.popleft()
                if not turn.done():  # done: whoever waited has gone
                    turn.set_result(None)
                    self._free_at += self._gap
                    self._timer = loop.call_at(self._free_at, self._next)
                    return
