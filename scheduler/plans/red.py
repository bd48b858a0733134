"""Owners are told that nobody has answered, once a mark."""

from datetime import datetime

from aiogram.methods import SendMessage, SendPhoto
from sqlalchemy import exists
from sqlalchemy.ext.asyncio import AsyncSession

from models import cards, case_file, red
from models.database import NOW
from models.nudges import Notice
from models.tables import Case, Nudge, Person, Role
from scheduler.plan import Plan
from scheduler.terms import Terms
from views import recovery as view
from views.say import Html, say_in


async def plan(session: AsyncSession, now: datetime, _terms: Terms) -> None:
    await red.plan(session, now)


async def compose(
    session: AsyncSession, nudge: Nudge, owner: Person, terms: Terms, now: datetime
) -> SendMessage | SendPhoto | None:
    case = await red.still_sounds(session, nudge, now)
    if case is None or owner.role != Role.OWNER or owner.telegram_id is None:
        return None
    file, said = await case_file.read(session, case.id), await red.words_of(session, case)
    words = Html(said) if said else None
    screen = view.red(say_in(owner.language), terms.business, file, words, now)
    return screen.to(owner.telegram_id, reply_to=await cards.message_of(session, case.id, owner.id))


async def next_at(session: AsyncSession, now: datetime, _terms: Terms) -> datetime | None:
    return await red.next_at(session, now)


PLAN = Plan(
    (Notice.RED,),
    plan,
    compose,
    next_at=next_at,
    is_due=exists().where(Case.red_at <= NOW),
)
