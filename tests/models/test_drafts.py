"""Drafts in the tables: what was confirmed or cancelled is written no more."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from models import drafts
from models.database import Sessions
from models.rules import content
from models.rules.content import Content, Part
from models.tables import Campaign, CampaignState
from tests.models.campaigning import BOB, a_draft

OLD = Content(BOB, (Part("text", 69, "Старое"),))
NEW = Content(BOB, (Part("text", 70, "Новое"),))
SHOWN = Content(BOB, OLD.parts, (71,))


async def said(session: AsyncSession, campaign_id: int) -> dict[str, Content]:
    found = await drafts.variants(session, campaign_id)
    return {one.letter: content.load(one.content) for one in found}


@pytest.mark.parametrize("state", [one for one in CampaignState if one != CampaignState.DRAFT])
async def test_what_is_no_draft_any_more_is_not_written(
    sessions: Sessions, state: CampaignState
) -> None:
    async with sessions.begin() as session:
        id = (await a_draft(session, "")).id
        assert await drafts.keep_content(session, id, "A", OLD)
        (await session.get_one(Campaign, id)).state = state
    async with sessions.begin() as session:
        assert not await drafts.hold(session, id)
        assert not await drafts.keep_content(session, id, "A", NEW)
        assert not await drafts.keep_content(session, id, "B", NEW)
        assert not await drafts.keep_shown(session, id, "A", OLD, SHOWN)
        assert not await drafts.drop_content(session, id, "A")
        assert not await drafts.change(session, id, local_hour=11)
        assert await said(session, id) == {"A": OLD}
        assert (await session.get_one(Campaign, id)).local_hour is None


async def test_what_was_shown_is_kept_in_place_of_what_it_shows_only(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        id = (await a_draft(session, "")).id
        assert not await drafts.keep_shown(session, id, "A", OLD, SHOWN)
        await drafts.keep_content(session, id, "A", OLD)
        assert await drafts.keep_shown(session, id, "A", OLD, SHOWN)
        assert await said(session, id) == {"A": SHOWN}
        await drafts.keep_content(session, id, "A", NEW)
        assert not await drafts.keep_shown(session, id, "A", OLD, SHOWN)
        assert await said(session, id) == {"A": NEW}


async def test_a_second_message_is_taken_away_alone(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        id = (await a_draft(session, "")).id
        await drafts.keep_content(session, id, "A", OLD)
        await drafts.keep_content(session, id, "B", NEW)
        assert await drafts.drop_content(session, id, "B")
        assert await said(session, id) == {"A": OLD}


async def test_only_ones_own_drafts_are_cancelled(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        id = (await a_draft(session)).id
        assert not await drafts.cancel(session)
        assert not await drafts.cancel(session, BOB + 1)
        assert await drafts.of(session, BOB) is not None
        assert await drafts.cancel(session, BOB + 1, BOB)
        assert not await drafts.cancel(session, BOB)
    async with sessions.begin() as session:
        assert (await session.get_one(Campaign, id)).state == CampaignState.CANCELLED
