"""The first batch: once all of it is out the rest waits, and goes if few have left by then."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import campaigns, leavers, nudges
from models.campaigns import has_rows
from models.database import NOW
from models.nudges import IN_FLIGHT, Notice
from models.rules.first_batch import WAIT, Leavers
from models.tables import Campaign, CampaignState, Nudge, NudgeState, Pause

GOES_ON = Campaign.state == CampaignState.CONFIRMED
IS_OUT = (
    GOES_ON
    & Campaign.judged_at.is_(None)
    & has_rows(Nudge.state == NudgeState.HELD, Nudge.reason == Pause.FIRST_BATCH)
    & ~has_rows(Nudge.state.in_((NudgeState.PLANNED, *IN_FLIGHT)))
)
"""Nobody of it may still get it, and the others wait."""
IS_TO_BE_JUDGED = GOES_ON & (Campaign.judged_at <= NOW)


async def wait(session: AsyncSession, now: datetime) -> None:
    """Where the last of a first batch is out, its two hours begin."""
    await session.execute(
        update(Campaign)
        .where(IS_OUT)
        .values(judged_at=now + WAIT)
        .execution_options(synchronize_session=False)
    )


async def judge(
    session: AsyncSession, business_zone: ZoneInfo, now: datetime, heard_until: datetime | None
) -> None:
    """Those whose time is over: the rest goes, or waits for a word of the staff. Who left while
    the bot stood still is heard first."""
    if heard_until is None:
        return
    is_over = Campaign.judged_at <= min(now, heard_until)
    query = select(Campaign.id, Campaign.admin_id).where(GOES_ON, is_over)
    for campaign_id, admin_id in (await session.execute(query)).all():
        seen = await leavers.of(session, campaign_id)
        if not seen.are_too_many:
            await campaigns.release(session, campaign_id, business_zone, now)
        elif await campaigns.halt(session, campaign_id):
            await _tell(session, campaign_id, admin_id, seen, now)


async def _tell(
    session: AsyncSession, campaign_id: int, admin_id: int, seen: Leavers, now: datetime
) -> None:
    about: dict[str, Any] = {"got": seen.got, "blocked": seen.blocked, "opted_out": seen.opted_out}
    await nudges.plan(
        session,
        Notice.HALTED,
        literal(f"halted:{campaign_id}"),
        literal(admin_id),
        now,
        campaign_id=literal(campaign_id),
        about=literal(about, Nudge.about.type),
    )


async def next_verdict(session: AsyncSession, now: datetime) -> datetime | None:
    return await session.scalar(
        select(func.min(Campaign.judged_at)).where(GOES_ON, Campaign.judged_at > now)
    )
