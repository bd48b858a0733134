"""The clock of the demo: what it may jump to, and what happens on the way."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.app import App
from models import reports, weekly
from models.period import Period
from models.rules.clock import latest_local, next_local, quiet_end
from models.rules.week import latest_monday, next_monday
from models.tables import Case, Nudge, NudgeState, Person, Survey, SurveyState
from sandbox.telegram import Telegram

NEAR = timedelta(days=15)
"""A survey lives that long; a quarter at one tap would take its time."""


class Days:
    """The hooks of the page's clock; `app` is known as soon as the sandbox can be reached."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self.app: App | None = None

    async def next_event(self) -> datetime | None:
        """The next moment at which somebody on the page will hear from the bot; with nothing of
        the kind near, the next for anybody."""
        if self.app is None:
            return None
        async with self.app.sessions.begin() as session:
            moments = [moment async for moment in self._moments(session, self.app)]
        coming = min(moments, default=None)
        if coming is None or coming - self._telegram.clock.now() > NEAR:
            return await self.app.scheduler.next_event()
        return coming

    async def live_through(self, until: datetime) -> None:
        assert self.app is not None
        while (moment := await self.app.scheduler.next_event()) and moment <= until:
            await self._live(self.app, moment)
        await self._live(self.app, until)

    async def _live(self, app: App, moment: datetime) -> None:
        """The poll that is under way began before the clock moved: where nobody has said anything
        since, all of it is heard."""
        self._move_to(moment)
        if not self._telegram.bot.updates.pending:
            app.hearing.until = self._telegram.clock.now()
        await app.scheduler.settle()

    def _move_to(self, moment: datetime) -> None:
        """The clock runs meanwhile, and may be past it already."""
        clock = self._telegram.clock
        clock.advance(max(moment - clock.now(), timedelta()))

    async def _moments(self, session: AsyncSession, app: App) -> AsyncIterator[datetime]:
        now, business = self._telegram.clock.now(), app.settings.business
        for due in self._due():
            moment: datetime | None = await session.scalar(due)
            if moment is not None:
                yield quiet_end(max(moment, now), business.zone, app.settings.policy.quiet)
        red_at = await session.scalar(select(func.min(Case.red_at)))  # owners hear at night too
        if red_at is not None:
            yield max(red_at, now)
        happened_at = await reports.last_event(session, now)
        reported_at = latest_local(now, business.zone, business.report_at)
        if happened_at is not None and happened_at > reported_at:
            yield next_local(now, business.zone, business.report_at)
        week = Period(latest_monday(now, business.zone), now)
        if await weekly.has_to_tell(session, week):
            yield next_monday(now, business.zone)

    def _due(self) -> list[Select[Any]]:
        """What is ahead of those on the page. A nudge that was put off has a row of its own."""
        survey_waits = Survey.state == SurveyState.ASKED
        return [
            select(func.min(Person.survey_at)).where(self._seen(Person.id)),
            select(func.min(Person.referral_at)).where(self._seen(Person.id)),
            select(func.min(Person.greeting_at)).where(self._seen(Person.id)),
            select(func.min(Person.invitation_at)).where(self._seen(Person.id)),
            select(func.min(Survey.remind_at)).where(survey_waits, self._seen(Survey.customer_id)),
            select(func.min(Case.check_at)).where(self._seen(Case.customer_id)),
            select(func.min(Case.reask_at)).where(self._seen(Case.customer_id)),
            select(func.min(Nudge.due_at)).where(
                Nudge.state == NudgeState.PLANNED, self._seen(Nudge.person_id)
            ),
        ]

    def _seen(self, person_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
        shown = [person.id for person in self._telegram.people.values() if person.on_page]
        return person_id.in_(select(Person.id).where(Person.telegram_id.in_(shown)))
