"""Bringing the database to the newest shape."""

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.settings import BadSettings
from models.database import connect, open_once

SCRIPTS = Path(__file__).parent.parent / "alembic"


def config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config


def to_newest(database_url: str) -> None:
    """Call it outside a running event loop: alembic's environment starts one."""
    settings = config()
    settings.attributes["connection"] = connect(database_url)
    try:
        open_once(database_url)
        command.upgrade(settings, "head")
    except (DBAPIError, sqlite3.Error, OSError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        raise BadSettings(
            f"DATABASE_URL: the database can't be brought up to date ({cause})"
        ) from error


async def is_newest(engine: AsyncEngine) -> bool:
    newest = ScriptDirectory.from_config(config()).get_current_head()
    async with engine.connect() as connection:
        return await connection.run_sync(_revision) == newest


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
