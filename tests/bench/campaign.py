"""A campaign to a crowd, in a database on disk, and a delivery that nothing throttles."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import datetime, timedelta
from pathlib import Path

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import migrate
from bot.responses import KeptResponses
from models import offers
from models.database import connect, sessions_of
from models.rules.cadence import Cadence
from models.rules.contact import Policy
from models.rules.content import Content, Part, dump
from models.tables import Campaign, CampaignState, Person, Role, Variant
from scheduler.delivery import Delivery
from scheduler.pace import Pace
from scheduler.terms import Terms
from tests.bench.telegram import ADMIN, FIRST, SOURCE
from tests.scheduler.bench import BUSINESS, NOON, TOKEN

UNTHROTTLED = 1e6
LOOK_EACH = 0.02
BEFORE = NOON - timedelta(days=90)
CUSTOMERS = """
    INSERT INTO people (id, telegram_id, role, name, language, code, met_at, started_at,
                        consented_at, offers_at, bucket, demo)
    WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last)
    SELECT i, i, 'customer', 'x', 'ru', 'c' || i, :before, :before, :before, :before, i % 100, 0
    FROM n
"""
HOW_MANY = "SELECT count(DISTINCT message_id) FROM nudges WHERE state = 'sent'"
IS_LEFT = """
    SELECT EXISTS (SELECT 1 FROM nudges INDEXED BY ix_nudges_due WHERE state = 'planned')
        OR EXISTS (SELECT 1 FROM nudges INDEXED BY ix_nudges_in_flight
                   WHERE state IN ('claimed', 'sending'))
"""
TERMS = Terms(BUSINESS, Cadence(), Policy())


async def make(file: Path, size: int) -> None:
    """So many customers who welcome offers, and a campaign to all that has no rows yet."""
    await asyncio.to_thread(migrate.to_newest, f"sqlite+aiosqlite:///{file}")
    engine = connect(f"sqlite+aiosqlite:///{file}")
    crowd = {"first": FIRST, "last": FIRST + size - 1, "before": f"{BEFORE:%F %T.%f}"}
    content = Content(ADMIN, (Part("text", SOURCE, "Скидка"),), (SOURCE,))
    async with sessions_of(engine).begin() as session:
        await session.execute(text(CUSTOMERS), crowd)
        facts = {"id": ADMIN, "telegram_id": ADMIN, "role": Role.ADMIN, "code": "admin"}
        session.add(Person(name="x", language="ru", met_at=NOON, started_at=NOON, **facts))
        await session.flush()
        campaign = Campaign(admin_id=ADMIN, state=CampaignState.CONFIRMED, created_at=NOON)
        session.add(campaign)
        await session.flush()
        session.add(Variant(campaign_id=campaign.id, letter="A", content=dump(content)))
    await engine.dispose()


async def plan(engine: AsyncEngine) -> None:
    async with sessions_of(engine).begin() as session:
        campaign = await session.get_one(Campaign, 1)
        await offers.plan(session, campaign, BUSINESS.zone, NOON)


def our_bot(session: BaseSession) -> Bot:
    bot = Bot(TOKEN, session=session)
    bot.session.middleware(KeptResponses())
    return bot


@asynccontextmanager
async def delivering(engine: AsyncEngine, session: BaseSession) -> AsyncIterator[None]:
    """As in the real process, at noon."""
    bot, pace, began = our_bot(session), Pace(UNTHROTTLED), time.monotonic()
    bot.session.middleware(pace)

    def now() -> datetime:
        return NOON + timedelta(seconds=time.monotonic() - began)

    delivery = Delivery(bot, sessions_of(engine), now, asyncio.Event(), TERMS, pace)
    running = asyncio.create_task(delivery.run())
    try:
        yield
    finally:
        await delivery.close()
        await running


async def until_recorded(file: Path) -> None:
    with closing(sqlite3.connect(file)) as reader:
        while reader.execute(IS_LEFT).fetchone()[0]:  # noqa: ASYNC110
            await asyncio.sleep(LOOK_EACH)


def recorded(file: Path) -> int:
    """Rows that are sent, each with a message of its own."""
    with closing(sqlite3.connect(file)) as reader:
        return int(reader.execute(HOW_MANY).fetchone()[0])
