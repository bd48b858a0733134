"""A year of a business: the real scheduler by due times, customers who do what they like, an admin
who broadcasts, and a bot that stands still for nine days in the middle."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

from models import campaigns, drafts, people
from models.rules.content import Content, Part
from models.tables import Role
from sandbox.entities import Formatted
from tests.agenda import Agenda, Deed
from tests.scheduler.customer_acts import Customer
from tests.scheduler.customer_life import Said, Spell
from tests.scheduler.nudge_law import DAY, HOUR, MINUTE, kind_of
from tests.world import BOB, OLGA, World

FAR = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """So many days of customers' lives, and the days on which the process does not run."""

    start: datetime
    days: int
    silent_from: int
    silent_for: int
    campaigns: int
    step: timedelta
    """How often the bot looks: whatever comes, comes at such a moment."""
    haste: float = 1.0
    """How much sooner things happen to customers than they would in a year."""

    @property
    def end(self) -> datetime:
        return self.start + self.days * DAY

    @property
    def silence(self) -> Spell:
        since = self.start + self.silent_from * DAY
        return Spell(since, since + self.silent_for * DAY)


YEAR = Span(datetime(2027, 9, 1, tzinfo=UTC), 366, 200, 9, 20, 90 * MINUTE)
"""With a 29 February, and all the nights on which clocks change."""
SPRING = Span(datetime(2028, 2, 10, tzinfo=UTC), 115, 75, 9, 8, 150 * MINUTE, haste=3.0)
"""The most eventful part of it."""


class CustomersYear:
    def __init__(self, world: World, seed: int, customers: int, span: Span) -> None:
        self.world, self.span, self.haste = world, span, span.haste
        self.random = Random(seed)
        self.offers: list[tuple[datetime, str]] = []
        self.came = Counter[str]()
        self.rows = Counter[tuple[str, str, str]]()
        """Of each kind, what became of it, and why."""
        self._agenda = Agenda()
        self._read = 0
        self._next: datetime | None = None
        world.telegram.clock.move_to(span.start)
        self.customers = {
            one.account.id: one
            for one in (Customer(self, number, seed) for number in range(customers))
        }

    @property
    def now(self) -> datetime:
        return self.world.telegram.clock.now()

    def at(self, moment: datetime, deed: Deed) -> None:
        self._agenda.add(moment, deed)

    async def live(self) -> None:
        await self._open()
        has_news, silence = True, self.span.silence
        while self.now < self.span.end:
            look = self.now + self.span.step - (self.now - self.span.start) % self.span.step
            has_news |= await self._act_until(look)
            if silence.holds(look):
                has_news = True
            elif has_news or await self._is_due(look):
                self.world.telegram.clock.move_to(look)
                if look == silence.until:
                    await self.world.restart()
                await self._look()
                has_news = False
            self.world.telegram.clock.move_to(look)
        self._write_down()

    async def _act_until(self, look: datetime) -> bool:
        acted = False
        while self._agenda.has_any_until(look):
            self.world.telegram.clock.move_to(self._agenda.next)
            await self._agenda.take()()
            acted = True
        return acted

    async def _is_due(self, look: datetime) -> bool:
        if self._next is None:
            self._next = await self.world.app.scheduler.next_event() or FAR
        return self._next <= look

    async def _look(self) -> None:
        await self.world.app.scheduler.settle()
        self._next = None
        self._read_on()

    async def _open(self) -> None:
        """The staff, then customers: many in the first days, the rest over the year."""
        for id, role in ((OLGA, Role.OWNER), (BOB, Role.ADMIN)):
            self.world.telegram.people[id].chat.started = True
            async with self.world.app.sessions.begin() as session:
                person = await people.meet(
                    session, id, role=role, name=role, username=None, language="ru", now=self.now
                )
                people.start(person, self.now)
        for customer in self.customers.values():
            days = self.random.choice([2, 60, 60, 300]) / self.haste
            self.at(self.span.start + self.random.uniform(0, days) * DAY, customer.comes)
        for number in range(self.span.campaigns):
            day = self.span.start + self.random.randrange(10, self.span.days - 6) * DAY
            self.at(day + self.random.uniform(5, 20) * HOUR, partial(self._broadcast, number))

    async def _broadcast(self, number: int) -> None:
        words = f"Скидка недели №{number}."
        chat = self.world.bob.chat
        message = self.world.telegram.post(chat, from_bot=True, words=Formatted(words, []))
        async with self.world.app.sessions.begin() as session:
            admin = await people.find(session, BOB)
            assert admin is not None
            draft = await drafts.open_one(session, admin.id, self.now)
            said = Content(BOB, (Part("text", message.id, words),), (message.id,))
            await drafts.keep_content(session, draft.id, "A", said)
            assert await campaigns.confirm(
                session,
                admin.id,
                draft.id,
                progress_message_id=message.id,
                business_zone=self.world.app.settings.zone,
                now=self.now,
            )
        self.offers.append((self.now, words))

    def _read_on(self) -> None:
        """Customers do something about what has come."""
        log = self.world.telegram.log
        for call in log[self._read :]:
            customer = self.customers.get(int(call.params.get("chat_id", 0)))
            if customer is None:
                continue
            if call.outcome == 403:
                customer.life.refused.append(call.at)
            elif call.outcome == 200:
                text = call.params.get("text") or customer.account.last.text
                customer.reads(kind_of(text))
        self._read = len(log)

    def _write_down(self) -> None:
        for customer in self.customers.values():
            customer.life.said = [
                Said(one.date, kind_of(one.text), one.text)
                for one in customer.account.messages
                if one.from_bot
            ]
            self.came.update(one.kind for one in customer.life.said)
        self.rows.update(self.world.rows("SELECT kind, state, coalesce(reason, '') FROM nudges"))
