"""The owners' report, daily at the business's own time; silent where nothing has happened."""

from datetime import datetime

from aiogram.methods import SendMessage, SendPhoto
from sqlalchemy.ext.asyncio import AsyncSession

from models import reports
from models.nudges import Notice
from models.rules.clock import latest_local, next_local
from models.tables import Nudge, Person, Role
from scheduler.plan import Plan
from scheduler.terms import Terms
from views.report import report
from views.say import say_in


async def plan(session: AsyncSession, now: datetime, terms: Terms) -> None:
    await reports.plan(session, terms.business, now)


async def compose(
    session: AsyncSession, nudge: Nudge, person: Person, terms: Terms, _now: datetime
) -> SendMessage | SendPhoto | None:
    if person.telegram_id is None or person.role != Role.OWNER:
        return None
    assert nudge.about is not None
    until = datetime.fromisoformat(nudge.about["until"])
    counted = await reports.read(session, until, terms.business)
    return report(say_in(person.language), counted, terms.business).to(person.telegram_id)


async def next_at(_session: AsyncSession, now: datetime, terms: Terms) -> datetime | None:
    return next_local(now, terms.business.zone, terms.business.report_at)


def mark(now: datetime, terms: Terms) -> datetime:
    return latest_local(now, terms.business.zone, terms.business.report_at)


PLAN = Plan((Notice.REPORT,), plan, compose, next_at=next_at, mark=mark)
