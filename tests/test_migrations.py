"""The migrations: up, down and up again, with data in the tables, to exactly our models."""

import asyncio
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config as AlembicConfig
from pytest_alembic import Config
from pytest_alembic.tests import (
    test_model_definitions_match_ddl,
    test_single_head_revision,
    test_up_down_consistency,
    test_upgrade,
)
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from bot import migrate
from models.database import connect
from models.rules import content
from tests.world import World

DAY = timedelta(days=1)

__all__ = [
    "test_model_definitions_match_ddl",
    "test_single_head_revision",
    "test_up_down_consistency",
    "test_upgrade",
]


@pytest.fixture
def alembic_config() -> Config:
    return Config(config_options={"script_location": str(migrate.SCRIPTS)})


@pytest.fixture
def alembic_engine(tmp_path: Path) -> AsyncEngine:
    return create_async_engine(f"sqlite+aiosqlite:///{tmp_path}/empty.db", poolclass=NullPool)


async def test_up_down_and_up_again_with_data_in_the_tables(world: World) -> None:
    await world.meet(world.olga)
    await world.answer(world.alice, 3, "Ждала час")
    await world.app.close()

    await asyncio.to_thread(move, world, command.downgrade, "base")
    assert world.rows("SELECT name FROM sqlite_master WHERE tbl_name <> 'alembic_version'") == []
    await asyncio.to_thread(move, world, command.upgrade, "head")

    world.wake_up()
    await world.app.start()
    await world.answer(world.dave, 9)
    assert world.rows("SELECT score FROM responses") == [(9,)]


async def test_migrating_what_is_newest_already_keeps_every_row(world: World) -> None:
    await world.answer(world.alice, 3, "Ждала час")
    await world.app.close()
    await asyncio.to_thread(migrate.to_newest, f"sqlite+aiosqlite:///{world.database}")
    assert world.rows("SELECT score, text FROM responses, reasons") == [(3, "Ждала час")]


def move(world: World, where: Callable[[AlembicConfig, str], None], revision: str) -> None:
    config = migrate.config()
    config.attributes["connection"] = connect(f"sqlite+aiosqlite:///{world.database}")
    where(config, revision)


def brought_up_from(path: Path, revision: str, rows: str) -> None:
    """A database of an older version, with these rows, becomes one of the newest."""
    config = migrate.config()
    config.attributes["connection"] = connect(f"sqlite+aiosqlite:///{path}")
    command.upgrade(config, revision)
    with closing(sqlite3.connect(path)) as old:
        old.executescript(rows)
    migrate.to_newest(f"sqlite+aiosqlite:///{path}")


BEFORE_0002 = """
    INSERT INTO people (id, telegram_id, role, name, language, code, met_at, demo)
        VALUES (1, 5, 'customer', 'Алиса', 'ru', 'ABCDEFGHJK', '2026-05-15 09:00:00.000000', 0);
    INSERT INTO surveys (id, customer_id, state, source, wording, due_at)
        VALUES (1, 1, 'answered', 'first', 1, '2026-05-15 09:00:00.000000'),
               (2, 1, 'answered', 'rate', 1, '2026-05-15 09:00:00.000000');
    INSERT INTO responses (id, survey_id, customer_id, score, answered_at, why_closes_at)
        VALUES (1, 1, 1, 3, '2026-05-15 09:00:00.000000', '2026-05-29 09:00:00.000000'),
               (2, 2, 1, 9, '2026-05-15 09:00:00.000000', '2026-05-29 09:00:00.000000');
    INSERT INTO reasons (response_id, message_id, kind, text, at)
        VALUES (1, 7, 'text', 'Ждала час', '2026-05-15 09:01:00.000000');
"""


