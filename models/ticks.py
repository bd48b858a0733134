"""The three wishes of an unhappy customer: which of them are met, and who has said so."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import cards
from models.database import insert_into
from models.tables import Case, CaseState, Person, Tick, Wish


async def mark(
    session: AsyncSession, case: Case, wish: Wish, met: bool, owner: Person, now: datetime
) -> bool:
    """A wish is met, or it is not after all; the same again changes nothing. False where the case
    is closed."""
    if case.state == CaseState.CLOSED:
        return False
    if met:
        row = {"case_id": case.id, "wish": wish, "by_id": owner.id, "at": now}
        await session.execute(insert_into(session, Tick).values(row).on_conflict_do_nothing())
    else:
        await session.execute(delete(Tick).where(Tick.case_id == case.id, Tick.wish == wish))
    await cards.plan_edits(session, case, now)
    return True


async def are_all_met(session: AsyncSession, case: Case) -> bool:
    met = await session.scalars(select(Tick.wish).where(Tick.case_id == case.id))
    return set(met) == set(Wish)
