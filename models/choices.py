"""What a person chooses in /settings, and the consent they take back there."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from models import birthdays, people, publishing, surveys
from models.database import insert_into
from models.rules.contact import Topic
from models.tables import Mute, Person

SOURCE = "settings"


async def switch(
    session: AsyncSession, person: Person, topic: Topic, on: bool, now: datetime
) -> None:
    """Offers are a matter of consent; of the other topics the refusals are kept."""
    if topic is Topic.OFFERS:
        await people.welcome_offers(session, person, on, source=SOURCE, now=now)
        person.offers_asked_at = person.offers_asked_at or now
    elif on:
        await session.execute(delete(Mute).where(Mute.person_id == person.id, Mute.topic == topic))
    else:
        await session.execute(
            insert_into(session, Mute)
            .values(person_id=person.id, topic=topic, at=now)
            .on_conflict_do_nothing()
        )


async def withdraw(session: AsyncSession, person: Person, now: datetime) -> None:
    """The question that is open closes, and no other comes until the person agrees again; their
    words are shown to nobody."""
    await people.withdraw(session, person, source=SOURCE, now=now)
    await surveys.skip_open(session, person.id)
    await publishing.take_back(session, person, source=SOURCE, now=now)


async def unpublish(session: AsyncSession, person: Person, now: datetime) -> None:
    await publishing.take_back(session, person, source=SOURCE, now=now)


async def keep_birthday(
    session: AsyncSession,
    person: Person,
    day: date | None,
    business_zone: ZoneInfo,
    now: datetime,
) -> None:
    """Of the date only the day and the month."""
    month_and_day = (day.month, day.day) if day else (None, None)
    if month_and_day != (person.birth_month, person.birth_day):
        person.birth_month, person.birth_day = month_and_day
        await birthdays.reckon(session, [person], business_zone, now)


async def keep_zone(
    session: AsyncSession, person: Person, zone: str, business_zone: ZoneInfo, now: datetime
) -> None:
    if zone != person.zone:
        person.zone = zone
        await birthdays.reckon(session, [person], business_zone, now)
