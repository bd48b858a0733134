"""Offers that admins broadcast: a draft, its confirmation, its rows, and what became of them."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import nudges
from models.nudges import UNDECIDED, Notice
from models.rules.cadence import good_until
from models.rules.contact import Kind
from models.tables import Campaign, CampaignState, Nudge, NudgeState, Person, Role

SOURCE_GONE = "source_gone"
"""The message to copy was deleted: nothing more can be sent."""
NO_SOURCE = "%message to copy not found%"

AUDIENCE = (
    Person.role == Role.CUSTOMER,
    Person.started_at.is_not(None),
    Person.telegram_id.is_not(None),
)
IS_OFFER = Nudge.kind == Kind.OFFER


async def draft_of(session: AsyncSession, admin_id: int) -> Campaign | None:
    query = select(Campaign).where(
        Campaign.admin_id == admin_id, Campaign.state == CampaignState.DRAFT
    )
    return await session.scalar(query)


async def open_draft(session: AsyncSession, admin_id: int, now: datetime) -> tuple[Campaign, bool]:
    """A new draft; true if it put an older one out of the way."""
    replaced = await cancel_draft(session, admin_id)
    campaign = Campaign(admin_id=admin_id, state=CampaignState.DRAFT, created_at=now)
    session.add(campaign)
    await session.flush()
    return campaign, replaced


async def cancel_draft(session: AsyncSession, admin_id: int, *which: ColumnElement[bool]) -> bool:
    cancelled = await session.execute(
        update(Campaign)
        .where(Campaign.admin_id == admin_id, Campaign.state == CampaignState.DRAFT, *which)
        .values(state=CampaignState.CANCELLED)
        .returning(Campaign.id)
    )
    return cancelled.scalar() is not None


async def leave(session: AsyncSession, admin_ids: Collection[int]) -> None:
    """Whoever is no longer of the staff: a draft is dropped, and what goes on is not watched."""
    theirs = Campaign.admin_id.in_(admin_ids)
    await session.execute(
        update(Campaign)
        .where(theirs, Campaign.state == CampaignState.DRAFT)
        .values(state=CampaignState.CANCELLED)
    )
    await session.execute(update(Campaign).where(theirs).values(progress_message_id=None))


def as_seen(campaign_id: int, message_id: int | None) -> ColumnElement[bool]:
    """The draft that a button belongs to, while its content is the one above that button."""
    return (Campaign.id == campaign_id) & Campaign.message_id.is_not_distinct_from(message_id)


async def set_content(
    session: AsyncSession, campaign_id: int, chat_id: int, message_id: int
) -> None:
    await session.execute(
        update(Campaign)
        .where(Campaign.id == campaign_id, Campaign.state == CampaignState.DRAFT)
        .values(chat_id=chat_id, message_id=message_id)
    )


async def refuse_album(session: AsyncSession, campaign_id: int, album: str) -> bool:
    """True for the first picture of an album: the rest need no answer of their own."""
    refused = await session.execute(
        update(Campaign)
        .where(Campaign.id == campaign_id, Campaign.refused_album.is_distinct_from(album))
        .values(refused_album=album)
        .returning(Campaign.id)
    )
    return refused.scalar() is not None


async def confirm(
    session: AsyncSession,
    admin_id: int,
    campaign_id: int,
    message_id: int,
    *,
    progress_message_id: int,
    now: datetime,
) -> bool:
    """True for one tap only, which also makes the rows: whoever joins later is not in it."""
    confirmed = await session.execute(
        update(Campaign)
        .where(
            as_seen(campaign_id, message_id),
            Campaign.admin_id == admin_id,
            Campaign.state == CampaignState.DRAFT,
        )
        .values(
            state=CampaignState.CONFIRMED,
            confirmed_at=now,
            progress_message_id=progress_message_id,
        )
        .returning(Campaign.id)
    )
    if confirmed.scalar() is None:
        return False
    await plan_offers(session, campaign_id, now)
    return True


async def plan_offers(session: AsyncSession, campaign_id: int, now: datetime) -> None:
    """A row for every customer, also for those who will be skipped: the result counts them."""
    await nudges.plan(
        session,
        Kind.OFFER,
        nudges.key("offer", literal(campaign_id), Person.id),
        Person.id,
        now,
        *AUDIENCE,
        good_until=worth_sending_until(now),
        campaign_id=literal(campaign_id),
    )


def worth_sending_until(due_at: datetime) -> datetime:
    return good_until(Kind.OFFER, due_at, zone=ZoneInfo("UTC"))


async def stop_those_without_a_source(session: AsyncSession, now: datetime) -> None:
    """One copy that failed for want of its source tells that none of the rest can succeed."""
    failed = Nudge.state == NudgeState.FAILED, Nudge.reason.like(NO_SOURCE)
    running = Campaign.state == CampaignState.CONFIRMED
    lost = select(Nudge.campaign_id).join(Campaign).where(running, IS_OFFER, *failed)
    await session.execute(
        update(Nudge)
        .where(
            Nudge.campaign_id.in_(lost),
            IS_OFFER,
            or_(Nudge.state == NudgeState.PLANNED, Nudge.reason.like(NO_SOURCE)),
        )
        .values(state=NudgeState.FAILED, reason=SOURCE_GONE, ended_at=now)
        .execution_options(synchronize_session=False)
    )


async def finish(session: AsyncSession, now: datetime) -> None:
    """A campaign is done when its last row is decided; then its admin is told the result."""
    left = exists().where(Nudge.campaign_id == Campaign.id, IS_OFFER, Nudge.state.in_(UNDECIDED))
    done = await session.scalars(
        update(Campaign)
        .where(Campaign.state == CampaignState.CONFIRMED, ~left)
        .values(state=CampaignState.DONE, done_at=now)
        .returning(Campaign.id)
    )
    if ids := done.all():
        await nudges.plan(
            session,
            Notice.RESULT,
            nudges.key("result", Campaign.id),
            Campaign.admin_id,
            now,
            Campaign.id.in_(ids),
            campaign_id=Campaign.id,
        )


async def in_progress(session: AsyncSession) -> list[tuple[Campaign, str]]:
    """Those with a progress message to keep up, each with the language of its admin."""
    query = (
        select(Campaign, Person.language)
        .join(Person, Person.id == Campaign.admin_id)
        .where(Campaign.progress_message_id.is_not(None))
    )
    return [(campaign, language) for campaign, language in await session.execute(query)]


async def end_progress(session: AsyncSession, campaign_id: int) -> None:
    """The progress message has said its last word."""
    await session.execute(
        update(Campaign).where(Campaign.id == campaign_id).values(progress_message_id=None)
    )
