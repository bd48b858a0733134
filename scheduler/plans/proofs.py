"""A friend has come: the inviter is told. Too many have, at once: the owners are."""

from datetime import datetime

from aiogram.methods import SendMessage, SendPhoto
from sqlalchemy.ext.asyncio import AsyncSession

from models import attribution
from models.nudges import Notice
from models.tables import Nudge, Person, Role
from scheduler.plan import Plan
from scheduler.terms import Terms
from views import proofs as view
from views.say import say_in


async def compose(
    session: AsyncSession, nudge: Nudge, person: Person, terms: Terms, _now: datetime
) -> SendMessage | SendPhoto | None:
    if person.telegram_id is None:
        return None
    if nudge.kind == Notice.FLAG:
        return await _burst(session, nudge, person, person.telegram_id)
    if not _is_glad_to_hear(person):
        return None
    return view.told_proven(say_in(person.language), terms.business).to(person.telegram_id)


def _is_glad_to_hear(inviter: Person) -> bool:
    """The staff get no reward; who has gone or asked for quiet is left alone."""
    has_agreed = inviter.consented_at is not None and inviter.stopped_at is None
    return has_agreed and inviter.role == Role.CUSTOMER


async def _burst(
    session: AsyncSession, nudge: Nudge, owner: Person, chat_id: int
) -> SendMessage | SendPhoto | None:
    """None where the inviter was erased meanwhile."""
    assert nudge.about is not None
    if owner.role != Role.OWNER:
        return None
    inviter, joined = await attribution.burst_of(session, nudge.about["referral"])
    if inviter.telegram_id is None:
        return None
    return view.told_burst(say_in(owner.language), inviter, joined).to(chat_id)


PLAN = Plan((Notice.PROVEN, Notice.FLAG), compose=compose)
