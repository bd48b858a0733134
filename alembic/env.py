"""Runs the migrations. `bot.migrate` gives the connection; by hand, the settings give the URL."""

import asyncio
from typing import Literal

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.settings import load
from models.database import Moment, connect
from models.tables import Table


def render(kind: str, thing: object, _context: object) -> str | Literal[False]:
    """A migration stands for itself: it must not change when our types do."""
    is_moment = kind == "type" and isinstance(thing, Moment)
    return "sa.DateTime(timezone=True)" if is_moment else False


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        render_as_batch=True,
        render_item=render,
    )
    with context.begin_transaction():
        context.run_migrations()


def migrate_with_keys_off(connection: Connection) -> None:
    """A batch migration drops and remakes tables: with foreign keys on, SQLite would take the
    rows that refer to them along. The pragma works outside a transaction only."""
    is_sqlite = connection.dialect.name == "sqlite"
    raw = connection.connection.cursor()
    if is_sqlite:
        raw.execute("PRAGMA foreign_keys=OFF")
    with connection.begin():
        migrate(connection)
        if is_sqlite and connection.execute(text("PRAGMA foreign_key_check")).first():
            raise RuntimeError("the migration would leave rows that refer to nothing")
    if is_sqlite:
        raw.execute("PRAGMA foreign_keys=ON")
    raw.close()


async def migrate_by(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.run_sync(migrate_with_keys_off)
    await engine.dispose()


connectable = context.config.attributes.get("connection")
if isinstance(connectable, Connection):
    migrate(connectable)
elif isinstance(connectable, AsyncEngine):
    asyncio.run(migrate_by(connectable))
else:
    asyncio.run(migrate_by(connect(load().database_url)))
