"""Campaigns: their offers one by one, the first batch, and the result when all are decided."""

from datetime import datetime
from typing import Any

from aiogram.methods import TelegramMethod
from sqlalchemy import exists, literal, or_
from sqlalchemy.ext.asyncio import AsyncSession

from models import campaigns, drafts, first_batch, nudges, results
from models.nudges import Notice
from models.rules import content
from models.rules.contact import Kind, Reason
from models.rules.content import Content
from models.tables import Campaign, CampaignState, Nudge, NudgeState, Person, Role
from scheduler.plan import Plan
from scheduler.terms import Terms
from views import campaigns as view
from views import offers
from views import results as result_view
from views.say import say_in

Sending = tuple[Campaign, Content]
TO_STAFF = (Notice.RESULT, Notice.HALTED)
REFUSALS = tuple(Reason)
"""The arbiter's words. What was skipped without one had nothing to send."""


async def plan(session: AsyncSession, now: datetime, terms: Terms) -> None:
    await first_batch.wait(session, now)
    await first_batch.judge(session, terms.business.zone, now, terms.hearing.until)
    await campaigns.finish(session, now)


async def compose(
    session: AsyncSession, nudge: Nudge, person: Person, terms: Terms, _now: datetime
) -> TelegramMethod[Any] | None:
    if person.telegram_id is None or nudge.campaign_id is None:
        return None
    if nudge.kind in TO_STAFF:
        return await _to_admin(session, nudge, person)
    campaign, said = await _sending(session, nudge)
    say, chat = say_in(person.language), person.telegram_id
    footer, paid = terms.business.offer_footer.strip(), terms.paid_broadcast
    if nudge.kind == Notice.OFFER_END:
        return offers.end(say, terms.business, campaign, chat, paid=paid)
    if campaign.state != CampaignState.CONFIRMED:
        return None
    return offers.offer(say, campaign, said, person, chat, footer, paid=paid)


async def _sending(session: AsyncSession, nudge: Nudge) -> Sending:
    """What the rows of a campaign have in common, read once a transaction."""
    read: dict[tuple[int | None, ...], Sending] = session.info.setdefault("campaigns", {})
    key = nudge.campaign_id, nudge.variant_id
    if key not in read:
        campaign, variant = await drafts.with_variant(session, nudge.variant_id)
        read[key] = campaign, content.load(variant.content)
    return read[key]


async def _to_admin(
    session: AsyncSession, nudge: Nudge, admin: Person
) -> TelegramMethod[Any] | None:
    if admin.role == Role.CUSTOMER or admin.telegram_id is None:  # no longer of the staff
        return None
    campaign = await session.get_one(Campaign, nudge.campaign_id)
    say = say_in(admin.language)
    if nudge.kind == Notice.HALTED:
        return view.halted(say, campaign, **(nudge.about or {})).to(admin.telegram_id)
    result = await results.read(session, campaign)
    return result_view.notice(say, result).to(admin.telegram_id)


async def sent(
    session: AsyncSession,
    nudge: Nudge,
    _person: Person,
    _message_id: int | None,
    terms: Terms,
    now: datetime,
) -> None:
    """What takes no buttons has them in a message after it; also if nobody knows whether it has
    arrived, for the way out is never too much."""
    if nudge.kind != Kind.OFFER:
        return
    _campaign, said = await _sending(session, nudge)
    if offers.needs_end(said, terms.business.offer_footer.strip()):
        await nudges.plan(
            session,
            Notice.OFFER_END,
            literal(f"offer_end:{nudge.id}"),
            literal(nudge.person_id),
            now,
            campaign_id=literal(nudge.campaign_id),
            variant_id=literal(nudge.variant_id),
        )


def is_followed(message: TelegramMethod[Any]) -> bool:
    """What has its buttons needs none after it."""
    return getattr(message, "reply_markup", None) is None


async def skipped(
    session: AsyncSession, nudge: Nudge, _person: Person, _terms: Terms, now: datetime
) -> None:
    """Not every one that does not go is lost, and one can tell that all the others are. What the
    admin could not be told, the owners are."""
    if nudge.kind in TO_STAFF:
        await campaigns.tell_owners(session, nudge, now)
    if nudge.kind != Kind.OFFER or nudge.campaign_id is None:
        return
    if nudge.state == NudgeState.FAILED and campaigns.NO_SOURCE in (nudge.reason or ""):
        await campaigns.lose_source(session, nudge.campaign_id, now)
    elif nudge.state == NudgeState.SKIPPED and nudge.reason not in REFUSALS:
        await campaigns.take_back(session, nudge.id)


async def next_at(session: AsyncSession, now: datetime, _terms: Terms) -> datetime | None:
    return await first_batch.next_verdict(session, now)


PLAN = Plan(
    (Kind.OFFER, Notice.OFFER_END, Notice.HALTED, Notice.RESULT),
    plan,
    compose,
    sent,
    skipped,
    next_at,
    is_followed=is_followed,
    is_due=exists().where(
        or_(first_batch.IS_OUT, first_batch.IS_TO_BE_JUDGED, campaigns.IS_AT_ITS_END)
    ),
)
