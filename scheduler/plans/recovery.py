"""«Is it solved?», some days after a case was closed; and a no, to the owners."""

from datetime import datetime

from aiogram.methods import SendMessage, SendPhoto
from sqlalchemy import exists
from sqlalchemy.ext.asyncio import AsyncSession

from models import cards, case_file, recovery
from models.database import NOW
from models.nudges import Notice
from models.rules.cadence import WORTH_SENDING_FOR
from models.rules.contact import Kind
from models.tables import Case, CaseState, Nudge, Person, Role
from scheduler.plan import Plan
from scheduler.terms import Terms
from views import recovery as view
from views.say import say_in


async def plan(session: AsyncSession, now: datetime, _terms: Terms) -> None:
    await recovery.plan_checks(session, WORTH_SENDING_FOR, now)


async def compose(
    session: AsyncSession, nudge: Nudge, person: Person, terms: Terms, _now: datetime
) -> SendMessage | SendPhoto | None:
    if person.telegram_id is None:
        return None
    if nudge.kind == Notice.UNSOLVED:
        return await _unsolved(session, nudge, person, person.telegram_id, terms)
    case = await recovery.to_ask(session, nudge)
    return view.is_it_solved(say_in(person.language), case).to(person.telegram_id) if case else None


async def _unsolved(
    session: AsyncSession, nudge: Nudge, owner: Person, chat_id: int, terms: Terms
) -> SendMessage | SendPhoto | None:
    assert nudge.case_id is not None
    file = await case_file.read(session, nudge.case_id)
    if owner.role != Role.OWNER or file.case.state == CaseState.CLOSED:
        return None
    card_id = await cards.message_of(session, file.case.id, owner.id)
    return view.unsolved(say_in(owner.language), terms.business, file).to(chat_id, reply_to=card_id)


async def next_at(session: AsyncSession, now: datetime, _terms: Terms) -> datetime | None:
    return await recovery.next_check(session, now)


PLAN = Plan(
    (Kind.RECOVERY, Notice.UNSOLVED),
    plan,
    compose,
    next_at=next_at,
    is_due=exists().where(Case.check_at <= NOW),
)
