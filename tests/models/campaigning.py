"""Campaigns and their customers, straight into the tables."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import campaigns, drafts
from models.database import Sessions
from models.rules.content import Content, Part
from models.tables import Campaign, Nudge, Person, Role

NOON = datetime(2026, 5, 15, 9, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")
BOB, ALICE = 1, 2
SAID, PREVIEW, CONTROLS = 69, 70, 71


def person(number: int, **facts: Any) -> dict[str, Any]:
    return {
        "id": number,
        "telegram_id": number,
        "role": Role.CUSTOMER,
        "name": f"Клиент {number}",
        "language": "ru",
        "code": str(number),
        "met_at": NOON,
        "started_at": NOON,
        "consented_at": NOON,
        "offers_at": NOON,
        "demo": False,
        **facts,
    }


async def add(sessions: Sessions, *people: dict[str, Any]) -> None:
    async with sessions.begin() as session:
        for one in people:
            await session.execute(insert(Person).values(**one))


async def a_draft(session: AsyncSession, letters: str = "A", **values: Any) -> Campaign:
    draft = await drafts.open_one(session, BOB, NOON)
    for letter in letters:
        said = Content(BOB, (Part("text", SAID, "Скидка"),), (PREVIEW,))
        await drafts.keep_content(session, draft.id, letter, said)
    for name, value in values.items():
        setattr(draft, name, value)
    await session.flush()
    return draft


async def confirm(session: AsyncSession, campaign_id: int, *, admin: int = BOB) -> bool:
    return await campaigns.confirm(
        session,
        admin,
        campaign_id,
        progress_message_id=CONTROLS,
        business_zone=MOSCOW,
        now=NOON,
    )


async def a_confirmed(sessions: Sessions, letters: str = "A", **values: Any) -> int:
    async with sessions.begin() as session:
        draft = await a_draft(session, letters, **values)
        assert await confirm(session, draft.id)
        return draft.id


async def rows_of(sessions: Sessions) -> list[Nudge]:
    async with sessions.begin() as session:
        return list(await session.scalars(select(Nudge).order_by(Nudge.id)))


async def decide(sessions: Sessions, person_id: int, state: str, reason: str | None = None) -> None:
    async with sessions.begin() as session:
        await session.execute(
            update(Nudge).where(Nudge.person_id == person_id).values(state=state, reason=reason)
        )
