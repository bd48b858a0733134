"""Whom a broadcast finds: people of the sandbox, and rows that know less than Telegram does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import create_engine, insert

from models import campaigns, drafts
from models.database import connect, sessions_of
from models.rules.content import Content, Part
from models.tables import Person
from sandbox.chats import Message
from sandbox.entities import Formatted
from sandbox.telegram import Telegram

BOB, OFFER = 800, "Скидка на стрижку до пятницы"
FIRST = 10_000
UNWILLING_IN_A_HUNDRED = 1
"""Beside those who welcome offers."""
BLOCKED, DEACTIVATED = (7, 41, 83), (58,)
"""Of each hundred."""


@dataclass(frozen=True)
class Crowd:
    welcoming: int

    @property
    def chats(self) -> range:
        return range(FIRST, FIRST + self.welcoming)

    @property
    def unwilling(self) -> range:
        """They never agreed to offers."""
        count = self.welcoming * UNWILLING_IN_A_HUNDRED // 100
        return range(self.chats.stop, self.chats.stop + count)

    @property
    def blocked(self) -> frozenset[int]:
        return frozenset(chat for chat in self.chats if chat % 100 in BLOCKED)

    @property
    def deactivated(self) -> frozenset[int]:
        return frozenset(chat for chat in self.chats if chat % 100 in DEACTIVATED)

    @property
    def reachable(self) -> frozenset[int]:
        return frozenset(self.chats) - self.blocked - self.deactivated

    def come(self, telegram: Telegram, database: Path) -> None:
        """All started the bot long ago. Who has left since did it while the bot was away."""
        telegram.add_person(BOB, "Боб").chat.started = True
        for chat in (*self.chats, *self.unwilling):
            telegram.add_person(chat, f"Гость-{chat}", on_page=False).chat.started = True
        for chat in self.blocked:
            telegram.people[chat].chat.blocked = True
        for chat in self.deactivated:
            telegram.people[chat].deactivate()
        engine = create_engine(f"sqlite:///{database}")
        with engine.begin() as connection:
            connection.execute(insert(Person), [*self._rows(datetime.now(UTC))])
        engine.dispose()

    def _rows(self, now: datetime) -> Iterator[dict[str, Any]]:
        long_ago = now - timedelta(days=30)
        yield _row(BOB, "admin", long_ago, None)
        for chat in self.chats:
            yield _row(chat, "customer", long_ago, long_ago)
        for chat in self.unwilling:
            yield _row(chat, "customer", long_ago, None)


def _row(chat: int, role: str, met_at: datetime, offers_at: datetime | None) -> dict[str, Any]:
    return {
        "id": chat,
        "telegram_id": chat,
        "role": role,
        "name": f"Гость-{chat}",
        "language": "ru",
        "code": f"{chat:010}",
        "met_at": met_at,
        "started_at": met_at,
        "consented_at": met_at,
        "offers_at": offers_at,
    }


async def broadcast(telegram: Telegram, database: Path) -> None:
    """Bob confirms: his words stand in his chat, and above the numbers."""
    offer, progress = (_say_to_bob(telegram, words) for words in (OFFER, "Отправляем…"))
    said = Content(BOB, (Part("text", offer.id, OFFER),), (offer.id,))
    engine = connect(f"sqlite+aiosqlite:///{database}")
    now = datetime.now(UTC)
    async with sessions_of(engine).begin() as session:
        draft = await drafts.open_one(session, BOB, now)
        await drafts.keep_content(session, draft.id, "A", said)
        is_confirmed = await campaigns.confirm(
            session,
            BOB,
            draft.id,
            progress_message_id=progress.id,
            business_zone=ZoneInfo("Europe/Moscow"),
            now=now,
        )
    await engine.dispose()
    assert is_confirmed


def _say_to_bob(telegram: Telegram, words: str) -> Message:
    chat = telegram.people[BOB].chat
    return telegram.post(chat, from_bot=True, words=Formatted(words, []))
