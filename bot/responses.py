"""The classes of Telegram's answers. aiogram asks pydantic for `Response[Message]` at each request,
and pydantic forgets what nobody holds: to make it anew costs more than the request."""

from functools import cache
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType


class KeptResponses(BaseRequestMiddleware):
    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        _response_of(method.__returning__)
        return await make_request(bot, method)


@cache
def _response_of(returning: Any) -> type[Response[Any]]:
    return Response[returning]
