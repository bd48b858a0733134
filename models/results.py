"""What a campaign has brought: what became of its rows, and what people did after their offer."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import coupons, drafts, leavers, tallies
from models.database import later
from models.holdout import AT, TO_ANSWER, WAS_HELD, WAS_SENT
from models.offers import IS_OFFER
from models.rules import holdout
from models.rules.first_batch import Leavers
from models.rules.holdout import Difference, Side
from models.tables import Campaign, Nudge, Person, Response, Variant
from models.tallies import Tally


@dataclass(frozen=True, slots=True)
class Fate:
    """What those did who got one message."""

    letter: str
    leavers: Leavers
    taps: int

    @property
    def got(self) -> int:
        return self.leavers.got


@dataclass(frozen=True, slots=True)
class Result:
    campaign: Campaign
    tally: Tally
    fates: Sequence[Fate] = ()
    taken: int = 0
    """Coupons; and how many of them were used."""
    redeemed: int = 0
    answered: tuple[Side, Side] | None = None
    """With the offer, and of those who by chance did without it; none where there are no such."""
    variants: Sequence[Variant] = ()

    @property
    def counts_taps(self) -> bool:
        return self.campaign.coupon is not None or self.campaign.counts_taps

    @property
    def leavers(self) -> Leavers:
        seen = [fate.leavers for fate in self.fates]
        return Leavers(
            sum(one.got for one in seen),
            sum(one.blocked for one in seen),
            sum(one.opted_out for one in seen),
        )

    @property
    def taps(self) -> int:
        return sum(fate.taps for fate in self.fates)

    @property
    def difference(self) -> Difference | None:
        """Of the first message to the second: in taps where they are counted, else in who left."""
        if len(self.fates) < 2:
            return None
        first, second = (self._side(fate) for fate in self.fates)
        return holdout.compare(first, second)

    def _side(self, fate: Fate) -> Side:
        return Side(fate.got, fate.taps if self.counts_taps else fate.leavers.left)


async def read(session: AsyncSession, campaign: Campaign) -> Result:
    variants = await drafts.variants(session, campaign.id)
    taken, redeemed = await coupons.counts(session, campaign.id) if campaign.coupon else (0, 0)
    return Result(
        campaign,
        await tallies.of(session, campaign.id),
        await _fates(session, campaign.id, variants),
        taken,
        redeemed,
        await _answered(session, campaign.id),
        variants,
    )


async def brief(session: AsyncSession, campaign: Campaign) -> Result:
    """How far it is, and no more: what people did then takes longer to count."""
    variants = await drafts.variants(session, campaign.id)
    return Result(campaign, await tallies.of(session, campaign.id), variants=variants)


async def _fates(
    session: AsyncSession, campaign_id: int, variants: Sequence[Variant]
) -> Sequence[Fate]:
    rows = await session.execute(
        select(
            Nudge.variant_id,
            *leavers.COUNTS,
            func.count(Nudge.tapped_at),
        )
        .join(Person, Person.id == Nudge.person_id)
        .where(Nudge.campaign_id == campaign_id, IS_OFFER, leavers.WAS_DELIVERED)
        .group_by(Nudge.variant_id)
    )
    seen = {
        variant_id: (Leavers(got, blocked, opted_out), taps)
        for variant_id, got, blocked, opted_out, taps in rows
    }
    nobody = Leavers(), 0
    return [Fate(one.letter, *seen.get(one.id, nobody)) for one in variants]


async def _answered(session: AsyncSession, campaign_id: int) -> tuple[Side, Side] | None:
    """Within seven days of the offer, or of the moment at which there was none."""
    has_held = select(exists().where(Nudge.campaign_id == campaign_id, IS_OFFER, WAS_HELD))
    if not await session.scalar(has_held):
        return None
    has_answered = exists().where(
        Response.customer_id == Nudge.person_id,
        Response.answered_at > AT,
        Response.answered_at <= later(AT, TO_ANSWER),
    )
    was_held = case((WAS_HELD, 1), else_=0)
    rows = await session.execute(
        select(was_held, func.count(), func.count().filter(has_answered))
        .where(Nudge.campaign_id == campaign_id, IS_OFFER, or_(WAS_SENT, WAS_HELD))
        .group_by(was_held)
    )
    sides = {held: Side(people, answers) for held, people, answers in rows}
    return sides.get(0, Side()), sides.get(1, Side())
