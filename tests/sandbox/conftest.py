"""A sandbox with a bot and its people; the bot talks to it over HTTP and in process alike."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer

from bot.responses import KeptResponses
from sandbox.clock import Clock
from sandbox.people import Person
from sandbox.server import Server, serve
from sandbox.session import SandboxSession
from sandbox.telegram import Telegram

TOKEN = "42:TEST"
MORNING = datetime(2026, 5, 15, 9, 0, tzinfo=UTC)


class PlainSession(AiohttpSession):
    """Aiogram's own, without its pause for TLS connections at the end."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


@pytest.fixture
def clock() -> Clock:
    return Clock(at=MORNING)


@pytest.fixture
def telegram(clock: Clock) -> Telegram:
    telegram = Telegram(clock)
    telegram.add_bot(TOKEN, "sarafan_bot", "Сарафан")
    return telegram


@pytest.fixture
def alice(telegram: Telegram) -> Person:
    return telegram.add_person(1, "Алиса", last_name="Ким", username="alice")


@pytest.fixture
def bob(telegram: Telegram) -> Person:
    return telegram.add_person(2, "Bob", language_code="en")


@pytest.fixture
async def server(telegram: Telegram) -> AsyncIterator[Server]:
    async with await serve(telegram) as server:
        yield server


@pytest.fixture(params=["over HTTP", "in process"])
async def session(request: pytest.FixtureRequest, telegram: Telegram) -> AsyncIterator[BaseSession]:
    if request.param == "in process":
        yield SandboxSession(telegram)
        return
    async with await serve(telegram) as server:
        yield PlainSession(api=TelegramAPIServer.from_base(server.url))


@pytest.fixture
async def bot(session: BaseSession) -> AsyncIterator[Bot]:
    session.middleware(KeptResponses())
    async with Bot(TOKEN, session, DefaultBotProperties(parse_mode="HTML")) as bot:
        yield bot
