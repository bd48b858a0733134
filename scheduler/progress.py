"""How a campaign goes, edited into the message under which it was confirmed."""

import logging
from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError

from models import campaigns, tallies
from models.database import Now, Sessions
from models.tables import Campaign, CampaignState, Person
from models.tallies import Tally
from views import Screen
from views import campaigns as view
from views.campaigns import Speed
from views.say import say_in

log = logging.getLogger(__name__)

LOOKS_BACK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Look:
    at: datetime
    sent: int
    decided: int


class Progress:
    """Remembers what it showed last, so that only news is shown. After a restart it may show the
    same once more, which is no harm."""

    def __init__(self, bot: Bot, sessions: Sessions, now: Now, zone: ZoneInfo) -> None:
        self._bot = bot
        self._sessions = sessions
        self._now = now
        self._zone = zone
        self._shown: dict[int, Screen] = {}
        self._looks: defaultdict[int, deque[Look]] = defaultdict(deque)

    async def show(self) -> None:
        """One look at all that are under way; to be called every two seconds or so."""
        for campaign, admin, screen in await self._look():
            await self._show(campaign, admin, screen)

    async def _look(self) -> list[tuple[Campaign, Person, Screen]]:
        async with self._sessions.begin() as session:
            now = self._now()
            await campaigns.finish(session, now)
            return [
                (campaign, admin, self._screen(campaign, admin, tally, now))
                for campaign, admin in await campaigns.in_progress(session)
                for tally in [await tallies.of(session, campaign.id)]
            ]

    def _screen(self, campaign: Campaign, admin: Person, tally: Tally, now: datetime) -> Screen:
        speed = self._speed(campaign, tally, now)
        return view.progress(say_in(admin.language), campaign, tally, self._zone, now, speed)

    def _speed(self, campaign: Campaign, tally: Tally, now: datetime) -> Speed | None:
        """Over the last minute, and as it was at the last news; none while nothing goes."""
        looks = self._looks[campaign.id]
        if campaign.state != CampaignState.CONFIRMED:
            looks.clear()
        if not looks or looks[-1].decided != tally.decided:
            looks.append(Look(now, tally.sent, tally.decided))
        while looks and looks[0].at < now - LOOKS_BACK:
            looks.popleft()
        if len(looks) < 2:
            return None
        seconds = (looks[-1].at - looks[0].at).total_seconds()
        if seconds <= 0:
            return None
        sent, decided = looks[-1].sent - looks[0].sent, looks[-1].decided - looks[0].decided
        return Speed(sent / seconds, decided / seconds)

    async def _show(self, campaign: Campaign, admin: Person, screen: Screen) -> None:
        if self._shown.get(campaign.id) != screen:
            await self._edit(campaign, admin, screen)
            self._shown[campaign.id] = screen
        if campaign.done_at is not None:
            await self._end(campaign)

    async def _edit(self, campaign: Campaign, admin: Person, screen: Screen) -> None:
        assert campaign.progress_message_id is not None
        if admin.telegram_id is None:
            return
        try:
            await self._bot(screen.over(admin.telegram_id, campaign.progress_message_id))
        except (TelegramBadRequest, TelegramForbiddenError) as error:
            # Shown already, or deleted, or the admin has left: the result will tell.
            log.info("progress of campaign %s not shown: %s", campaign.id, error.message)

    async def _end(self, campaign: Campaign) -> None:
        self._shown.pop(campaign.id, None)
        self._looks.pop(campaign.id, None)
        async with self._sessions.begin() as session:
            await campaigns.end_progress(session, campaign.id)
