"""What the arbiter (`rules.contact`) is told of each customer."""

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.database import HELD, Moment
from models.lists import IDS
from models.nudges import REACHED
from models.people import zone_named
from models.rules import contact
from models.tables import Case, CaseState, Mute, Nudge, Person, Role

NOTHING = frozenset[contact.Topic]()
IN_TALK = exists().where(Case.customer_id == Person.id, Case.state != CaseState.CLOSED)
"""Of a person: a case that is not closed."""
SWITCHED_OFF = (
    select(func.aggregate_strings(Mute.topic, ","))
    .where(Mute.person_id == Person.id)
    .scalar_subquery()
)
FACTS = (
    Person.zone,
    Person.role,
    Person.bucket,
    Person.telegram_id.is_(None),
    Person.consented_at.is_not(None),
    Person.offers_at.is_not(None),
    Person.stopped_at.is_not(None),
    Person.blocked_at.is_not(None),
    SWITCHED_OFF,
    IN_TALK,
)
"""Plain columns: of a whole row most is not asked for, and hundreds are read a second."""


CUSTOMERS = select(Person.id, Person.telegram_id, *FACTS).where(Person.id.in_(IDS))
HELD_ROWS = (
    select(Person, *FACTS)
    .where(Person.id.in_(IDS))
    .order_by(Person.id)
    .with_for_update(key_share=HELD["key_share"], of=Person)
)


async def with_chats(
    session: AsyncSession, person_ids: Collection[int], business_zone: ZoneInfo
) -> dict[int, tuple[int | None, contact.Customer]]:
    """Each with the chat to write to; none where there is nobody any more."""
    rows = await session.execute(CUSTOMERS, {"ids": list(person_ids)})
    return {person_id: (chat, _customer(business_zone, *facts)) for person_id, chat, *facts in rows}


async def customers(
    session: AsyncSession, person_ids: Collection[int], business_zone: ZoneInfo
) -> dict[int, contact.Customer]:
    known = await with_chats(session, person_ids, business_zone)
    return {person_id: customer for person_id, (_chat, customer) in known.items()}


async def hold(
    session: AsyncSession, person_ids: Collection[int], business_zone: ZoneInfo
) -> dict[int, tuple[Person, contact.Customer]]:
    """Each with the person's row, held until the transaction ends."""
    return {
        person.id: (person, _customer(business_zone, *facts))
        for person, *facts in await session.execute(HELD_ROWS, {"ids": list(person_ids)})
    }


@lru_cache(maxsize=1000)
def _customer(
    business_zone: ZoneInfo,
    zone: str | None,
    role: str,
    bucket: int,
    erased: bool,
    consented: bool,
    welcome: bool,
    stopped: bool,
    blocked: bool,
    off: str | None,
    in_talk: bool,
) -> contact.Customer:
    """Of `FACTS`, in their order. Most of a crowd are alike."""
    return contact.Customer(
        zone=zone_named(zone, business_zone),
        consented=consented,
        offers_allowed=welcome,
        topics_off=frozenset(map(contact.Topic, off.split(","))) if off else NOTHING,
        stopped=stopped,
        blocked=blocked,
        open_case=in_talk,
        staff=role != Role.CUSTOMER,
        erased=erased,
        bucket=bucket,
    )


def has_off(topic: contact.Topic) -> ColumnElement[bool]:
    """Of a person: it was switched off."""
    return exists().where(Mute.person_id == Person.id, Mute.topic == topic)


def counts_since(moment: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """Of a nudge: the person has had it, or may have had it, after that; notices don't count."""
    return and_(
        Nudge.sent_at > moment, Nudge.state.in_(REACHED), Nudge.kind.in_(tuple(contact.Kind))
    )


HISTORIES = select(Nudge.person_id, Nudge.kind, Nudge.sent_at).where(
    Nudge.person_id.in_(IDS), counts_since(bindparam("since", type_=Moment()))
)


async def histories(
    session: AsyncSession, person_ids: Collection[int], since: datetime
) -> dict[int, list[contact.Sent]]:
    """The nudges each person has had, or may have had, since then; notices don't count."""
    rows = await session.execute(HISTORIES, {"ids": list(person_ids), "since": since})
    sent: dict[int, list[contact.Sent]] = {}
    for person_id, kind, sent_at in rows:
        if sent_at is not None:
            sent.setdefault(person_id, []).append(contact.Sent(contact.Kind(kind), sent_at))
    return sent
