"""Taps on the button under an offer: the first of each customer is kept."""

from datetime import datetime

from sqlalchemy import func, literal, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.nudges import REACHED
from models.tables import Nudge


async def keep(
    session: AsyncSession, campaign_id: int, person_id: int, now: datetime
) -> datetime | None:
    """When the offer went to this person; none where it never did."""
    return await session.scalar(
        update(Nudge)
        .where(
            Nudge.key == f"offer:{campaign_id}:{person_id}",
            Nudge.state.in_(REACHED),
        )
        .values(tapped_at=func.coalesce(Nudge.tapped_at, literal(now, Nudge.tapped_at.type)))
        .returning(func.coalesce(Nudge.sent_at, Nudge.due_at, type_=Nudge.due_at.type))
        .execution_options(synchronize_session=False)
    )
