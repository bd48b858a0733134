"""The rows of a campaign: one for each customer of its audience, and when each is due."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, func, literal, null, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import audiences, drafts, nudges
from models.audiences import WELCOMES_OFFERS
from models.database import among
from models.people import zone_named
from models.rules import audience
from models.rules.cadence import good_until
from models.rules.clock import next_local
from models.rules.contact import Kind
from models.tables import Campaign, FirstBatch, Nudge, NudgeState, Pause, Person

IS_OFFER = among(Nudge.kind, Kind.OFFER)
TWENTY = 20
SECOND = timedelta(seconds=1)


async def plan(
    session: AsyncSession, campaign: Campaign, business_zone: ZoneInfo, now: datetime
) -> None:
    """A row for every customer of the audience, also for those who will be skipped: the result
    counts them. Halves and the first batch are drawn by lot among those who welcome offers."""
    variants = [variant.id for variant in await drafts.variants(session, campaign.id)]
    is_drawn = campaign.first_batch is not None or len(variants) > 1
    whom = _lots(campaign, now) if is_drawn else _members(campaign, now)
    is_first = _is_first(campaign, whom.c)
    start = max(campaign.start_at or now, now)
    await nudges.plan(
        session,
        Kind.OFFER,
        nudges.key("offer", literal(campaign.id), whom.c.id),
        whom.c.id,
        await due_of(session, campaign, business_zone, start, whom.c.zone),
        good_until=worth_sending_until(campaign, start),
        campaign_id=literal(campaign.id),
        variant_id=_variant(variants, whom.c) if is_drawn else literal(variants[0]),
        state=case((is_first, NudgeState.PLANNED), else_=NudgeState.HELD),
        reason=case((is_first, null()), else_=Pause.FIRST_BATCH),
    )


def _members(campaign: Campaign, now: datetime) -> Any:
    whose = audiences.members(audience.load(campaign.conditions), now)
    return select(Person.id, Person.zone).where(*whose).subquery()


def _lots(campaign: Campaign, now: datetime) -> Any:
    """Each member with a number by lot, among those who welcome offers or among the rest, and how
    many the former are. To number a million takes a sort, so it is done only where there is a
    lottery."""
    whose = audiences.members(audience.load(campaign.conditions), now)
    asked = select(Person.id, Person.zone, WELCOMES_OFFERS.label("is_welcome")).where(*whose)
    all_of_them = asked.subquery()  # so that each is asked once
    total = select(func.count()).where(*whose, WELCOMES_OFFERS).scalar_subquery()
    by_lot = func.row_number().over(partition_by=all_of_them.c.is_welcome, order_by=func.random())
    return (
        select(all_of_them, by_lot.label("nth"), total.label("total"))
        # else the rows are written all over the indexes, ten times as long
        .order_by(all_of_them.c.id)
        .subquery()
    )


def _is_first(campaign: Campaign, lot: Any) -> ColumnElement[bool]:
    """Who will be skipped anyhow need not wait for it."""
    match campaign.first_batch:
        case FirstBatch.TWENTY:
            is_in = lot.nth <= TWENTY
        case FirstBatch.TENTH:
            is_in = (lot.nth - 1) * 10 < lot.total
        case _:
            return literal(True)
    return or_(is_in, ~lot.is_welcome)


def _variant(ids: Sequence[int], lot: Any) -> ColumnElement[int]:
    """Turn by turn: equal halves, in the first batch and in the rest."""
    return case((lot.nth % 2 == 1, ids[0]), else_=ids[-1])


async def due_of(
    session: AsyncSession,
    campaign: Campaign,
    business_zone: ZoneInfo,
    start: datetime,
    zone: Any,
) -> ColumnElement[datetime]:
    """The start, or the customer's own hour not before it: one moment a zone."""
    kind = Nudge.due_at.type
    if campaign.local_hour is None:
        return literal(start, kind)
    wall, just_before = time(campaign.local_hour), start - SECOND
    own = literal(next_local(just_before, business_zone, wall), kind)
    names = await session.scalars(select(Person.zone).where(Person.zone.is_not(None)).distinct())
    of_zones = [
        (
            zone == name,
            literal(next_local(just_before, zone_named(name, business_zone), wall), kind),
        )
        for name in names
    ]
    return case(*of_zones, else_=own) if of_zones else own


def worth_sending_until(campaign: Campaign, start: datetime) -> datetime:
    """The last of the zones comes to its own hour a day after the first."""
    last_due = start + timedelta(days=campaign.local_hour is not None)
    return good_until(Kind.OFFER, last_due, zone=ZoneInfo("UTC"))
