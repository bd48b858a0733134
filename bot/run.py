"""The bot against Telegram, until it is told to stop."""

import asyncio
import gc
import logging
import signal

from aiogram.exceptions import TelegramUnauthorizedError

from bot import logs, migrate
from bot.app import App, build, real_time
from bot.polling import LONGEST_PAUSE, OUT_OF_REACH, Polling
from bot.settings import Settings
from models.database import Now

log = logging.getLogger(__name__)


def until_stopped(settings: Settings, now: Now = real_time) -> int:
    """The exit status: 0 after a calm stop, 2 where the token is wrong."""
    assert settings.bot_token is not None
    token = settings.bot_token.get_secret_value()
    logs.configure(settings.log_level, as_json=settings.log_json, secret=token)
    migrate.to_newest(settings.database_url)
    try:
        asyncio.run(_live(settings, now))
    except TelegramUnauthorizedError:
        log.error("Telegram does not know this BOT_TOKEN; take the one BotFather gave you")
        return 2
    return 0


async def _live(settings: Settings, now: Now) -> None:
    app = build(settings, now=now)
    try:
        await begin(app)
        await work(app)
    finally:
        await app.close()


async def begin(app: App) -> None:
    """A machine that starts up may have no network yet."""
    pause = 1.0
    while True:
        try:
            await app.start()
            await app.bot.me()  # asked once, and remembered
            return
        except TelegramUnauthorizedError:
            raise
        except OUT_OF_REACH as error:
            log.warning("Telegram is out of reach: %s", type(error).__name__)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def work(app: App) -> None:
    """Hears and sends until SIGINT or SIGTERM; then ends what is under way, and no more."""
    gc.set_threshold(50_000, 20, 50)  # aiogram's models are many short-lived cycles
    gc.freeze()
    polling = Polling(app.bot, app.dispatcher, app.hearing, app.now)
    hearing = asyncio.create_task(polling.run())
    stopping = asyncio.create_task(_told_to_stop())
    try:
        app.scheduler.start()
        log.info("@%s is up", (await app.bot.me()).username)
        await asyncio.wait({hearing, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if hearing.done():
            await hearing
    finally:
        await polling.stop(hearing)
        stopping.cancel()


async def _told_to_stop() -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, told.set)
    await told.wait()
