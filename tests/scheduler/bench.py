"""The scheduler by itself: a real database, a Telegram, a frozen clock, and no handlers."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from aiogram import Bot
from sqlalchemy import insert, select, update

from models import cases, referrals
from models.database import connect, sessions_of
from models.rules.business import Business
from models.rules.cadence import Cadence
from models.rules.contact import Policy
from models.tables import Nudge, Person, Response, Role, Survey, SurveyState, Table
from sandbox import people
from sandbox.clock import Clock
from sandbox.session import SandboxSession
from sandbox.telegram import Telegram
from scheduler import Scheduler
from scheduler.pace import Pace

NOON = datetime(2026, 5, 15, 9, tzinfo=UTC)
"""In Moscow: a Friday, outside the quiet hours."""
TOKEN = "42:TEST"
BUSINESS = Business(
    name="Салон «Астра»",
    subject="наш салон",
    language="ru",
    zone=ZoneInfo("Europe/Moscow"),
    report_at=time(17),
    years=Decimal(5),
    purchases_a_year=Decimal(20),
    average_order_value=Decimal(500),
    currency="RUB",
    referral_reward="",
    review_url="",
    privacy_contact="",
    offer_footer="",
)

Row = TypeVar("Row", bound=Table)


class Bench:
    def __init__(self, database: Path) -> None:
        self.telegram = Telegram(Clock(at=NOON))
        self.telegram.add_bot(TOKEN, "sarafan_bot", "Сарафан")
        self.clock = self.telegram.clock
        self.database = database
        self.wrong = timedelta(0)
        """What somebody has set the bot's clock forward by, or back."""
        self.open()

    def open(self, rate: float = 1000) -> None:
        """A process begins, or begins anew beside one that has died."""
        self.bot = Bot(TOKEN, session=SandboxSession(self.telegram))
        self.pace = Pace(rate, self.seconds)
        self.bot.session.middleware(self.pace)
        self.engine = connect(f"sqlite+aiosqlite:///{self.database}")
        self.sessions = sessions_of(self.engine)
        self.scheduler = Scheduler(
            bot=self.bot,
            sessions=self.sessions,
            now=lambda: self.now,
            wake=asyncio.Event(),
            business=BUSINESS,
            cadence=Cadence(),
            policy=Policy(),
            tick=timedelta(seconds=60),
            engine=self.engine,
            pace=self.pace,
        )

    async def close(self) -> None:
        await self.scheduler.close()
        await self.engine.dispose()

    @property
    def now(self) -> datetime:
        return self.clock.now() + self.wrong

    def seconds(self) -> float:
        """Time that has really passed, whatever the clock on the wall says."""
        return (self.clock.now() - NOON).total_seconds()

    async def knows(self, name: str, id: int, **facts: Any) -> people.Person:
        """Somebody who has started the bot and agreed, and may be written to."""
        somebody = self.telegram.add_person(id, name)
        somebody.start()
        then = NOON - timedelta(days=30)
        values: dict[str, Any] = {
            "role": Role.CUSTOMER,
            "language": "ru",
            "started_at": then,
            "met_at": then,
        }
        values |= {"consented_at": then, "code": f"code{id:06}", "name": name, "id": id}
        await self.add(Person(telegram_id=id, **(values | facts)))
        return somebody

    async def knows_a_crowd(self, size: int) -> None:
        """Each with the referral prompt due, and none of them in Telegram."""
        facts: dict[str, Any] = {
            "role": Role.CUSTOMER,
            "language": "ru",
            "name": "x",
            "met_at": NOON,
        }
        people = [
            facts | {"id": id, "telegram_id": id, "code": f"c{id}"} for id in range(1, size + 1)
        ]
        async with self.sessions.begin() as session:
            await session.execute(insert(Person), people)
            await session.execute(update(Person).values(referral_at=NOON))
            await referrals.plan_prompts(session, timedelta(days=7), NOON)

    async def add(self, *rows: Table) -> None:
        async with self.sessions.begin() as session:
            session.add_all(rows)

    async def change(self, table: type[Table], id: int, **values: Any) -> None:
        async with self.sessions.begin() as session:
            row = await session.get_one(table, id)
            for name, value in values.items():
                setattr(row, name, value)

    async def row(self, table: type[Row], id: int) -> Row:
        async with self.sessions() as session:
            return await session.get_one(table, id)

    async def nudges(self, kind: str | None = None) -> Sequence[Nudge]:
        query = select(Nudge).order_by(Nudge.id)
        async with self.sessions() as session:
            rows = await session.scalars(query.where(Nudge.kind == kind) if kind else query)
            return rows.all()

    async def nudge(self, kind: str | None = None) -> Nudge:
        [nudge] = await self.nudges(kind)
        return nudge

    async def asked(self, customer: int, at: datetime = NOON, **facts: Any) -> None:
        """An open survey, with the customer's id for its own."""
        cadence = Cadence()
        values: dict[str, Any] = {
            "remind_at": cadence.reminder_due(at),
            "expires_at": cadence.expiry_due(at),
        }
        values |= {"source": "first", "wording": 1, "due_at": at, "asked_at": at}
        values |= {"id": customer, "customer_id": customer, "state": SurveyState.ASKED}
        await self.add(Survey(**(values | facts)))

    async def scored(self, customer: int, score: int) -> None:
        """The answer to that survey, and the case it may open; again: a changed score."""
        async with self.sessions.begin() as session:
            response = await session.get(Response, customer)
            if response is None:
                survey = await session.get_one(Survey, customer)
                survey.state, survey.remind_at = SurveyState.ANSWERED, None
                response = Response(id=customer, survey_id=customer, customer_id=customer)
                response.answered_at = response.why_closes_at = self.now
                session.add(response)
            response.score = score
            await session.flush()
            await cases.follow_score(session, response, self.now)

    async def lives_through(self, span: timedelta) -> None:
        until = self.now + span
        await self.scheduler.settle()
        while (moment := await self.scheduler.next_event()) and moment <= until:
            self.clock.advance(moment - self.now)
            await self.scheduler.settle()
        self.clock.advance(until - self.now)
        await self.scheduler.settle()
