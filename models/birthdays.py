"""Whose birthday comes when: the greeting on the day, and the invitation ahead of it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import nudges, people
from models.database import later
from models.nudges import REACHED
from models.rules.birthdays import born, due, is_ahead, is_birthday, may_come_again
from models.rules.cadence import good_until
from models.rules.clock import local_day_end
from models.rules.contact import Kind
from models.tables import STAFF, Nudge, Person, Role

KINDS = (Kind.GREETING, Kind.INVITATION)
GREETING_KEY = nudges.key("greeting", Person.id, Person.greeting_at)
INVITATION_KEY = nudges.key("invitation", Person.id, Person.invitation_at)
IS_STAFF = Person.role.in_(STAFF)


async def reckon(
    session: AsyncSession, customers: Collection[Person], business_zone: ZoneInfo, now: datetime
) -> None:
    """The next due moments, from `now` on: after each change of what they hang upon."""
    last = await _last(session, [person.id for person in customers])
    for person in customers:
        person.greeting_at = person.invitation_at = None
        birthday = born(person.birth_month, person.birth_day)
        if birthday is None or person.role != Role.CUSTOMER or person.consented_at is None:
            continue
        coming = due(
            birthday,
            people.zone_named(person.zone, business_zone),
            now,
            greeted_at=last.get((person.id, Kind.GREETING)),
            invited_at=last.get((person.id, Kind.INVITATION)),
        )
        person.greeting_at, person.invitation_at = coming.greeting, coming.invitation


async def look_ahead(
    session: AsyncSession, person: Person, business_zone: ZoneInfo, now: datetime
) -> None:
    """This one has ended, whatever became of it, and the next is another day's. A change of the
    birthday may have set it meanwhile."""
    if person.greeting_at is None:
        tomorrow = local_day_end(now, people.zone_named(person.zone, business_zone))
        await reckon(session, [person], business_zone, tomorrow)


async def is_wanted(
    session: AsyncSession, nudge: Nudge, person: Person, business_zone: ZoneInfo, now: datetime
) -> bool:
    """The birthday or the clock may have been changed since it was planned."""
    birthday = born(person.birth_month, person.birth_day)
    if birthday is None:
        return False
    is_its_time = is_birthday if nudge.kind == Kind.GREETING else is_ahead
    if not is_its_time(birthday, people.zone_named(person.zone, business_zone), now):
        return False
    last = await _last(session, [person.id], besides=nudge.id)
    return may_come_again(last.get((person.id, Kind(nudge.kind))), now)


async def _last(
    session: AsyncSession, person_ids: Collection[int], besides: int = 0
) -> dict[tuple[int, Kind], datetime]:
    """When each was greeted and invited the last time, or may have been."""
    query = select(Nudge.person_id, Nudge.kind, func.max(Nudge.sent_at)).where(
        Nudge.person_id.in_(person_ids),
        Nudge.kind.in_(KINDS),
        Nudge.state.in_(REACHED),
        Nudge.id != besides,
    )
    rows = await session.execute(query.group_by(Nudge.person_id, Nudge.kind))
    return {(person_id, Kind(kind)): at for person_id, kind, at in rows if at}


async def plan_greetings(session: AsyncSession, business_zone: ZoneInfo, now: datetime) -> None:
    """A statement for each moment of each zone: the days end there at different moments."""
    is_due = Person.greeting_at <= now
    query = select(Person.zone, Person.greeting_at).where(is_due).distinct()
    for zone, due_at in (await session.execute(query)).all():
        assert due_at is not None
        there = people.zone_named(zone, business_zone)
        await nudges.plan(
            session,
            Kind.GREETING,
            GREETING_KEY,
            Person.id,
            Person.greeting_at,
            Person.greeting_at == due_at,
            Person.zone.is_not_distinct_from(zone),
            ~IS_STAFF,
            good_until=good_until(Kind.GREETING, due_at, zone=there),
        )
    await session.execute(
        update(Person)
        .where(is_due, exists().where(Nudge.key == GREETING_KEY) | IS_STAFF)
        .values(greeting_at=None)
        .execution_options(synchronize_session=False)
    )


async def plan_invitations(session: AsyncSession, good_for: timedelta, now: datetime) -> None:
    await nudges.plan(
        session,
        Kind.INVITATION,
        INVITATION_KEY,
        Person.id,
        Person.invitation_at,
        Person.invitation_at <= now,
        ~IS_STAFF,
        good_until=later(Person.invitation_at, good_for),
    )
    await _set_no_more(session, now, exists().where(Nudge.key == INVITATION_KEY) | IS_STAFF)


async def pass_over_invitations(session: AsyncSession, now: datetime) -> None:
    """The next one is set with the next greeting."""
    await _set_no_more(session, now)


async def _set_no_more(session: AsyncSession, now: datetime, *whose: ColumnElement[bool]) -> None:
    await session.execute(
        update(Person)
        .where(Person.invitation_at <= now, *whose)
        .values(invitation_at=None)
        .execution_options(synchronize_session=False)
    )


async def next_greeting(session: AsyncSession, now: datetime) -> datetime | None:
    return await session.scalar(
        select(func.min(Person.greeting_at)).where(Person.greeting_at > now)
    )


async def next_invitation(session: AsyncSession, now: datetime) -> datetime | None:
    return await session.scalar(
        select(func.min(Person.invitation_at)).where(Person.invitation_at > now)
    )
