"""`build()`: the only place that wires. No globals; nothing happens at import."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.fsm.storage.memory import SimpleEventIsolation
from aiogram.utils.callback_answer import CallbackAnswerMiddleware
from sqlalchemy.ext.asyncio import AsyncEngine

import handlers
from bot.responses import KeptResponses
from bot.session import JsonSession
from bot.settings import Settings
from handlers.menus import show_menus, take_menu
from handlers.storage import WizardStorage
from handlers.who import Who
from handlers.wizards import CommandsFirst
from models import staff
from models.database import Now, Sessions, connect, sessions_of
from scheduler import Scheduler
from scheduler.hearing import Hearing
from scheduler.pace import Pace


def real_time() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class App:
    bot: Bot
    dispatcher: Dispatcher
    scheduler: Scheduler
    engine: AsyncEngine
    sessions: Sessions
    now: Now
    settings: Settings
    hearing: Hearing

    async def start(self) -> None:
        """What must hold before the first update: staff as the settings name them, the menus.
        Those who leave lose their menus first, so that a start that failed finds them again."""
        settings = self.settings
        named, cadence, zone = settings.staff, settings.cadence, settings.zone
        async with self.sessions.begin() as session:
            leaving = await staff.leaving(session, named)
        for person in leaving:
            await take_menu(self.bot, person)
        async with self.sessions.begin() as session:
            await staff.assign_roles(session, named, cadence, zone, self.now())
        await show_menus(self.bot, self.sessions, settings.default_language)

    async def close(self) -> None:
        await self.scheduler.close()
        await self.bot.session.close()
        await self.engine.dispose()


def build(settings: Settings, *, now: Now = real_time, session: BaseSession | None = None) -> App:
    """The whole bot. `session` is where the requests go: Telegram unless a test says otherwise."""
    assert settings.bot_token is not None
    bot = Bot(settings.bot_token.get_secret_value(), session=session or telegram_session(settings))
    pace = Pace(settings.send_rate)
    bot.session.middleware(KeptResponses())
    bot.session.middleware(pace)
    engine = connect(settings.database_url)
    sessions = sessions_of(engine)
    wake, hearing = asyncio.Event(), Hearing()
    scheduler = Scheduler(
        bot=bot,
        sessions=sessions,
        now=now,
        wake=wake,
        business=settings.business,
        cadence=settings.cadence,
        policy=settings.policy,
        tick=settings.tick,
        engine=engine,
        pace=pace,
        paid_broadcast=settings.paid_broadcast,
        hearing=hearing,
    )
    dispatcher = Dispatcher(
        storage=WizardStorage(sessions),
        events_isolation=SimpleEventIsolation(),
        sessions=sessions,
        now=now,
        wake=wake,
        business=settings.business,
        cadence=settings.cadence,
        policy=settings.policy,
        named=settings.staff,
        engine=engine,
        erasure_key=settings.secret_of_erasure,
        failures=Counter(),
    )
    dispatcher.update.outer_middleware(Who(settings.staff))
    dispatcher.message.outer_middleware(CommandsFirst())
    dispatcher.callback_query.middleware(CallbackAnswerMiddleware())
    dispatcher.include_router(handlers.router())
    return App(bot, dispatcher, scheduler, engine, sessions, now, settings, hearing)


def telegram_session(settings: Settings) -> BaseSession:
    if settings.telegram_api_url is None:
        return JsonSession()
    return JsonSession(api=TelegramAPIServer.from_base(str(settings.telegram_api_url)))
