"""An aiogram session without a network: it writes requests as AiohttpSession does."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile
from aiohttp import ClientResponseError, RequestInfo
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from sandbox.api import Answer, Dropped, Incoming, call
from sandbox.requests import Upload
from sandbox.telegram import Telegram


class SandboxSession(BaseSession):
    def __init__(self, telegram: Telegram, **options: Any) -> None:
        super().__init__(**options)
        self.telegram = telegram

    async def close(self) -> None:
        """Nothing to close."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109
    ) -> TelegramType:
        raw, files = await self._written(bot, method)
        seconds = self.timeout if timeout is None else timeout
        request = call(Incoming(self.telegram, bot.token, method.__api_method__, raw, files))
        answer = await self._sent(method, request, seconds or None)
        response = self.check_response(bot, method, answer.status, answer.body)
        return cast(TelegramType, response.result)

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        token, _, path = unquote(urlsplit(url).path).removeprefix("/file/bot").partition("/")
        file = self.telegram.files.at(path) if token in self.telegram.bots else None
        if file is None:
            if raise_for_status:
                raise _not_found(url)
            return
        for start in range(0, file.size, chunk_size):
            yield file.content[start : start + chunk_size]

    async def _written(
        self, bot: Bot, method: TelegramMethod[Any]
    ) -> tuple[dict[str, str], dict[str, Upload]]:
        """The same as AiohttpSession.build_form_data: what is empty is not sent at all."""
        raw: dict[str, str] = {}
        inputs: dict[str, InputFile] = {}
        for name, value in method.model_dump(warnings=False).items():
            if prepared := self.prepare_value(value, bot=bot, files=inputs):
                raw[name] = prepared
        files = {name: await _content(bot, name, one) for name, one in inputs.items()}
        return raw, files

    async def _sent(
        self, method: TelegramMethod[Any], request: Any, seconds: float | None
    ) -> Answer:
        try:
            return cast(Answer, await asyncio.wait_for(request, seconds))
        except TimeoutError as late:
            raise TelegramNetworkError(method, "Request timeout error") from late
        except Dropped as dropped:
            raise TelegramNetworkError(
                method, "ServerDisconnectedError: Server disconnected"
            ) from dropped


async def _content(bot: Bot, name: str, file: InputFile) -> Upload:
    chunks = [chunk async for chunk in file.read(bot)]
    return Upload(b"".join(chunks), file.filename or name)


def _not_found(url: str) -> ClientResponseError:
    headers = CIMultiDictProxy(CIMultiDict[str]())
    info = RequestInfo(URL(url), "GET", headers, URL(url))
    return ClientResponseError(info, (), status=404, message="Not Found")
