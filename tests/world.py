"""A bot, its Telegram and its people, on one frozen clock: what dialogues are tested in."""

import inspect
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import CodeType
from typing import Any, Self

from aiogram.dispatcher.event import handler as aiogram_handler
from sqlalchemy import Dialect
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import LRUCache

from bot.app import App, build
from bot.polling import Polling
from bot.settings import Settings
from sandbox.clock import Clock
from sandbox.people import Person
from sandbox.session import SandboxSession
from sandbox.telegram import Telegram

NOON = datetime(2026, 5, 15, 9, tzinfo=UTC)
"""In Moscow: a Friday, outside the quiet hours."""
TOKEN = "42:TEST"
OLGA, BOB = 900, 800
STATEMENTS: LRUCache[Any, Any] = LRUCache(3000)
DIALECTS: dict[type[Dialect], Dialect] = {}


class World:
    """People act at once (`alice.send("/start")`); the bot answers in `await world.settle()`."""

    def __init__(self, database: Path, **settings: Any) -> None:
        self.database = database
        self.telegram = Telegram(Clock(at=NOON))
        self.telegram.add_bot(TOKEN, "sarafan_bot", "Сарафан")
        self.olga = self.telegram.add_person(OLGA, "Ольга")
        self.bob = self.telegram.add_person(BOB, "Боб")
        self.alice = self.telegram.add_person(1, "Алиса", last_name="Ким", username="alice")
        self.dave = self.telegram.add_person(2, "Давид")
        self.charlie = self.telegram.add_person(3, "Чарли")
        self.emily = self.telegram.add_person(4, "Emily", language_code="en")
        self.settings = {
            "business_name": "Салон «Астра»",
            "owner_ids": frozenset({OLGA}),
            "admin_ids": frozenset({BOB}),
            **settings,
        }
        self.wake_up()

    def wake_up(self) -> None:
        """The bot's process begins, or begins anew: all it knows is in the database."""
        settings = Settings(
            _env_file=None,
            bot_token=TOKEN,
            database_url=f"sqlite+aiosqlite:///{self.database}",
            send_rate=1000,
            **self.settings,
        )
        session = SandboxSession(self.telegram)
        self.app: App = build(settings, now=self.telegram.clock.now, session=session)
        share_statements(self.app.engine)
        self._polling = Polling(self.app.bot, self.app.dispatcher, self.app.hearing, self.app.now)

    async def __aenter__(self) -> Self:
        await self.app.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.app.close()

    async def restart(self) -> None:
        await self.app.close()
        self.wake_up()
        await self.app.start()

    async def hear(self) -> None:
        """One batch of what people said, and nothing else."""
        await self._polling.take()

    async def settle(self) -> None:
        """Until everybody was answered and nothing is due."""
        while await self._polling.take():
            await self.app.scheduler.deliver_due()
        await self.app.scheduler.deliver_due()

    async def pass_time(self, span: timedelta) -> None:
        """Lives through it: a tick at each moment at which something falls due."""
        until = self.telegram.clock.now() + span
        while (moment := await self.app.scheduler.next_event()) and moment <= until:
            self.telegram.clock.move_to(moment)
            await self._live()
        self.telegram.clock.move_to(until)
        await self._live()

    async def _live(self) -> None:
        """Where nobody has said anything new, the bot has heard all of it."""
        heard = self._polling.offset or 0
        if all(update["update_id"] < heard for update in self.telegram.bot.updates.pending):
            await self.hear()
        await self.app.scheduler.settle()

    # What people do over and over

    async def meet(self, person: Person) -> None:
        """Up to the question."""
        person.start()
        await self.settle()
        if person not in (self.olga, self.bob):
            person.tap("Согласен, продолжить")
            await self.settle()

    async def answer(self, person: Person, score: int, why: str | None = None) -> None:
        if not person.chat.started:
            await self.meet(person)
        person.tap(str(score))
        await self.settle()
        if why is not None:
            person.send(why)
            await self.settle()

    def forge_tap(self, person: Person, data: str) -> None:
        """A tap on a button that no message of ours has."""
        message = person.last
        kept, message.markup = message.markup, one_button(data)
        person.tap(data, message=message)
        message.markup = kept

    # What the tables hold

    def rows(self, query: str) -> list[Any]:
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(query).fetchall()

    def names_of_referrals(self) -> list[tuple[str, str]]:
        return self.rows(
            "SELECT i.name, f.name FROM referrals r JOIN people i ON i.id = r.inviter_id "
            "JOIN people f ON f.id = r.friend_id ORDER BY r.id"
        )

    @property
    def failures(self) -> Counter[str]:
        """Errors of handlers, by kind: none, unless a test is about one."""
        failures: Counter[str] = self.app.dispatcher["failures"]
        return failures


class Inspect:
    """What aiogram asks of `inspect`, with signatures remembered: each router of each world looks
    at the same functions again, and that is most of what it costs to build one."""

    Parameter = inspect.Parameter
    unwrap = staticmethod(inspect.unwrap)
    isclass = staticmethod(inspect.isclass)
    isawaitable = staticmethod(inspect.isawaitable)
    iscoroutinefunction = staticmethod(inspect.iscoroutinefunction)

    def __init__(self) -> None:
        self._known: dict[tuple[CodeType, bool], inspect.Signature] = {}

    def signature(self, callback: Callable[..., Any]) -> inspect.Signature:
        code = getattr(callback, "__code__", None)
        if code is None:
            return inspect.signature(callback)
        key = code, inspect.ismethod(callback)
        if key not in self._known:
            self._known[key] = inspect.signature(callback)
        return self._known[key]


vars(aiogram_handler)["inspect"] = Inspect()


def share_statements(engine: AsyncEngine) -> None:
    """What one world has turned into SQL, the next need not: it is a fifth of a dialogue's time.
    SQLAlchemy keeps statements by engine and dialect."""
    sync = engine.sync_engine
    dialect = DIALECTS.setdefault(type(sync.dialect), sync.dialect)
    sync.dialect = sync.pool._dialect = dialect
    sync._compiled_cache = STATEMENTS


def one_button(data: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": data, "callback_data": data}]]}
