"""The engine, its sessions, and the two things SQL leaves open between SQLite and PostgreSQL."""

import logging
import os
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from aiosqlite import Connection, OperationalError
from sqlalchemy import DateTime, Dialect, bindparam, event, literal_column, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

PATIENCE = "busy_timeout=10000"
SHORT_PATIENCE = "busy_timeout=1000"
"""Milliseconds to wait for another process. Long waits keep the one connection from everybody."""

log = logging.getLogger(__name__)

Sessions = async_sessionmaker[AsyncSession]
HELD = {"key_share": True}
"""For `with_for_update`: ours until the transaction ends, but rows that point to it may be written
meanwhile. A plain lock would hold them up too, and two transactions could wait for each other."""
Now = Callable[[], datetime]
"""Tells the time, aware and in UTC. Only `bot.app` decides where it comes from."""


def connect(url: str) -> AsyncEngine:
    """An engine whose errors never show parameters: they hold what people wrote."""
    if not url.startswith("sqlite"):
        return create_async_engine(url, hide_parameters=True)
    engine = create_async_engine(
        # One connection: SQLite has one writer, and a queue of tasks in front of it is
        # fairer than a queue of locks inside it.
        url,
        hide_parameters=True,
        pool_size=1,
        max_overflow=0,
        pool_timeout=60,
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def is_to_be_made(url: str) -> bool:
    """Whether there is no file yet, in a folder that can have one; a server's is not ours to make.
    To open it would make it."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        return False
    file = Path(address.database)
    return not file.exists() and os.access(file.parent, os.W_OK)


def open_once(url: str) -> None:
    """Raises `sqlite3.Error` where the file can't be opened. The async driver would tell too, but
    the thread it leaves behind complains for long after."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database:
        sqlite3.connect(address.database).close()


def sessions_of(engine: AsyncEngine) -> Sessions:
    return async_sessionmaker(engine, expire_on_commit=False)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we begin transactions ourselves, below
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        PATIENCE,
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Any) -> None:
    """A transaction that reads first and writes later must hold the lock from its start."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


async def stain(session: AsyncSession) -> None:
    """Notes, in the transaction that erases, that the files hold copies of what is gone. A free
    number in SQLite's header keeps it: whoever is killed before the scrub finds it again."""
    if session.get_bind().dialect.name == "sqlite":
        await session.execute(text("PRAGMA user_version = 1"))


async def scrub(engine: AsyncEngine) -> bool:
    """Leaves in SQLite's files what the tables hold, and nothing else; false while somebody reads
    them (a backup), or the disk is full. Elsewhere there is nothing to do.

    `secure_delete` blanks what is deleted, but not what a row leaves behind when its page is
    split: only VACUUM does. Then the log, with its older copies of pages, is emptied.
    """
    if engine.dialect.name != "sqlite":
        return True
    async with engine.connect() as connection:  # no transaction, which SQLAlchemy would begin
        raw = cast("Connection", (await connection.get_raw_connection()).driver_connection)
        if await _ask(raw, "PRAGMA user_version") == 0:
            return True
        await _ask(raw, f"PRAGMA {SHORT_PATIENCE}")
        try:
            return await _scrub(raw)
        except OperationalError as error:
            log.warning("what was erased is not out of the database's files yet: %s", error)
            return False
        finally:
            await _ask(raw, f"PRAGMA {PATIENCE}")


async def _scrub(raw: Connection) -> bool:
    await _ask(raw, "VACUUM")
    is_held_up = await _ask(raw, "PRAGMA wal_checkpoint(TRUNCATE)")
    if not is_held_up:
        await _ask(raw, "PRAGMA user_version = 0")
    return not is_held_up


async def _ask(raw: Connection, statement: str) -> int | None:
    """To the last row: a cursor left open would forbid VACUUM."""
    rows = list(await raw.execute_fetchall(statement))
    return rows[0][0] if rows else None


class Moment(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], datetime | None] | None:
        """SQLite's text in one step: delivery reads tens of thousands of moments a second."""
        if dialect.name == "sqlite":
            return _moment_of
        return super().result_processor(dialect, coltype)


def _moment_of(kept: str | None) -> datetime | None:
    return None if kept is None else datetime.fromisoformat(kept).replace(tzinfo=UTC)


NOW = bindparam("now", type_=Moment())
"""Stands for the moment in a statement that is built once."""


class later(FunctionElement[datetime]):
    """`later(column, timedelta)`: the moment in the column moved by a span, in SQL; or by so many
    seconds, of a column too."""

    type = Moment()
    inherit_cache = True

    def __init__(
        self, moment: ColumnElement[Any] | Any, span: timedelta | ColumnElement[float]
    ) -> None:
        seconds = span.total_seconds() if isinstance(span, timedelta) else span
        super().__init__(moment, seconds)


@compiles(later, "sqlite")
def _later_sqlite(element: later, compiler: Any, **kw: Any) -> str:
    moment, seconds = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"strftime('%Y-%m-%d %H:%M:%f', {moment}, ({seconds}) || ' seconds') || '000'"


@compiles(later)
def _later_elsewhere(element: later, compiler: Any, **kw: Any) -> str:
    moment, seconds = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"({moment} + make_interval(secs => {seconds}))"


def insert_into(session: AsyncSession, table: type) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows `on_conflict_do_nothing`, which SQLAlchemy has by dialect only."""
    dialect = session.get_bind().dialect.name
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def among(column: ColumnElement[Any] | Any, *values: str) -> ColumnElement[bool]:
    """One of these, written out: for bound values the planner leaves partial indexes aside."""
    written: list[ColumnElement[str]] = [literal_column(f"'{value}'") for value in values]
    found = column.in_(written) if len(written) > 1 else column == written[0]
    return cast("ColumnElement[bool]", found)