def test_what_customers_said_before_0002_is_there_after_it(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    brought_up_from(path, "0001", BEFORE_0002)
    with closing(sqlite3.connect(path)) as new:
        said = new.execute(
            "SELECT score, text, thanked_at IS NOT NULL FROM responses "
            "LEFT JOIN reasons ON reasons.response_id = responses.id ORDER BY responses.id"
        ).fetchall()
    assert said == [(3, "Ждала час", 1), (9, None, 0)]


BEFORE_0004 = """
    INSERT INTO people (id, telegram_id, role, name, language, code, met_at, demo,
                        consented_at, birth_month, birth_day)
    SELECT column1, column1, column2, 'x', 'ru', 'c' || column1, '2026-05-15 09:00:00.000000', 0,
           column3, column4, column5
    FROM (VALUES {values})
"""


def test_birthdays_that_were_known_before_0004_are_kept_after_it(tmp_path: Path) -> None:
    """An invitation two weeks ahead, where there are two weeks."""
    path, today = tmp_path / "old.db", datetime.now(UTC).date()
    far, near = (
        in_days.replace(day=min(in_days.day, 28))
        for in_days in (today + 100 * DAY, today + 9 * DAY)
    )
    values = [
        f"(1, 'customer', '2026-05-15 09:00:00.000000', {far.month}, {far.day})",
        f"(2, 'customer', '2026-05-15 09:00:00.000000', {near.month}, {near.day})",
        f"(3, 'customer', NULL, {far.month}, {far.day})",
        f"(4, 'owner', '2026-05-15 09:00:00.000000', {far.month}, {far.day})",
        "(5, 'customer', '2026-05-15 09:00:00.000000', NULL, NULL)",
    ]
    brought_up_from(path, "0003", BEFORE_0004.format(values=", ".join(values)))
    with closing(sqlite3.connect(path)) as new:
        kept = new.execute("SELECT greeting_at, invitation_at FROM people ORDER BY id").fetchall()
    nothing = (None, None)
    assert kept == [
        (f"{far} 08:00:00.000000", f"{far - 14 * DAY} 08:00:00.000000"),
        (f"{near} 08:00:00.000000", None),
        *[nothing] * 3,
    ]


def test_who_was_known_before_0004_has_a_bucket_by_chance(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    values = ", ".join(f"({id}, 'customer', NULL, NULL, NULL)" for id in range(1, 2001))
    brought_up_from(path, "0003", BEFORE_0004.format(values=values))
    with closing(sqlite3.connect(path)) as new:
        buckets = [bucket for (bucket,) in new.execute("SELECT bucket FROM people ORDER BY id")]
    assert (min(buckets), max(buckets)) == (0, 99)
    assert 850 < sum(bucket < 50 for bucket in buckets) < 1150
    assert buckets[:100] != buckets[100:200]


BEFORE_0005 = """
    INSERT INTO people (id, telegram_id, role, name, language, code, met_at, demo, bucket)
        VALUES (1, 5, 'admin', 'Боб', 'ru', 'ABCDEFGHJK', '2026-05-15 09:00:00.000000', 0, 7),
               (2, 6, 'customer', 'Алиса', 'ru', 'BCDEFGHJKL', '2026-05-15 09:00:00.000000', 0, 8);
    INSERT INTO campaigns (id, admin_id, state, chat_id, message_id, created_at)
        VALUES (1, 1, 'confirmed', 5, 44, '2026-05-15 09:00:00.000000'),
               (2, 1, 'draft', 5, NULL, '2026-05-15 09:00:00.000000');
    INSERT INTO nudges (key, kind, person_id, priority, due_at, state, attempts, campaign_id)
        VALUES ('offer:1:2', 'offer', 2, 6, '2026-05-15 09:00:00.000000', 'planned', 0, 1),
               ('report:1', 'report', 1, -1, '2026-05-15 09:00:00.000000', 'planned', 0, NULL);
"""


def test_a_broadcast_that_was_under_way_before_0005_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    brought_up_from(path, "0004", BEFORE_0005)
    with closing(sqlite3.connect(path)) as new:
        states = new.execute("SELECT id, state, conditions FROM campaigns ORDER BY id").fetchall()
        offers = new.execute(
            "SELECT nudges.kind, content FROM nudges LEFT JOIN variants ON variants.id = variant_id"
            " ORDER BY nudges.id"
        ).fetchall()
    assert states == [(1, "confirmed", "[]"), (2, "cancelled", "[]")]
    assert [kind for kind, _ in offers] == ["offer", "report"]
    kept = content.load(json.loads(offers[0][1]))
    assert (kept.chat_id, kept.message_ids) == (5, (44,))
    assert offers[1][1] is None
