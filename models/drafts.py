"""Campaigns in the making: what the wizard has heard so far, in the tables from the first word."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.database import insert_into
from models.rules import content
from models.rules.content import Content
from models.tables import Campaign, CampaignState, Variant


async def of(session: AsyncSession, admin_id: int) -> Campaign | None:
    query = select(Campaign).where(
        Campaign.admin_id == admin_id, Campaign.state == CampaignState.DRAFT
    )
    return await session.scalar(query)


async def open_one(session: AsyncSession, admin_id: int, now: datetime) -> Campaign:
    """The one that is open, or a new one: of two at once, both get the same."""
    await session.execute(
        insert_into(session, Campaign)
        .values(admin_id=admin_id, state=CampaignState.DRAFT, conditions=[], created_at=now)
        .on_conflict_do_nothing()
    )
    draft = await of(session, admin_id)
    assert draft is not None
    return draft


async def change(session: AsyncSession, campaign_id: int, **values: Any) -> bool:
    """What the wizard has heard. False where it is no draft any more."""
    changed = await session.execute(
        update(Campaign)
        .where(Campaign.id == campaign_id, Campaign.state == CampaignState.DRAFT)
        .values(**values)
        .returning(Campaign.id)
    )
    return changed.scalar() is not None


async def hold(session: AsyncSession, campaign_id: int) -> bool:
    """False where it is no draft any more; else it stays one until the transaction ends."""
    query = select(Campaign.id).where(
        Campaign.id == campaign_id, Campaign.state == CampaignState.DRAFT
    )
    return await session.scalar(query.with_for_update(key_share=True)) is not None


async def keep_content(session: AsyncSession, campaign_id: int, letter: str, said: Content) -> bool:
    """In place of what the variant said before. False where it is no draft any more."""
    if not await hold(session, campaign_id):
        return False
    kept = insert_into(session, Variant).values(
        campaign_id=campaign_id, letter=letter, content=content.dump(said)
    )
    await session.execute(
        kept.on_conflict_do_update(
            index_elements=["campaign_id", "letter"], set_={"content": kept.excluded.content}
        )
    )
    return True


async def keep_shown(
    session: AsyncSession, campaign_id: int, letter: str, said: Content, shown: Content
) -> bool:
    """`shown` in place of what it was made of, and of nothing that came meanwhile."""
    if not await hold(session, campaign_id):
        return False
    query = select(Variant.content).where(
        Variant.campaign_id == campaign_id, Variant.letter == letter
    )
    current = await session.scalar(query)
    if current is None or content.load(current) != said:
        return False
    return await keep_content(session, campaign_id, letter, shown)


async def drop_content(session: AsyncSession, campaign_id: int, letter: str) -> bool:
    """False where it is no draft any more."""
    if not await hold(session, campaign_id):
        return False
    await session.execute(
        delete(Variant).where(Variant.campaign_id == campaign_id, Variant.letter == letter)
    )
    return True


async def variants(session: AsyncSession, campaign_id: int) -> Sequence[Variant]:
    query = select(Variant).where(Variant.campaign_id == campaign_id).order_by(Variant.letter)
    return (await session.scalars(query)).all()


async def with_variant(session: AsyncSession, variant_id: int | None) -> tuple[Campaign, Variant]:
    query = (
        select(Campaign, Variant)
        .join(Variant, Variant.campaign_id == Campaign.id)
        .where(Variant.id == variant_id)
    )
    campaign, variant = (await session.execute(query)).one()
    return campaign, variant


async def cancel(session: AsyncSession, *admin_ids: int) -> bool:
    """True where there was one."""
    cancelled = await session.execute(
        update(Campaign)
        .where(Campaign.admin_id.in_(admin_ids), Campaign.state == CampaignState.DRAFT)
        .values(state=CampaignState.CANCELLED)
        .returning(Campaign.id)
    )
    return bool(cancelled.all())
