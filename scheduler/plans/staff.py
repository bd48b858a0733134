"""News of the staff: to an owner, who has joined; to whoever was removed, that it is so."""

from datetime import datetime

from aiogram.methods import SendMessage, SendPhoto
from sqlalchemy.ext.asyncio import AsyncSession

from models.nudges import Notice
from models.tables import Nudge, Person, Role
from scheduler.plan import Plan
from scheduler.terms import Terms
from views import staff as view
from views.say import say_in


async def compose(
    session: AsyncSession, nudge: Nudge, person: Person, terms: Terms, _now: datetime
) -> SendMessage | SendPhoto | None:
    """None where it is not so any more."""
    assert nudge.about is not None
    if person.telegram_id is None:
        return None
    say = say_in(person.language)
    if nudge.about["what"] == "removed":
        is_so = person.role == Role.CUSTOMER
        return view.told_removed(say, terms.business).to(person.telegram_id) if is_so else None
    joined = await session.get_one(Person, nudge.about["person"])
    is_so = joined.role == nudge.about["role"] and person.role == Role.OWNER
    return view.told_joined(say, joined).to(person.telegram_id) if is_so else None


PLAN = Plan((Notice.STAFF,), compose=compose)
