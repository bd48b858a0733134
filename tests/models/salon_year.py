"""A year of a salon, lived through the real bot: unhappy customers, and owners who answer late or
never, block the bot, come back, and come late. What happened is kept as people saw it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from random import Random

from sqlalchemy import select

from models import nudges
from sandbox.chats import Message
from sandbox.people import Person
from scheduler.plan import Plan
from scheduler.plans import cards, expiry, lines, recovery, red, reminders, surveys
from scheduler.terms import Terms
from tests.agenda import Agenda, Deed
from tests.models.business import DAY, HOUR
from tests.world import OLGA, World

IRINA, OLEG = 901, 902
OWNERS = frozenset({OLGA, IRINA, OLEG})
YEAR = 365 * DAY
UNHAPPY_EACH = 80 * DAY
IS_IT_SOLVED, AGAIN = "теперь всё решено?", "что вы думаете теперь"
TICKS = ("☐ Признали и извинились", "☐ Исправили", "☐ Поблагодарили за второй шанс")
CLOSED = "✅"

OF_CASES = tuple(one.PLAN for one in (expiry, surveys, reminders, cards, red, recovery, lines))
"""The plans that cases have to do with, in the order of a tick. The daily report would be most of
what happens in a year."""
LOOK = select(*(plan.is_due for plan in OF_CASES if plan.is_due is not None))


@dataclass(slots=True)
class Spell:
    """Since when somebody waited, was away, or had a case closed; and until when."""

    who: str
    since: datetime
    until: datetime | None = None
    reason: str | None = None

    def holds(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(slots=True)
class Diary:
    waiting: list[Spell] = field(default_factory=list)
    """Customers, until an owner spoke or the case was closed."""
    open: list[Spell] = field(default_factory=list)
    closed: list[Spell] = field(default_factory=list)
    """By owners, until it was open again."""
    reachable: list[Spell] = field(default_factory=list)
    """Owners."""
    asked: list[tuple[str, str, datetime]] = field(default_factory=list)
    """What customers read when it came: an answer takes its place."""
    answers: list[tuple[str, datetime]] = field(default_factory=list)
    noes: list[tuple[str, datetime]] = field(default_factory=list)
    yeses: list[tuple[str, datetime]] = field(default_factory=list)


class Year:
    def __init__(self, world: World, seed: int, customers: int) -> None:
        self.world = world
        self.random = Random(seed)
        self.diary = Diary()
        self._agenda = Agenda()
        self._read: dict[str, int] = {}
        settings = world.app.settings
        self._terms = Terms(settings.business, settings.cadence, settings.policy)
        add = world.telegram.add_person
        self.owners = [world.olga, add(IRINA, "Ирина"), add(OLEG, "Олег")]
        self.customers = [add(10 + id, f"Клиент{id:02}") for id in range(customers)]

    @property
    def now(self) -> datetime:
        return self.world.telegram.clock.now()

    async def live(self) -> None:
        self._plan()
        end = self.now + YEAR
        while (moment := await self._next()) <= end:
            if moment > self.now:
                self.world.telegram.clock.move_to(moment)
            while self._agenda.has_any_until(self.now):
                await self._agenda.take()()
                await self.world.settle()
            await self._tick()
            self._read_on()
        self.world.telegram.clock.move_to(end)

    async def _tick(self) -> None:
        """Until nothing more follows."""
        while True:
            for plan in await self._look():
                async with self.world.app.sessions.begin() as session:
                    await plan.plan(session, self.now, self._terms)
            if not await self.world.app.scheduler.deliver_due():
                return

    async def _look(self) -> list[Plan]:
        """As a tick does."""
        async with self.world.app.sessions.begin() as session:
            found = (await session.execute(LOOK, {"now": self.now})).one()
        return [plan for plan, is_due in zip(OF_CASES, found, strict=True) if is_due]

    async def _next(self) -> datetime:
        """The next deed, or the next thing due."""
        async with self.world.app.sessions.begin() as session:
            due = [await plan.next_at(session, self.now, self._terms) for plan in OF_CASES]
            due.append(await nudges.next_due(session, self.now))
        moments = [self._agenda.next]
        moments += [moment for moment in due if moment is not None]
        return min(moments)

    def _at(self, moment: datetime, deed: Deed) -> None:
        self._agenda.add(moment, deed)

    def _in(self, least: float, most: float, deed: Deed) -> None:
        """Hours from now, to the microsecond."""
        self._at(self.now + self.random.uniform(least, most) * HOUR, deed)

    def _plan(self) -> None:
        start = self.now
        olga, irina, oleg = self.owners
        self._at(start, partial(self._comes, olga))
        self._at(start + 20 * DAY, partial(self._comes, irina))
        self._at(start + 150 * DAY, partial(self._comes, oleg))
        for owner, day, days in ((olga, 60, 3), (irina, 61, 9), (olga, 200, 30), (oleg, 260, 5)):
            self._at(start + day * DAY, partial(self._blocks, owner))
            self._at(start + (day + days) * DAY, partial(self._comes, owner))
        for customer in self.customers:
            first = start + self.random.uniform(0, 1) * UNHAPPY_EACH
            self._at(first, partial(self._is_unhappy, customer))
        self._at(start + YEAR + DAY, self._rests)

    async def _rests(self) -> None:
        """There is always something left to come."""

    # Owners

    async def _comes(self, owner: Person) -> None:
        owner.start()
        self.diary.reachable.append(Spell(owner.first_name, self.now))

    async def _blocks(self, owner: Person) -> None:
        owner.block()
        end(self.diary.reachable, owner.first_name, self.now)

    def _cares_for(self, customer: Person) -> None:
        """What owners will do about somebody who has begun to wait."""
        since = self.now
        fate = self.random.choice(["never", "late", "soon", "close", "reason"])
        if fate == "never":  # and is cleared up weeks later
            self._in(240, 700, lambda: self._gives_a_reason(customer, since))
            return
        if fate in ("late", "soon"):
            least, most = (20, 70) if fate == "late" else (0.1, 20)
            self._in(least, most, lambda: self._answers(customer, since))
        if self.random.random() < 0.8:
            deed = self._gives_a_reason if fate == "reason" else self._ticks_and_closes
            self._in(75, 140, lambda: deed(customer, since))

    def _an_owner_with_card(self, customer: Person) -> tuple[Person, Message] | None:
        owners = [owner for owner in self.owners if owner.chat.started and not owner.blocked]
        self.random.shuffle(owners)
        for owner in owners:
            for message in reversed(owner.messages):
                is_card = message.from_bot and "Клиент с " in message.text and message.buttons
                if is_card and customer.first_name in message.text:
                    return owner, message
        return None

    def _still_open(self, customer: Person, since: datetime) -> bool:
        """As it was when this was planned: of a later waiting others take care."""
        begun = [one.since for one in self.diary.open if one.who == customer.first_name]
        return bool(last(self.diary.open, customer.first_name)) and begun[-1] <= since

    async def _answers(self, customer: Person, since: datetime) -> None:
        found = self._an_owner_with_card(customer)
        if found and self._still_open(customer, since):
            owner, card = found
            owner.send("Простите нас! Перезвоним сегодня.", reply_to=card)
            end(self.diary.waiting, customer.first_name, self.now)

    async def _ticks_and_closes(self, customer: Person, since: datetime) -> None:
        found = self._an_owner_with_card(customer)
        if not found or not self._still_open(customer, since):
            return
        owner, card = found
        for button in self.random.sample(TICKS, self.random.choice([1, 3, 3])):
            if [button] in card.buttons:
                owner.tap(button, message=card)
                await self.world.settle()
        await self._tries_to_close(owner, card, customer, None)

    async def _gives_a_reason(self, customer: Person, since: datetime) -> None:
        found = self._an_owner_with_card(customer)
        if found and self._still_open(customer, since):
            await self._tries_to_close(*found, customer, "Вернули деньги")

    async def _tries_to_close(
        self, owner: Person, card: Message, customer: Person, reason: str | None
    ) -> None:
        """Without three ticks and without a reason it stays open."""
        owner.tap("Закрыть", message=card)
        await self.world.settle()
        if CLOSED not in card.text and reason:
            owner.send(reason)
            await self.world.settle()
        if CLOSED in card.text:
            end(self.diary.waiting, customer.first_name, self.now)
            end(self.diary.open, customer.first_name, self.now)
            self.diary.closed.append(Spell(customer.first_name, self.now, reason=reason))
        elif not reason:
            owner.tap("Не закрывать")
            since = self.now
            self._in(24, 90, lambda: self._gives_a_reason(customer, since))

    # Customers

    async def _is_unhappy(self, customer: Person) -> None:
        later = self.random.uniform(0.7, 1.5) * UNHAPPY_EACH
        self._at(self.now + later, partial(self._is_unhappy, customer))
        if not customer.chat.started:
            await self.world.meet(customer)
        else:
            customer.send("/rate")
            await self.world.settle()
        await self._scores(customer, self.random.randint(0, 6))
        if self.random.random() < 0.6:
            customer.send("Ждали час, никто не извинился")
        else:
            customer.tap("Пропустить")
        if self.random.random() < 0.15:
            self._in(0.1, 9, lambda: self._thinks_better_of_it(customer))

    async def _scores(self, customer: Person, score: int) -> None:
        name = customer.first_name
        customer.tap(str(score))
        await self.world.settle()
        self.diary.answers.append((name, self.now))
        if score <= 6 and not last(self.diary.open, name):
            self.diary.open.append(Spell(name, self.now))
            self.diary.waiting.append(Spell(name, self.now))
            self._cares_for(customer)

    async def _thinks_better_of_it(self, customer: Person) -> None:
        """Before anybody has answered it closes the case."""
        name = customer.first_name
        customer.tap("Изменить оценку")
        await self.world.settle()
        customer.tap("9")
        await self.world.settle()
        if last(self.diary.waiting, name):
            end(self.diary.waiting, name, self.now)
            end(self.diary.open, name, self.now)

    def _read_on(self) -> None:
        for customer in self.customers:
            read = self._read.get(customer.first_name, 0)
            self._read[customer.first_name] = len(customer.messages)
            for message in customer.messages[read:]:
                self._takes_in(customer, message)

    def _takes_in(self, customer: Person, message: Message) -> None:
        if message.from_bot:
            self.diary.asked.append((customer.first_name, message.text, message.date))
        if IS_IT_SOLVED in message.text:
            verdict = self.random.choice(["Да, всё хорошо", "Нет, не решено", None])
            if verdict:
                self._in(0.1, 30, lambda: self._judges(customer, message, verdict))
        elif AGAIN in message.text and self.random.random() < 0.5:
            self._in(0.1, 60, lambda: self._scores_again(customer, message))

    async def _judges(self, customer: Person, message: Message, verdict: str) -> None:
        """A no opens what is closed; while another case is open, that one goes on."""
        name = customer.first_name
        if [verdict] not in message.buttons or last(self.diary.open, name):
            return
        customer.tap(verdict, message=message)
        await self.world.settle()
        if verdict.startswith("Да"):
            self.diary.yeses.append((name, self.now))
            return
        self.diary.noes.append((name, self.now))
        end(self.diary.closed, name, self.now)
        self.diary.open.append(Spell(name, self.now))
        self.diary.waiting.append(Spell(name, self.now))
        self._cares_for(customer)

    async def _scores_again(self, customer: Person, message: Message) -> None:
        if message.buttons and ["0", "1", "2", "3", "4", "5"] in message.buttons:
            customer.tap("8", message=message)
            self.diary.answers.append((customer.first_name, self.now))


def last(spells: list[Spell], who: str) -> Spell | None:
    """The latest that has not ended."""
    running: Iterator[Spell] = (
        one for one in reversed(spells) if one.who == who and one.until is None
    )
    return next(running, None)


def end(spells: list[Spell], who: str, at: datetime) -> None:
    running = last(spells, who)
    if running is not None:
        running.until = at
