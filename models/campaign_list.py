"""The campaigns as one list, the newest first, read a page at a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import leavers
from models.offers import IS_OFFER
from models.rules.first_batch import Leavers
from models.tables import Campaign, Nudge, NudgeState, Person, Variant

PAGE = 6
QUICK = 10_000
"""Who left is counted one by one: of a campaign beyond this, its card tells."""


@dataclass(frozen=True, slots=True)
class Listed:
    campaign: Campaign
    variant: Variant | None
    """Its first message."""
    got: int = 0
    left: int | None = None
    """How many of them left or tapped; none where counting would hold up the list."""
    taps: int | None = None

    @property
    def counts_taps(self) -> bool:
        return self.campaign.coupon is not None or self.campaign.counts_taps


@dataclass(frozen=True, slots=True)
class Page:
    campaigns: Sequence[Listed] = ()
    has_newer: bool = False
    has_older: bool = False


async def top(session: AsyncSession) -> Page:
    found = await _rows(session, _all().order_by(Campaign.id.desc()))
    return Page(found[:PAGE], has_older=len(found) > PAGE)


async def older(session: AsyncSession, campaign_id: int) -> Page:
    """The page after that campaign. Where nothing is left, the list is shown from its top."""
    further = _all().where(Campaign.id < campaign_id).order_by(Campaign.id.desc())
    found = await _rows(session, further)
    if not found:
        return await top(session)
    return Page(found[:PAGE], has_newer=True, has_older=len(found) > PAGE)


async def newer(session: AsyncSession, campaign_id: int) -> Page:
    """The page before that campaign; the top of the list where that would not be a full one."""
    nearer = _all().where(Campaign.id > campaign_id).order_by(Campaign.id)
    found = await _rows(session, nearer)
    if len(found) <= PAGE:
        return await top(session)
    return Page(found[:PAGE][::-1], has_newer=True, has_older=True)


async def find(session: AsyncSession, campaign_id: int) -> Campaign | None:
    """None of a draft: it is its admin's own affair."""
    return await session.scalar(
        select(Campaign).where(Campaign.id == campaign_id, Campaign.confirmed_at.is_not(None))
    )


def _all() -> Select[Campaign, Variant]:
    first = (Variant.campaign_id == Campaign.id) & (Variant.letter == "A")
    return (
        select(Campaign, Variant)
        .outerjoin(Variant, first)
        .where(Campaign.confirmed_at.is_not(None))
    )


async def _rows(session: AsyncSession, query: Select[Campaign, Variant]) -> Sequence[Listed]:
    """One more than a page holds, so as to know whether there are more."""
    rows = (await session.execute(query.limit(PAGE + 1))).all()
    got = await _got(session, [campaign.id for campaign, _ in rows])
    fates = await _fates(session, [number for number, people in got.items() if people <= QUICK])
    return [
        Listed(campaign, variant, got.get(campaign.id, 0), *fates.get(campaign.id, (None, None)))
        for campaign, variant in rows
    ]


async def _got(session: AsyncSession, ids: Collection[int]) -> dict[int, int]:
    """On the index alone."""
    rows = await session.execute(
        select(Nudge.campaign_id, func.count())
        .where(Nudge.campaign_id.in_(ids), IS_OFFER, Nudge.state == NudgeState.SENT)
        .group_by(Nudge.campaign_id)
    )
    return {number: people for number, people in rows if number is not None}


async def _fates(session: AsyncSession, ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """How many left, and how many tapped."""
    rows = await session.execute(
        select(Nudge.campaign_id, *leavers.COUNTS, func.count(Nudge.tapped_at))
        .join(Person, Person.id == Nudge.person_id)
        .where(Nudge.campaign_id.in_(ids), IS_OFFER, Nudge.state == NudgeState.SENT)
        .group_by(Nudge.campaign_id)
    )
    return {row[0]: (Leavers(*row[1:-1]).left, row[-1]) for row in rows if row[0] is not None}
