"""What an erased customer has left in owners' chats: cards say so, copies of words go."""

from datetime import datetime
from typing import Any

from aiogram.methods import DeleteMessage, TelegramMethod
from sqlalchemy.ext.asyncio import AsyncSession

from models.nudges import Notice
from models.tables import Nudge, Person
from scheduler.plan import Plan
from scheduler.terms import Terms
from views import cases as view
from views.say import say_in


async def compose(
    _session: AsyncSession, nudge: Nudge, owner: Person, _terms: Terms, now: datetime
) -> TelegramMethod[Any] | None:
    """`message_id` is of the message that goes. Who was an owner has it in their chat still."""
    if owner.telegram_id is None or nudge.message_id is None:
        return None
    if nudge.kind == Notice.ERASE_CARD:
        return view.erased(say_in(owner.language)).over(owner.telegram_id, nudge.message_id)
    assert nudge.good_until is not None
    if now >= nudge.good_until:
        return None
    return DeleteMessage(chat_id=owner.telegram_id, message_id=nudge.message_id)


PLAN = Plan((Notice.ERASE_CARD, Notice.ERASE_WORDS), compose=compose)
