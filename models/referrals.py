"""Word of mouth: when a customer is asked to tell a friend, what they did then, and who came."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import nudges
from models.database import later
from models.rules.contact import Kind
from models.tables import STAFF, Nudge, Person, Referral, Role

KEY = nudges.key("referral", Person.id, Person.referral_at)
IS_STAFF = Person.role.in_(STAFF)


async def plan_prompts(session: AsyncSession, good_for: timedelta, now: datetime) -> None:
    await nudges.plan(
        session,
        Kind.REFERRAL,
        KEY,
        Person.id,
        Person.referral_at,
        Person.referral_at <= now,
        ~IS_STAFF,
        good_until=later(Person.referral_at, good_for),
    )
    await session.execute(
        update(Person)
        .where(Person.referral_at <= now, exists().where(Nudge.key == KEY) | IS_STAFF)
        .values(referral_at=None)
        .execution_options(synchronize_session=False)
    )


async def next_prompt(session: AsyncSession, now: datetime) -> datetime | None:
    return await session.scalar(
        select(func.min(Person.referral_at)).where(Person.referral_at > now)
    )


def note_tapped(person: Person, now: datetime) -> None:
    """The customer asks for their link, at our prompt or unasked: that is the offer shown, so the
    next prompt waits its ninety days from here, and one that is on its way stays away."""
    person.referral_shown_at, person.referral_at = now, None
    person.referral_tapped_at = person.referral_tapped_at or now


def note_shared(person: Person, now: datetime) -> None:
    """A customer whose consent is in force sent the card of their link to somebody."""
    if person.role == Role.CUSTOMER and person.consented_at is not None:
        person.shared_at = person.shared_at or now


@dataclass(frozen=True, slots=True)
class Friends:
    """Who came by one customer's link, and how many of those are proven."""

    joined: int
    proven: int


async def friends_of(session: AsyncSession, inviter_id: int) -> Friends:
    query = select(func.count(), func.count(Referral.proven_at)).where(
        Referral.inviter_id == inviter_id
    )
    joined, proven = (await session.execute(query)).one()
    return Friends(joined, proven)
