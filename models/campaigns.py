"""Campaigns under way: their confirmation, pauses, stops, and their end."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, exists, literal, null, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import drafts, nudges, offers, people
from models.nudges import UNDECIDED, Notice
from models.offers import IS_OFFER
from models.tables import Campaign, CampaignState, Nudge, NudgeState, Pause, Person, Variant

SOURCE_GONE = "source_gone"
"""The message to copy was deleted: nothing more can be sent."""
CAMPAIGN_STOPPED = "campaign_stopped"
NO_SOURCE = "message to copy not found"
"""Telegram's words for it."""
UNDER_WAY = (CampaignState.CONFIRMED, CampaignState.PAUSED)
IS_OPEN = Campaign.state.in_((*UNDER_WAY, CampaignState.STOPPED)) & Campaign.done_at.is_(None)
"""Its result is not told yet: after a stop, what was on its way is still awaited."""
STOPPED = {"state": CampaignState.STOPPED, "pause": None, "judged_at": None}
WAITING = {"state": NudgeState.HELD, "reason": Pause.ADMIN}
NOT_GONE_YET = (NudgeState.HELD, NudgeState.PLANNED, NudgeState.CLAIMED)


def has_rows(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of a campaign."""
    return exists().where(Nudge.campaign_id == Campaign.id, IS_OFFER, *which)


IS_AT_ITS_END = IS_OPEN & (
    (Campaign.state == CampaignState.STOPPED) | ~has_rows(Nudge.state.in_(UNDECIDED))
)
"""`finish` would find something, or waits for what was on its way when it was stopped."""


async def confirm(
    session: AsyncSession,
    admin_id: int,
    campaign_id: int,
    *,
    progress_message_id: int,
    business_zone: ZoneInfo,
    now: datetime,
) -> bool:
    """True for one tap only, which also makes the rows: whoever joins later is not in it."""
    confirmed = await session.scalar(
        update(Campaign)
        .where(
            Campaign.id == campaign_id,
            Campaign.admin_id == admin_id,
            Campaign.state == CampaignState.DRAFT,
            exists().where(Variant.campaign_id == campaign_id),
        )
        .values(
            state=CampaignState.CONFIRMED,
            confirmed_at=now,
            progress_message_id=progress_message_id,
        )
        .returning(Campaign)
    )
    if confirmed is None:
        return False
    await offers.plan(session, confirmed, business_zone, now)
    return True


async def leave(session: AsyncSession, admin_ids: Collection[int]) -> None:
    """Whoever is no longer of the staff: a draft is dropped, and what goes on is not watched."""
    await drafts.cancel(session, *admin_ids)
    theirs = Campaign.admin_id.in_(admin_ids)
    await session.execute(update(Campaign).where(theirs).values(progress_message_id=None))


# Pauses


async def pause(session: AsyncSession, campaign_id: int) -> bool:
    """True for one tap only. What is claimed is taken from delivery; what is on its way goes."""
    return await _pause(session, campaign_id, pause=Pause.ADMIN)


async def halt(session: AsyncSession, campaign_id: int) -> bool:
    """The verdict on the first batch: the rest waits for a word of the staff."""
    return await _pause(session, campaign_id, pause=Pause.COMPLAINTS, judged_at=None)


async def _pause(session: AsyncSession, campaign_id: int, **why: Any) -> bool:
    paused = await _move(
        session, campaign_id, CampaignState.CONFIRMED, state=CampaignState.PAUSED, **why
    )
    if paused:
        states = (NudgeState.PLANNED, NudgeState.CLAIMED)
        await _set_rows(session, states, campaign_id, **WAITING)
    return paused


async def take_back(session: AsyncSession, nudge_id: int) -> None:
    """What was on its way when a pause or a stop came, and came back unsent: it waits with the
    rest, goes if that is over already, or never will."""
    state = select(Campaign.state).where(Campaign.id == Nudge.campaign_id).scalar_subquery()
    goes_on, waits = state == CampaignState.CONFIRMED, state == CampaignState.PAUSED
    await session.execute(
        update(Nudge)
        .where(Nudge.id == nudge_id, Nudge.state == NudgeState.SKIPPED)
        .values(
            state=case(
                (goes_on, NudgeState.PLANNED), (waits, NudgeState.HELD), else_=NudgeState.SKIPPED
            ),
            reason=case((goes_on, null()), (waits, Pause.ADMIN), else_=CAMPAIGN_STOPPED),
            ended_at=case((goes_on | waits, null()), else_=Nudge.ended_at),
        )
        .execution_options(synchronize_session=False)
    )


async def resume(
    session: AsyncSession, campaign_id: int, business_zone: ZoneInfo, now: datetime
) -> bool:
    """True for one tap only. After a halt the first batch holds up nobody any more."""
    paused = await session.scalar(
        select(Campaign)
        .where(Campaign.id == campaign_id, Campaign.state == CampaignState.PAUSED)
        .with_for_update(key_share=True)
    )
    if paused is None:
        return False
    reasons = [Pause.ADMIN]
    if paused.pause == Pause.COMPLAINTS:
        reasons.append(Pause.FIRST_BATCH)
    await _move(
        session, campaign_id, CampaignState.PAUSED, state=CampaignState.CONFIRMED, pause=None
    )
    await _let_go(session, paused, reasons, business_zone, now)
    return True


async def release(
    session: AsyncSession, campaign_id: int, business_zone: ZoneInfo, now: datetime
) -> bool:
    """The rest goes after the first batch, or does not wait for the last of it. True for one tap
    only."""
    released = await session.scalar(
        update(Campaign)
        .where(
            Campaign.id == campaign_id,
            Campaign.state == CampaignState.CONFIRMED,
            has_rows(Nudge.state == NudgeState.HELD, Nudge.reason == Pause.FIRST_BATCH),
        )
        .values(judged_at=None)
        .returning(Campaign)
    )
    if released is not None:
        await _let_go(session, released, [Pause.FIRST_BATCH], business_zone, now)
    return released is not None


async def _let_go(
    session: AsyncSession,
    campaign: Campaign,
    reasons: Sequence[Pause],
    business_zone: ZoneInfo,
    now: datetime,
) -> None:
    """What is due later keeps its moment; the rest goes now, or at each customer's next own
    hour."""
    zone = select(Person.zone).where(Person.id == Nudge.person_id).scalar_subquery()
    at_once = await offers.due_of(session, campaign, business_zone, now, zone)
    is_later = Nudge.due_at > now
    start = max(campaign.start_at or now, now)
    await _set_rows(
        session,
        (NudgeState.HELD,),
        campaign.id,
        Nudge.reason.in_(reasons),
        state=NudgeState.PLANNED,
        reason=case((is_later, Nudge.put_off), else_=null()),
        due_at=case((is_later, Nudge.due_at), else_=at_once),
        good_until=offers.worth_sending_until(campaign, start),
    )


# Stops


async def stop(session: AsyncSession, campaign_id: int, now: datetime) -> bool:
    """True for one tap only. What has not gone yet never will."""
    stopped = await _move(session, campaign_id, *UNDER_WAY, **STOPPED)
    if stopped:
        await _set_rows(session, NOT_GONE_YET, campaign_id, **_gone(now))
    return stopped


def _gone(now: datetime) -> dict[str, Any]:
    return {"state": NudgeState.SKIPPED, "reason": CAMPAIGN_STOPPED, "ended_at": now}


async def lose_source(session: AsyncSession, campaign_id: int, now: datetime) -> None:
    """One copy that failed for want of its source tells that none of the rest can succeed."""
    lost = await _move(session, campaign_id, *UNDER_WAY, **STOPPED)
    if lost:
        gone = {"state": NudgeState.FAILED, "reason": SOURCE_GONE, "ended_at": now}
        await _set_rows(session, NOT_GONE_YET, campaign_id, **gone)


async def end_those_of(session: AsyncSession, admin_id: int, now: datetime) -> None:
    """Of one who was of the staff and is erased: their chat is no source any more."""
    theirs = Campaign.admin_id == admin_id
    running = await session.scalars(
        select(Campaign.id).where(theirs, Campaign.state.in_(UNDER_WAY))
    )
    for campaign_id in running.all():
        await stop(session, campaign_id, now)
    await drafts.cancel(session, admin_id)


async def _move(
    session: AsyncSession, campaign_id: int, *states: CampaignState, **values: Any
) -> bool:
    moved = await session.execute(
        update(Campaign)
        .where(Campaign.id == campaign_id, Campaign.state.in_(states))
        .values(**values)
        .returning(Campaign.id)
    )
    return moved.scalar() is not None


async def _set_rows(
    session: AsyncSession,
    states: Sequence[NudgeState],
    campaign_id: int,
    *which: ColumnElement[bool],
    **values: Any,
) -> None:
    await session.execute(
        update(Nudge)
        .where(Nudge.campaign_id == campaign_id, IS_OFFER, Nudge.state.in_(states), *which)
        .values(lease_until=None, **values)
        .execution_options(synchronize_session=False)
    )


# The end


async def finish(session: AsyncSession, now: datetime) -> None:
    """A campaign is done when its last row is decided; then its admin is told the result."""
    await _end_rows_of_the_stopped(session, now)
    ended = case(
        (Campaign.state == CampaignState.STOPPED, CampaignState.STOPPED), else_=CampaignState.DONE
    )
    done = await session.scalars(
        update(Campaign)
        .where(IS_OPEN, ~has_rows(Nudge.state.in_(UNDECIDED)))
        .values(state=ended, pause=None, done_at=now)
        .returning(Campaign.id)
        .execution_options(synchronize_session="fetch")
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


async def _end_rows_of_the_stopped(session: AsyncSession, now: datetime) -> None:
    """What came back unsent after the stop, to go again in an hour, is not waited for."""
    stopped = Campaign.state == CampaignState.STOPPED
    theirs = select(Campaign.id).where(stopped, Campaign.done_at.is_(None))
    await session.execute(
        update(Nudge)
        .where(Nudge.campaign_id.in_(theirs), IS_OFFER, Nudge.state.in_(NOT_GONE_YET))
        .values(lease_until=None, **_gone(now))
        .execution_options(synchronize_session=False)
    )


async def tell_owners(session: AsyncSession, untold: Nudge, now: datetime) -> None:
    """What was for an admin who has left, or is out of reach, every owner in reach is told."""
    await nudges.plan(
        session,
        untold.kind,
        nudges.key(untold.kind, literal(untold.campaign_id), Person.id),
        Person.id,
        now,
        people.is_owner_in_reach(),
        campaign_id=literal(untold.campaign_id),
        about=literal(untold.about, Nudge.about.type),
    )


async def in_progress(session: AsyncSession) -> list[tuple[Campaign, Person]]:
    """Those with a progress message to keep up, each with its admin."""
    query = (
        select(Campaign, Person)
        .join(Person, Person.id == Campaign.admin_id)
        .where(Campaign.progress_message_id.is_not(None))
    )
    return [(campaign, admin) for campaign, admin in await session.execute(query)]


async def end_progress(session: AsyncSession, campaign_id: int) -> None:
    """The progress message has said its last word."""
    await session.execute(
        update(Campaign).where(Campaign.id == campaign_id).values(progress_message_id=None)
    )
