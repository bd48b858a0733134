"""Who has spoken to the bot: meeting, starting, consenting, leaving."""

from collections.abc import Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.database import HELD, insert_into
from models.rules.cadence import Cadence
from models.rules.codes import new_code
from models.tables import Consent, Mute, Person, Response, Role

PRIVACY_TEXT = 2
"""Version of the words a person agrees to; raise it when /privacy changes in substance."""


async def find(session: AsyncSession, telegram_id: int) -> Person | None:
    return await session.scalar(select(Person).where(Person.telegram_id == telegram_id))


async def hold(session: AsyncSession, person_id: int) -> Person:
    """The person's row, held until the transaction ends."""
    return await session.get_one(Person, person_id, with_for_update=HELD)


async def hold_all(session: AsyncSession, person_ids: Collection[int]) -> dict[int, Person]:
    """In the order of their ids, so that two of these never wait for each other."""
    if not person_ids:
        return {}
    query = select(Person).where(Person.id.in_(person_ids)).order_by(Person.id)
    found = await session.scalars(query.with_for_update(key_share=HELD["key_share"]))
    return {person.id: person for person in found}


async def by_id(session: AsyncSession, person_ids: Collection[int]) -> dict[int, Person]:
    found = await session.scalars(select(Person).where(Person.id.in_(person_ids)))
    return {person.id: person for person in found}


async def meet(
    session: AsyncSession,
    telegram_id: int,
    *,
    role: Role,
    name: str,
    username: str | None,
    language: str,
    now: datetime,
) -> Person:
    """Whoever speaks is known from then on; two first messages at once make one person."""
    await session.execute(
        insert_into(session, Person)
        .values(
            telegram_id=telegram_id,
            role=role,
            name=name,
            username=username,
            language=language,
            code=new_code(),
            met_at=now,
        )
        .on_conflict_do_nothing(index_elements=["telegram_id"])
    )
    return (await session.scalars(select(Person).where(Person.telegram_id == telegram_id))).one()


def is_owner_in_reach() -> ColumnElement[bool]:
    """An owner who can be written to now."""
    return and_(
        Person.role == Role.OWNER, Person.started_at.is_not(None), Person.blocked_at.is_(None)
    )


def zone_named(name: str | None, business_zone: ZoneInfo) -> ZoneInfo:
    """`name`: as `Person.zone` has it."""
    return ZoneInfo(name) if name else business_zone


async def staff(session: AsyncSession) -> Sequence[Person]:
    """Those of the staff who have started the bot and can be written to."""
    query = select(Person).where(
        Person.role != Role.CUSTOMER, Person.started_at.is_not(None), Person.blocked_at.is_(None)
    )
    return (await session.scalars(query)).all()


def start(person: Person, now: datetime) -> None:
    """The first start ever is kept; whoever was away is back."""
    person.started_at = person.started_at or now
    person.blocked_at = None


async def agree(session: AsyncSession, person: Person, cadence: Cadence, now: datetime) -> bool:
    """The first consent; false if it is given already. Whoever took it back and gives it anew is
    asked no sooner than if it had stood all the time."""
    if person.consented_at is not None:
        return False
    answered_at = await session.scalar(
        select(func.max(Response.answered_at)).where(Response.customer_id == person.id)
    )
    person.consented_at = now
    if answered_at is None:
        person.survey_at = cadence.first_survey_due(now)
    else:
        person.survey_at = cadence.next_survey_after_answer(answered_at)
    session.add(_consent(person, "data", True, "start", now))
    return True


async def withdraw(session: AsyncSession, person: Person, *, source: str, now: datetime) -> None:
    """The first consent taken back, and the second with it."""
    if person.consented_at is None:
        return
    if person.offers_at is not None:
        await welcome_offers(session, person, False, source=source, now=now)
    session.add(_consent(person, "data", False, source, now))
    person.consented_at = person.survey_at = person.referral_at = None
    person.greeting_at = person.invitation_at = None


async def welcome_offers(
    session: AsyncSession, person: Person, given: bool, *, source: str, now: datetime
) -> None:
    """The second, separate yes, or its taking back; the same tap twice is kept once."""
    is_news = given != (person.offers_at is not None)
    if is_news or not await was_asked_about_offers(session, person):
        session.add(_consent(person, "offers", given, source, now))
    person.offers_at = (person.offers_at or now) if given else None


def _consent(person: Person, kind: str, given: bool, source: str, now: datetime) -> Consent:
    return Consent(
        person_id=person.id,
        kind=kind,
        given=given,
        at=now,
        text_version=PRIVACY_TEXT,
        source=source,
    )


async def was_asked_about_offers(session: AsyncSession, person: Person) -> bool:
    query = select(exists().where(Consent.person_id == person.id, Consent.kind == "offers"))
    return bool(await session.scalar(query))


async def block(session: AsyncSession, person: Person, now: datetime) -> None:
    """Who blocks the bot and comes back gets service topics only: offers need a new yes."""
    person.blocked_at = person.blocked_at or now
    if person.offers_at is not None:
        await welcome_offers(session, person, False, source="block", now=now)


async def topics_off(session: AsyncSession, person_ids: Collection[int]) -> dict[int, set[str]]:
    rows = await session.execute(
        select(Mute.person_id, Mute.topic).where(Mute.person_id.in_(person_ids))
    )
    off: dict[int, set[str]] = {}
    for person_id, topic in rows:
        off.setdefault(person_id, set()).add(topic)
    return off
