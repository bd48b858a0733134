"""What is wrong, in words: settings, database, token, staff. And what could be better."""

import sqlite3
from collections.abc import AsyncIterator

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramUnauthorizedError
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import telegram_session
from bot.migrate import is_newest
from bot.settings import BadSettings, Settings, load
from models import people
from models.database import connect, is_to_be_made, open_once, sessions_of


class Hint(str):
    """No fault: all works, and could do more."""


INLINE_OFF = Hint(
    "Inline mode is off: customers share by a link only, not by a card. To change that, send "
    "BotFather /setinline, then /setinlinefeedback and choose 100 %."
)
INLINE_ON = Hint(
    "Inline mode is on. Its feedback can't be seen from here: BotFather's /setinlinefeedback "
    "should be at 100 %, or a card that was sent is not counted as shared."
)


NO_FOOTER = Hint(
    "BIRTHDAY_GIFT is set, and OFFER_FOOTER is empty: invitations to a birthday are offers, and go "
    "without the legal line that the law may ask for."
)


async def look() -> list[str]:
    """The faults, and the hints among them."""
    try:
        settings = load()
    except BadSettings as error:
        return str(error).splitlines()
    return [fault async for fault in _faults_of(settings)]


async def _faults_of(settings: Settings) -> AsyncIterator[str]:
    async for fault in _with_telegram(settings):
        yield fault
    if not settings.owner_ids:
        yield "OWNER_IDS is empty: nobody will read /stats or hear of an unhappy customer."
    if settings.erasure_key is None:
        yield "ERASURE_KEY is empty: whoever is erased can come back as somebody's new friend."
    if settings.birthday_gift and not settings.offer_footer:
        yield NO_FOOTER
    if is_to_be_made(settings.database_url):
        yield "There is no database yet: make run makes it."
        return
    engine = connect(settings.database_url)
    try:
        open_once(settings.database_url)
        async for fault in _with_database(settings, engine):
            yield fault
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        yield f"The database can't be opened ({type(error).__name__}): look at DATABASE_URL."
    finally:
        await engine.dispose()


async def _with_telegram(settings: Settings) -> AsyncIterator[str]:
    if settings.bot_token is None:
        yield "BOT_TOKEN is not set: BotFather gives it when you make a bot."
        return
    session = telegram_session(settings)
    try:
        me = await Bot(settings.bot_token.get_secret_value(), session=session).get_me()
        yield INLINE_ON if me.supports_inline_queries else INLINE_OFF
    except TelegramUnauthorizedError:
        yield "Telegram does not know this BOT_TOKEN: take the one BotFather gave you."
    except TelegramAPIError as error:
        yield f"Telegram is out of reach ({type(error).__name__}): look at the network."
    finally:
        await session.close()


async def _with_database(settings: Settings, engine: AsyncEngine) -> AsyncIterator[str]:
    if not await is_newest(engine):
        yield "The database is empty, or of an older shape: make run brings it up to date."
        return
    async with sessions_of(engine).begin() as session:
        there = {person.telegram_id for person in await people.staff(session)}
    for owner in sorted(settings.owner_ids):
        if owner not in there:
            yield f"Owner {owner} has not started the bot, and can't be written to until then."
