"""What happens by itself: a tick plans, delivery sends."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram import Bot
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from models import nudges
from models.database import Now, Sessions, scrub
from models.rules.business import Business
from models.rules.cadence import Cadence
from models.rules.contact import Policy
from scheduler.delivery import Delivery
from scheduler.hearing import Hearing
from scheduler.pace import Pace
from scheduler.plan import Plan
from scheduler.plans import PLANS
from scheduler.progress import Progress
from scheduler.terms import Terms

log = logging.getLogger(__name__)

PROGRESS_EACH = timedelta(seconds=2)
WATCHFUL = tuple(plan for plan in PLANS if plan.is_due is not None)
LOOK = select(*(plan.is_due for plan in WATCHFUL if plan.is_due is not None))


class Scheduler:
    def __init__(
        self,
        *,
        bot: Bot,
        sessions: Sessions,
        now: Now,
        wake: asyncio.Event,
        business: Business,
        cadence: Cadence,
        policy: Policy,
        tick: timedelta,
        engine: AsyncEngine,
        pace: Pace,
        paid_broadcast: bool = False,
        hearing: Hearing | None = None,
    ) -> None:
        self._sessions = sessions
        self._now = now
        self._wake = wake
        self._terms = Terms(business, cadence, policy, paid_broadcast, hearing or Hearing())
        self._tick = tick
        self._engine = engine
        self._delivery = Delivery(bot, sessions, now, wake, self._terms, pace)
        self._progress = Progress(bot, sessions, now, business.zone)
        self._ticking = asyncio.Lock()
        self._marked: dict[Plan, datetime] = {}
        """For plans of the calendar: up to which mark they have planned."""
        self._running: asyncio.Task[None] | None = None
        self._at_work: set[asyncio.Task[Any]] = set()
        self._is_closing = False
        # Every due time is a column: a late tick misses nothing, and two at once gain nothing.
        self._clockwork = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        self._running = asyncio.create_task(self._delivery.run())
        self._each(self._progress.show, PROGRESS_EACH)
        self._each(self.tick, self._tick, next_run_time=datetime.now(UTC))
        self._clockwork.start()

    def _each(self, job: Callable[[], Awaitable[None]], span: timedelta, **when: datetime) -> None:
        async def work() -> None:
            task = asyncio.current_task()
            if task is not None and not self._is_closing:
                self._at_work.add(task)
                task.add_done_callback(self._at_work.discard)
                await job()

        self._clockwork.add_job(work, "interval", seconds=span.total_seconds(), **when)

    async def close(self) -> None:
        """What has begun is brought to its end; nothing new begins."""
        self._is_closing = True
        if self._clockwork.running:
            self._clockwork.pause()
            if self._at_work:  # shutting the clockwork down would cancel them
                await asyncio.wait(self._at_work)
            self._clockwork.shutdown()
        await self._delivery.close()
        if self._running is not None:
            await self._running

    async def tick(self) -> None:
        async with self._ticking:
            now = self._now()
            for plan in [*await self._look(now), *self._of_the_calendar(now)]:
                await self._run(plan)
            await scrub(self._engine)
        self._wake.set()

    async def _look(self, now: datetime) -> list[Plan]:
        """The plans that would find something now: one statement, and a page or two of an index
        for each."""
        async with self._sessions.begin() as session:
            found = (await session.execute(LOOK, {"now": now})).one()
        return [plan for plan, is_due in zip(WATCHFUL, found, strict=True) if is_due]

    def _of_the_calendar(self, now: datetime) -> Iterator[Plan]:
        for plan in PLANS:
            if plan.mark is not None and self._marked.get(plan) != plan.mark(now, self._terms):
                yield plan

    async def _run(self, plan: Plan) -> None:
        now = self._now()
        try:
            async with self._sessions.begin() as session:
                await plan.plan(session, now, self._terms)
        except Exception:
            # The next tick finds again what this one could not write down.
            log.exception("a plan failed: %s", plan.plan.__module__)
            return
        if plan.mark is not None:
            self._marked[plan] = plan.mark(now, self._terms)

    async def deliver_due(self) -> int:
        return await self._delivery.deliver_due()

    async def settle(self) -> None:
        """Everything that is due now has happened, and what followed from it too."""
        await self.tick()
        while await self.deliver_due():
            await self.tick()

    async def next_event(self) -> datetime | None:
        """The next moment at which something will happen by itself."""
        now = self._now()
        async with self._sessions.begin() as session:
            moments = [await plan.next_at(session, now, self._terms) for plan in PLANS]
            moments.append(await nudges.next_due(session, now))
        return min((moment for moment in moments if moment is not None), default=None)
