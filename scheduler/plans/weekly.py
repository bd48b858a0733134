"""The owners' week, on Monday at ten; silent where nothing goes on."""

from datetime import datetime

from aiogram.methods import SendMessage, SendPhoto
from sqlalchemy.ext.asyncio import AsyncSession

from models import weekly
from models.nudges import Notice
from models.rules.week import latest_monday, next_monday
from models.tables import Nudge, Person, Role
from scheduler.plan import Plan
from scheduler.terms import Terms
from views import weekly as view
from views.say import say_in


async def plan(session: AsyncSession, now: datetime, terms: Terms) -> None:
    await weekly.plan(session, terms.business, now)


async def compose(
    session: AsyncSession, nudge: Nudge, person: Person, terms: Terms, now: datetime
) -> SendMessage | SendPhoto | None:
    if person.telegram_id is None or person.role != Role.OWNER:
        return None
    assert nudge.about is not None
    until = datetime.fromisoformat(nudge.about["until"])
    counted = await weekly.read(session, until, terms.business, now)
    screen = view.weekly(say_in(person.language), counted, terms.business)
    return screen.to(person.telegram_id)


async def next_at(_session: AsyncSession, now: datetime, terms: Terms) -> datetime | None:
    return next_monday(now, terms.business.zone)


def mark(now: datetime, terms: Terms) -> datetime:
    return latest_monday(now, terms.business.zone)


PLAN = Plan((Notice.WEEKLY,), plan, compose, next_at=next_at, mark=mark)
