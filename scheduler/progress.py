"""How a campaign goes, edited into the message under which it was confirmed."""

import logging

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError

from models import campaigns, outcomes
from models.database import Now, Sessions
from models.tables import Campaign, CampaignState
from views import Screen
from views import campaigns as view
from views.say import say_in

log = logging.getLogger(__name__)


class Progress:
    """Remembers what it showed last, so that only news is shown. After a restart it may show the
    same once more, which is no harm."""

    def __init__(self, bot: Bot, sessions: Sessions, now: Now) -> None:
        self._bot = bot
        self._sessions = sessions
        self._now = now
        self._shown: dict[int, Screen] = {}

    async def show(self) -> None:
        """One look at all that are under way; to be called every two seconds or so."""
        for campaign, screen in await self._look():
            await self._show(campaign, screen)

    async def _look(self) -> list[tuple[Campaign, Screen]]:
        async with self._sessions.begin() as session:
            if running := await campaigns.in_progress(session):
                now = self._now()
                await campaigns.stop_those_without_a_source(session, now)
                await campaigns.finish(session, now)
            seen = []
            for campaign, language in running:
                tally = await outcomes.tally(session, campaign.id)
                seen.append((campaign, view.progress(say_in(language), tally)))
            return seen

    async def _show(self, campaign: Campaign, screen: Screen) -> None:
        if self._shown.get(campaign.id) != screen:
            await self._edit(campaign, screen)
            self._shown[campaign.id] = screen
        if campaign.state == CampaignState.DONE:
            await self._end(campaign)

    async def _edit(self, campaign: Campaign, screen: Screen) -> None:
        assert campaign.chat_id is not None
        assert campaign.progress_message_id is not None
        try:
            await self._bot(screen.over(campaign.chat_id, campaign.progress_message_id))
        except (TelegramBadRequest, TelegramForbiddenError) as error:
            # Shown already, or deleted, or the admin has left: the result will tell.
            log.info("progress of campaign %s not shown: %s", campaign.id, error.message)

    async def _end(self, campaign: Campaign) -> None:
        self._shown.pop(campaign.id, None)
        async with self._sessions.begin() as session:
            await campaigns.end_progress(session, campaign.id)
