"""Coupons: taken by a tap under an offer, good once, used up by a tap of the staff."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import attribution, nudges, staff
from models.database import insert_into
from models.nudges import Notice
from models.rules import coupons as rules
from models.rules.codes import new_code
from models.rules.contact import Kind
from models.tables import Campaign, Coupon, Nudge, Person

# Taken


async def take(
    session: AsyncSession,
    campaign: Campaign,
    person: Person,
    offered_at: datetime,
    now: datetime,
    zone: ZoneInfo,
) -> Coupon | None:
    """One a person, however often they tap. What was promised holds though the campaign has been
    stopped: a coupon can be taken for as many days after the offer as it is good for; none after
    that."""
    days = campaign.coupon_days or 0
    if campaign.coupon is not None and now < rules.expires_at(offered_at, days, zone):
        await session.execute(
            insert_into(session, Coupon)
            .values(
                code=new_code(),
                campaign_id=campaign.id,
                person_id=person.id,
                made_at=now,
                expires_at=rules.expires_at(now, days, zone),
                warn_at=rules.warn_at(now, days, zone),
            )
            .on_conflict_do_nothing(index_elements=["campaign_id", "person_id"])
        )
    return await session.scalar(
        select(Coupon).where(Coupon.campaign_id == campaign.id, Coupon.person_id == person.id)
    )


async def own(session: AsyncSession, code: str, person_id: int) -> tuple[Coupon, Campaign] | None:
    query = (
        select(Coupon, Campaign)
        .join(Campaign, Campaign.id == Coupon.campaign_id)
        .where(Coupon.code == code, Coupon.person_id == person_id)
    )
    row = (await session.execute(query)).one_or_none()
    return (row[0], row[1]) if row is not None else None


async def counts(session: AsyncSession, campaign_id: int) -> tuple[int, int]:
    """How many were taken, and how many of them used."""
    counted = select(func.count(), func.count(Coupon.redeemed_at))
    row = await session.execute(counted.where(Coupon.campaign_id == campaign_id))
    taken, redeemed = row.one()
    return taken, redeemed


# Used


class Standing(StrEnum):
    """What the staff find behind a code; the value names the words."""

    UNKNOWN = "redeem-unknown"
    VOID = "redeem-void"
    """Of somebody who was erased."""
    USED = "redeem-done"
    OWN = "redeem-own"
    EXPIRED = "redeem-expired"
    OPEN = "redeem-open"


@dataclass(frozen=True, slots=True)
class Shown:
    """A coupon at the counter."""

    coupon: Coupon
    campaign: Campaign
    owner: Person
    redeemer: Person | None

    def standing(self, staff_id: int, now: datetime) -> Standing:
        if self.owner.telegram_id is None:
            return Standing.VOID
        if self.coupon.redeemed_at is not None:
            return Standing.USED
        if self.owner.id == staff_id:
            return Standing.OWN
        return Standing.OPEN if now < self.coupon.expires_at else Standing.EXPIRED


async def shown_by(session: AsyncSession, code: str | None) -> Shown | None:
    return await _shown(session, Coupon.code == code) if code is not None else None


async def shown_of(session: AsyncSession, coupon_id: int) -> Shown | None:
    return await _shown(session, Coupon.id == coupon_id)


async def _shown(session: AsyncSession, which: ColumnElement[bool]) -> Shown | None:
    owner, redeemer = aliased(Person), aliased(Person)
    query = (
        select(Coupon, Campaign, owner, redeemer)
        .join(Campaign, Campaign.id == Coupon.campaign_id)
        .join(owner, owner.id == Coupon.person_id)
        .outerjoin(redeemer, redeemer.id == Coupon.redeemed_by_id)
        .where(which)
        .execution_options(populate_existing=True)
    )
    row = (await session.execute(query)).one_or_none()
    return Shown(*row) if row is not None else None


async def redeem(session: AsyncSession, coupon_id: int, staff_id: int, now: datetime) -> bool:
    """True for the one whose tap it was: of two at once, one wins."""
    is_somebodys = exists().where(Person.id == Coupon.person_id, Person.telegram_id.is_not(None))
    owner_id = await session.scalar(
        update(Coupon)
        .where(
            Coupon.id == coupon_id,
            Coupon.redeemed_at.is_(None),
            Coupon.expires_at > now,
            Coupon.person_id != staff_id,
            is_somebodys,
        )
        .values(redeemed_at=now, redeemed_by_id=staff_id, warn_at=None)
        .returning(Coupon.person_id)
        .execution_options(synchronize_session=False)
    )
    if owner_id is None:
        return False
    await staff.keep_act(session, staff_id, "coupon_redeemed", now, {"person": owner_id})
    await attribution.prove_by_coupon(session, owner_id, staff_id, now)
    await nudges.plan(
        session,
        Notice.REDEEMED,
        nudges.key("redeemed", Coupon.id),
        Coupon.person_id,
        now,
        Coupon.id == coupon_id,
        coupon_id=Coupon.id,
    )
    return True


# About to expire


async def plan_warnings(session: AsyncSession, now: datetime) -> None:
    await nudges.plan(
        session,
        Kind.COUPON,
        nudges.key("coupon", Coupon.id),
        Coupon.person_id,
        Coupon.warn_at,
        Coupon.warn_at <= now,
        Coupon.redeemed_at.is_(None),
        good_until=Coupon.expires_at,
        coupon_id=Coupon.id,
    )
    await session.execute(
        update(Coupon)
        .where(Coupon.warn_at <= now)
        .values(warn_at=None)
        .execution_options(synchronize_session=False)
    )


async def next_warning(session: AsyncSession, now: datetime) -> datetime | None:
    return await session.scalar(select(func.min(Coupon.warn_at)).where(Coupon.warn_at > now))


async def of(session: AsyncSession, nudge: Nudge) -> tuple[Coupon, Campaign]:
    """What a message about a coupon is about."""
    coupon = await session.get_one(Coupon, nudge.coupon_id)
    return coupon, await session.get_one(Campaign, coupon.campaign_id)
