"""What owners are told of a case: the card, its edits, and the customer's words under it."""

from datetime import datetime
from typing import Any

from aiogram.methods import TelegramMethod
from sqlalchemy import exists, or_
from sqlalchemy.ext.asyncio import AsyncSession

from models import cards, case_file
from models.nudges import Notice
from models.tables import CaseState, Nudge, Person, Role
from scheduler.plan import Plan
from scheduler.terms import Terms
from views import Screen
from views import cases as view
from views.say import say_in


async def plan(session: AsyncSession, now: datetime, _terms: Terms) -> None:
    await cards.plan(session, now)


async def compose(
    session: AsyncSession, nudge: Nudge, owner: Person, terms: Terms, _now: datetime
) -> TelegramMethod[Any] | None:
    if owner.role != Role.OWNER or owner.telegram_id is None:
        return None
    match nudge.kind:
        case Notice.CARD | Notice.CARD_AGAIN:
            card = await _card(session, nudge, owner, terms)
            return card.to(owner.telegram_id) if card else None
        case Notice.CARD_EDIT:
            return await _edit(session, nudge, owner, owner.telegram_id, terms)
        case _:
            return await _words(session, nudge, owner, owner.telegram_id)


async def _card(session: AsyncSession, nudge: Nudge, owner: Person, terms: Terms) -> Screen | None:
    """None once the case is closed: who has not seen it yet need not."""
    assert nudge.case_id is not None
    file = await case_file.read(session, nudge.case_id)
    if nudge.kind == Notice.CARD and file.case.state == CaseState.CLOSED:
        return None
    return view.card(say_in(owner.language), terms.business, file)


async def _edit(
    session: AsyncSession, nudge: Nudge, owner: Person, chat_id: int, terms: Terms
) -> TelegramMethod[Any] | None:
    """A card that is still to come will say what holds then, and needs no edit."""
    assert nudge.case_id is not None
    message_id = await cards.message_of(session, nudge.case_id, owner.id)
    card = await _card(session, nudge, owner, terms)
    return card.over(chat_id, message_id) if card and message_id else None


async def _words(
    session: AsyncSession, nudge: Nudge, owner: Person, chat_id: int
) -> TelegramMethod[Any] | None:
    assert nudge.case_id is not None
    assert nudge.about is not None
    file = await case_file.read(session, nudge.case_id)
    reason = await cards.words_of(session, file.customer.id, nudge.about["message_id"])
    if reason is None:
        return None
    card_id = await cards.message_of(session, nudge.case_id, owner.id)
    return view.words(say_in(owner.language), file.customer, reason, chat_id, card_id)


async def sent(
    session: AsyncSession,
    nudge: Nudge,
    _owner: Person,
    _message_id: int | None,
    _terms: Terms,
    now: datetime,
) -> None:
    if nudge.kind in cards.SHOWN:
        await cards.plan_earlier_media(session, nudge, now)


PLAN = Plan(
    (*cards.SHOWN, Notice.CARD_EDIT, Notice.WORDS),
    plan,
    compose,
    sent,
    is_due=or_(cards.are_missing(), exists().where(cards.were_kept())),
)
