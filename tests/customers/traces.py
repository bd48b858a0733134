"""Somebody who is unusual enough to be found by, and where traces of her may lie."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from sandbox.people import Person
from tests.world import World

KEY = "a key for the tests only"
ALICE, DAVE = 777000111, 777000222
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
WORDS = "Кривозубцева уронила фен"
CAPTION = "Вот мой Шпротомобиль"
TRACES = ("Алисандра", "Вяземцева", "alisandra_v", str(ALICE), "Кривозубцева", "Шпротомобиль")
"""Of Alice: unusual enough to be found nowhere else."""


def unusual(database: Path) -> World:
    """A world in which Alice and Dave have names like nobody else's."""
    world = World(database, erasure_key=KEY)
    world.alice = world.telegram.add_person(
        ALICE, "Алисандра", last_name="Вяземцева", username="alisandra_v"
    )
    world.dave = world.telegram.add_person(DAVE, "Давидоний", username="davidony")
    return world


async def complain(world: World, person: Person) -> None:
    """The owner gets a card, words and a picture."""
    await world.answer(person, 2, WORDS)
    person.send_photo(caption=CAPTION)
    await world.settle()


async def forget(world: World, person: Person) -> None:
    person.send("/forget")
    await world.settle()
    person.tap("Стереть мои данные")
    await world.settle()
    person.tap("Да, стереть навсегда")
    await world.settle()


async def bring(world: World, inviter: Person, friend: Person) -> None:
    [(code,)] = world.rows(f"SELECT code FROM people WHERE telegram_id = {inviter.id}")
    friend.start(f"r_{code}")
    await world.settle()


def codes(world: World, telegram_id: int) -> tuple[str, ...]:
    rows = world.rows(f"SELECT code FROM people WHERE telegram_id = {telegram_id}")
    return tuple(code for (code,) in rows)


def mydata_of(person: Person) -> dict[str, Any]:
    media = person.last.media
    assert media is not None
    assert media.file is not None
    assert media.file.name == "mydata.json"
    found: dict[str, Any] = json.loads(media.content)
    return found


def tables(database: Path) -> Iterator[tuple[str, str]]:
    """Every table, and all that is written in it."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (name,) in names.fetchall():
            yield name, repr(connection.execute(f"SELECT * FROM {name}").fetchall())


def bytes_of(database: Path) -> dict[str, bytes]:
    """The database's file, its log and whatever else lies beside it."""
    return {path.name: path.read_bytes() for path in database.parent.glob(f"{database.name}*")}


def traces_in(database: Path, *of: str) -> list[tuple[str, str]]:
    in_bytes = [
        (name, trace)
        for name, content in bytes_of(database).items()
        for trace in of
        if trace.encode() in content
        or json.dumps(trace)[1:-1].encode() in content
        or (trace.isdecimal() and int(trace).to_bytes(4) in content)
    ]
    in_tables = [(name, trace) for name, rows in tables(database) for trace in of if trace in rows]
    return in_bytes + in_tables
