"""Campaigns: their offers one by one, and the result when the last of them is decided."""

from datetime import datetime
from typing import Any

from aiogram.methods import TelegramMethod
from sqlalchemy import exists
from sqlalchemy.ext.asyncio import AsyncSession

from models import campaigns, outcomes
from models.nudges import Notice
from models.rules.contact import Kind
from models.tables import Campaign, CampaignState, Nudge, Person, Role
from scheduler.plan import Plan
from scheduler.terms import Terms
from views import campaigns as view
from views import offers
from views.say import say_in


async def plan(session: AsyncSession, now: datetime, _terms: Terms) -> None:
    await campaigns.stop_those_without_a_source(session, now)
    await campaigns.finish(session, now)


async def compose(
    session: AsyncSession, nudge: Nudge, person: Person, _terms: Terms, _now: datetime
) -> TelegramMethod[Any] | None:
    campaign = await session.get_one(Campaign, nudge.campaign_id)
    if person.telegram_id is None:
        return None
    if nudge.kind == Notice.RESULT:
        return await _result(session, campaign, person, person.telegram_id)
    if campaign.state != CampaignState.CONFIRMED:
        return None
    return offers.offer(say_in(person.language), campaign, person.telegram_id)


async def _result(
    session: AsyncSession, campaign: Campaign, admin: Person, chat_id: int
) -> TelegramMethod[Any] | None:
    if admin.role == Role.CUSTOMER:  # no longer of the staff
        return None
    tally = await outcomes.tally(session, campaign.id)
    return view.result(say_in(admin.language), tally).to(chat_id)


PLAN = Plan(
    (Kind.OFFER, Notice.RESULT),
    plan,
    compose,
    is_due=exists().where(Campaign.state == CampaignState.CONFIRMED),
)
