"""A customer of the year: what they do, by chance, and the diary of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from random import Random
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    answers,
    attribution,
    birthdays,
    cases,
    choices,
    people,
    recovery,
    referrals,
    surveys,
)
from models.rules.contact import Topic
from models.surveys import Standing
from models.tables import Case, Closing, Person, Role, Survey
from sandbox import people as accounts
from tests.agenda import Deed
from tests.scheduler.customer_life import Life, Score, Spell, end, going_on
from tests.scheduler.nudge_law import DAY, HOUR
from tests.world import OLGA, World

BUSINESS_ZONE = "Europe/Moscow"
ZONES = (
    None,
    "Europe/Moscow",
    "Europe/Berlin",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Etc/GMT+12",
    "Asia/Kolkata",
)
"""From -12 to +14, by half hours too, with a summer time in the north and in the south."""
BORN = (date(2000, 2, 29), date(2000, 2, 28), date(2000, 3, 26), date(2000, 4, 2))
"""On days on which a calendar or a clock is odd."""


class Year(Protocol):
    world: World

    haste: float

    @property
    def now(self) -> datetime: ...

    def at(self, moment: datetime, deed: Deed) -> None: ...


class Customer:
    def __init__(self, year: Year, number: int, seed: int) -> None:
        self.year, self.world = year, year.world
        self.random = Random(f"{seed}:{number}")
        self.language = "en" if self.random.random() < 0.1 else "ru"
        add = self.world.telegram.add_person
        self.account: accounts.Person = add(10_000 + number, f"Клиент{number:04}", on_page=False)
        self.life = Life(self.account.first_name, BUSINESS_ZONE)
        self.id = 0
        self._closings: dict[int, Spell] = {}

    @property
    def now(self) -> datetime:
        return self.year.now

    def after(self, least: float, most: float, deed: Deed) -> None:
        """Hours from now, to the microsecond."""
        self.year.at(self.now + self.random.uniform(least, most) * HOUR, deed)

    def now_and_then(self, deed: Deed, days: float) -> None:
        async def act() -> None:
            if not self.account.blocked:
                await deed()
            self.now_and_then(deed, days)

        wait = self.random.expovariate(1 / days) / self.year.haste
        self.year.at(self.now + wait * DAY, act)

    @asynccontextmanager
    async def acts(self) -> AsyncIterator[tuple[AsyncSession, Person]]:
        async with self.world.app.sessions.begin() as session:
            yield session, await people.hold(session, self.id)

    # Coming

    async def comes(self) -> None:
        self.account.chat.started = True
        async with self.world.app.sessions.begin() as session:
            person = await people.meet(
                session,
                self.account.id,
                role=Role.CUSTOMER,
                name=self.account.first_name,
                username=None,
                language=self.language,
                now=self.now,
            )
            people.start(person, self.now)
            self.id = person.id
        zone = self.random.choice(ZONES)
        self.life.zones.append((self.now, None))
        if zone is not None:
            await self.moves(zone)
        if self.random.random() < 0.95:
            self.after(0.01, 0.1, self.agrees)
        self._lives_on()

    def _lives_on(self) -> None:
        self.now_and_then(self.rates, 250)
        self.now_and_then(self.calls, 1500)
        self.now_and_then(self.switches_off, 250)
        self.now_and_then(self.stops, 1000)
        self.now_and_then(self.blocks, 1500)
        self.now_and_then(self.blocks_in_silence, 2000)
        self.now_and_then(self.withdraws, 2000)
        self.now_and_then(self.moves, 300)
        self.now_and_then(self.welcomes, 300)
        self.now_and_then(self.shares, 700)
        self.now_and_then(self.tells_birthday, 500)
        if self.random.random() < 0.7:
            self.after(0, 2000 / self.year.haste, self.tells_birthday)

    async def agrees(self) -> None:
        """The question comes in the same breath, where it is time for it."""
        cadence = self.world.app.settings.cadence
        async with self.acts() as (session, person):
            if not await people.agree(session, person, cadence, self.now):
                return
            await birthdays.reckon(session, [person], self._zone(), self.now)
            if person.survey_at is not None and person.survey_at <= self.now:
                survey = await surveys.ask(session, person, "first", cadence, self.now)
                self._note_asked(survey)
        self.life.agreed.append(Spell(self.now))
        self._may_answer()

    def _zone(self) -> ZoneInfo:
        return self.world.app.settings.business.zone

    def _note_asked(self, survey: Survey) -> None:
        if survey.asked_at == self.now:
            self.life.asked.append(self.now)

    # Answering

    def reads(self, kind: str) -> None:
        """What came makes them do something, or not."""
        if kind in ("survey", "reask", "reminder"):
            self._may_answer()
        elif kind == "recovery" and self.random.random() < 0.8:
            self.after(0.1, 60, self.judges)
        elif kind == "referral" and self.random.random() < 0.2:
            self.after(0.1, 30, self.shares)
        elif kind in ("offer", "invitation") and self.random.random() < 0.04:
            self.after(0.1, 10, self.refuses_offers)

    def _may_answer(self) -> None:
        if self.random.random() < 0.5:
            self.after(0.05, 60, self.answers)

    async def answers(self) -> None:
        if self.account.blocked:
            return
        async with self.acts() as (session, _):
            survey = await surveys.asked_of(session, self.id)
            if survey is None or not await self._keeps(session, survey.id, self._a_score()):
                return
        if self.random.random() < 0.6:
            self.after(0.01, 1, self.welcomes)
        if self.random.random() < 0.1:
            self.after(0.1, 30, lambda: self.thinks_again(survey.id))

    def _a_score(self) -> int:
        return self.random.choice([0, 6, 7, 8, 8, 9, 9, 10, 10, 10])

    async def thinks_again(self, survey_id: int) -> None:
        async with self.acts() as (session, _):
            await self._keeps(session, survey_id, self._a_score())

    async def _keeps(self, session: AsyncSession, survey_id: int, score: int) -> bool:
        """As the handler of a tap does."""
        settings, now = self.world.app.settings, self.now
        standing = await surveys.standing(session, survey_id, self.id, settings.cadence, now)
        if standing is not Standing.OPEN:
            return False
        response = await answers.keep_score(session, survey_id, score, settings.cadence, now)
        await cases.follow_score(session, response, now)
        await attribution.prove_by_answer(session, self.id, settings.business, now)
        self.life.scores.append(Score(now, score, response.answered_at))
        await self._note_case(session)
        return True

    async def rates(self) -> None:
        """Unasked."""
        cadence = self.world.app.settings.cadence
        async with self.acts() as (session, person):
            last = await answers.latest(session, self.id)
            is_new = last is None or not cadence.may_change(last.answered_at, self.now)
            if person.consented_at is not None and is_new:
                survey = await surveys.ask(session, person, "rate", cadence, self.now)
                self._note_asked(survey)
                self._may_answer()

    # A case, and the owner who cares for it

    async def calls(self) -> None:
        async with self.acts() as (session, person):
            await cases.call(session, person, self.now)
            await self._note_case(session)

    async def _note_case(self, session: AsyncSession) -> None:
        case = await cases.open_for(session, self.id)
        running = next(going_on(self.life.cases), None)
        if case is not None and running is None:
            self.life.cases.append(Spell(self.now))
            if case.id in self._closings:
                self._closings.pop(case.id).until = self.now
            self._is_cared_for(case.id)
        elif case is None and running is not None:
            running.until = self.now

    def _is_cared_for(self, case_id: int) -> None:
        if self.random.random() < 0.6:
            self.after(0.2, 60, lambda: self.is_answered(case_id))
        if self.random.random() < 0.9:
            self.after(30, 400, lambda: self.is_closed(case_id))

    async def is_answered(self, case_id: int) -> None:
        async with self.acts() as (session, _):
            owner = await people.find(session, OLGA)
            case = await cases.hold(session, case_id)
            assert owner is not None
            assert case is not None
            await cases.note_answer(session, case, owner, self.now)

    async def is_closed(self, case_id: int) -> None:
        async with self.acts() as (session, _):
            owner = await people.find(session, OLGA)
            case = await session.get_one(Case, case_id)
            if await cases.close(
                session, case, Closing.REASON, self.now, by=owner, reason="Вернули деньги"
            ):
                self._closings[case_id] = Spell(self.now)
                self.life.closings.append(self._closings[case_id])
            await self._note_case(session)

    async def judges(self) -> None:
        async with self.acts() as (session, _):
            case = await recovery.unanswered(session, self.id)
            if case is None or self.account.blocked:
                return
            if self.random.random() < 0.7:
                await recovery.note_solved(session, case, self.now)
            else:
                await recovery.note_unsolved(session, case, self.now)
            await self._note_case(session)

    # Settings, leaving and coming back

    async def moves(self, zone: str | None = None) -> None:
        zone = zone or self.random.choice(ZONES[1:])
        async with self.acts() as (session, person):
            await choices.keep_zone(session, person, str(zone), self._zone(), self.now)
        self.life.zones.append((self.now, zone))

    async def tells_birthday(self) -> None:
        """Now and then they put it right, or take it back."""
        chance = self.random.random()
        soon = self.now.date().replace(year=2000) if self.now.day < 29 else BORN[0]
        day = soon if chance < 0.15 else self.random.choice(BORN) if chance < 0.4 else self._a_day()
        taken_back = self.random.random() < 0.1
        async with self.acts() as (session, person):
            if person.consented_at is None:
                return
            kept = None if taken_back else day
            await choices.keep_birthday(session, person, kept, self._zone(), self.now)
        self.life.birthdays.append((self.now, kept))

    def _a_day(self) -> date:
        return date(2000, 1, 1) + self.random.randrange(366) * DAY

    async def welcomes(self) -> None:
        await self._welcome(self.random.random() < 0.75)

    async def refuses_offers(self) -> None:
        await self._welcome(False)

    async def _welcome(self, yes: bool) -> None:
        async with self.acts() as (session, person):
            if person.consented_at is None or self.account.blocked:
                return
            await choices.switch(session, person, Topic.OFFERS, yes, self.now)
        end(self.life.offers, self.now)
        if yes:
            self.life.offers.append(Spell(self.now))

    async def switches_off(self) -> None:
        topic = self.random.choice([one for one in Topic if one is not Topic.OFFERS])
        await self._switch(topic, False)
        if self.random.random() < 0.7:
            self.after(24, 2000, lambda: self._switch(topic, True))

    async def _switch(self, topic: Topic, on: bool) -> None:
        async with self.acts() as (session, person):
            await choices.switch(session, person, topic, on, self.now)
        spells = self.life.off.setdefault(topic.value, [])
        end(spells, self.now)
        if not on:
            spells.append(Spell(self.now))

    async def shares(self) -> None:
        async with self.acts() as (_, person):
            if self.account.blocked:
                return
            referrals.note_tapped(person, self.now)
        self.life.shared.append(self.now)

    async def stops(self) -> None:
        async with self.acts() as (_, person):
            person.stopped_at = person.stopped_at or self.now
        if not list(going_on(self.life.stopped)):
            self.life.stopped.append(Spell(self.now))
        if self.random.random() < 0.7:
            self.after(1, 2000, self.resumes)

    async def resumes(self) -> None:
        async with self.acts() as (_, person):
            person.stopped_at = None
        end(self.life.stopped, self.now)

    async def withdraws(self) -> None:
        async with self.acts() as (session, person):
            await choices.withdraw(session, person, self.now)
        end(self.life.agreed, self.now)
        end(self.life.offers, self.now)
        if self.random.random() < 0.7:
            self.after(1, 1500, self.agrees)

    async def blocks(self) -> None:
        async with self.acts() as (session, person):
            await people.block(session, person, self.now)
        self.life.blocked.append(Spell(self.now))
        self.blocks_now()

    async def blocks_in_silence(self) -> None:
        """No word of it reaches the bot: it learns by a refusal, if ever."""
        self.blocks_now()

    def blocks_now(self) -> None:
        self.account.chat.blocked = True
        if self.random.random() < 0.7:
            self.after(24, 1500, self.returns)

    async def returns(self) -> None:
        self.account.chat.blocked = False
        async with self.acts() as (_, person):
            people.start(person, self.now)
        end(self.life.blocked, self.now)
        self.life.back.append(self.now)
