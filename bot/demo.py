"""`make demo`: a Telegram of its own with a business in it, on this machine and nowhere else."""

import asyncio
import errno
from contextlib import suppress
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from bot import logs, migrate
from bot.app import build
from bot.demo_days import Days
from bot.demo_seed import ADMIN_ID, OWNER_ID, seed
from bot.run import work
from bot.settings import Settings
from models.rules.clock import quiet_end
from sandbox.clock import Clock
from sandbox.server import Server, serve
from sandbox.telegram import Telegram

TOKEN = "42:DEMO"
ZONE = "Europe/Moscow"
ANY_FREE = 0


class DemoSettings(Settings):
    """What is written below, and nothing of the machine's own: no environment, no `.env`."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


def settings(database_url: str, telegram_url: str) -> Settings:
    return DemoSettings(
        bot_token=TOKEN,
        telegram_api_url=telegram_url,
        database_url=database_url,
        owner_ids=frozenset({OWNER_ID}),
        admin_ids=frozenset({ADMIN_ID}),
        business_name="Астра",
        survey_subject="наш салон",
        timezone=ZONE,
        purchases_per_year=Decimal(10),
        average_order_value=Decimal(3500),
        referral_reward="скидка 500 ₽ каждому из двоих",
        review_url="https://example.com/astra",
        privacy_contact="salon@example.com",
        birthday_gift="скидка 15 % всю неделю дня рождения",
        offer_footer="Реклама. Салон «Астра», г. Москва. Скидки не суммируются.",
    )


def run(port: int) -> int:
    logs.configure("WARNING", as_json=False, secret=TOKEN)
    with suppress(KeyboardInterrupt), TemporaryDirectory(prefix="sarafan-demo-") as folder:
        database_url = f"sqlite+aiosqlite:///{Path(folder, 'demo.db')}"
        migrate.to_newest(database_url)
        asyncio.run(_live(database_url, port))
    return 0


async def _live(database_url: str, port: int) -> None:
    telegram = with_people()
    days = Days(telegram)
    async with await _serve(telegram, days, port) as server:
        app = days.app = build(settings(database_url, server.url), now=telegram.clock.now)
        try:
            begin_by_day(telegram.clock, app.settings)
            await seed(app, telegram)
            await app.start()
            print(f"The demo is at {server.url} (Ctrl-C ends it)", flush=True)
            await work(app)
        finally:
            await app.close()


def with_people(clock: Clock | None = None) -> Telegram:
    """Those on the page. Two have not been to the salon yet; two work there."""
    telegram = Telegram(clock)
    telegram.timezone = ZONE
    telegram.add_bot(
        TOKEN,
        "astra_salon_bot",
        "Салон «Астра»",
        supports_inline_queries=True,
        inline_feedback=True,
    )
    telegram.add_person(
        1001, "Алиса", last_name="Ким", username="alice", role_label="клиент", avatar="🦊"
    )
    telegram.add_person(1002, "Давид", last_name="Маркин", role_label="клиент", avatar="🐻")
    telegram.add_person(OWNER_ID, "Ольга", role_label="владелец", avatar="🦉")
    telegram.add_person(ADMIN_ID, "Боб", role_label="администратор", avatar="🐼")
    return telegram


def begin_by_day(clock: Clock, settings: Settings) -> None:
    """Who tries the bot at night finds it in the morning, or an offer would seem not to go."""
    now = clock.now()
    clock.advance(quiet_end(now, settings.zone, settings.quiet_hours) - now)


async def _serve(telegram: Telegram, days: Days, port: int) -> Server:
    serve_at = partial(serve, telegram, next_event=days.next_event, live_through=days.live_through)
    try:
        return await serve_at(port=port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        return await serve_at(port=ANY_FREE)
