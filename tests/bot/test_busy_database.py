"""Somebody else holds the database: what people say meanwhile is heard all the same."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from sandbox.people import Person
from tests.world import World


class OnceLogged(logging.Handler):
    """Lets the lock go when the bot has found it for the first time."""

    def __init__(self, lock: sqlite3.Connection) -> None:
        super().__init__()
        self._lock = lock

    def emit(self, record: logging.LogRecord) -> None:
        if "goes again" in record.getMessage():
            self._lock.rollback()


@contextmanager
def locked(world: World, *, for_good: bool) -> Iterator[None]:
    with closing(sqlite3.connect(world.database, check_same_thread=False)) as lock:
        lock.execute("BEGIN IMMEDIATE")
        handler = OnceLogged(lock)
        log = logging.getLogger("bot.polling")
        if not for_good:
            log.addHandler(handler)
        yield
        log.removeHandler(handler)


async def be_impatient(world: World) -> None:
    async with world.app.engine.connect() as connection:
        await connection.exec_driver_sql("PRAGMA busy_timeout=50")


async def test_words_said_while_the_database_is_busy_are_kept(world: World, alice: Person) -> None:
    await world.answer(alice, 9)
    await be_impatient(world)
    with locked(world, for_good=False):
        alice.send("Уютно")
        await world.hear()
    await world.settle()
    assert world.rows("SELECT text FROM reasons") == [("Уютно",)]
    assert not world.failures


async def test_a_database_that_stays_busy_is_told_of_honestly(world: World, alice: Person) -> None:
    await world.answer(alice, 9)
    await be_impatient(world)
    with locked(world, for_good=True):
        alice.send("Уютно")
        await world.hear()
    assert alice.last.text == "Что-то пошло не так. Пожалуйста, попробуйте ещё раз через минуту."
    assert world.failures == {"OperationalError": 1}
