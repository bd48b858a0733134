"""Who works here, how they come and go, and what they did."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, ColumnElement, case, delete, exists, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import birthdays, campaigns, cards, nudges, people
from models.nudges import Notice
from models.rules.cadence import Cadence
from models.surveys import OPEN
from models.tables import (
    STAFF,
    Act,
    Case,
    CaseState,
    Closing,
    Invitation,
    Person,
    Role,
    Survey,
    SurveyState,
    Wizard,
)

LAW_TOLD = "law_told"
"""The act of having read that advertising law applies."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Telegram ids, as the settings name them."""

    owners: frozenset[int]
    admins: frozenset[int]

    def role_of(self, telegram_id: int) -> Role:
        if telegram_id in self.owners:
            return Role.OWNER
        return Role.ADMIN if telegram_id in self.admins else Role.CUSTOMER

    def names(self, person: Person) -> bool:
        """Whether this person's role is the settings' affair, and not the chat's."""
        return person.telegram_id in self.owners | self.admins


async def hold_staff(session: AsyncSession, person_id: int) -> Person | None:
    """The row, held until the transaction ends; none of whom is no longer of the staff. What the
    update was met with may be older than a removal."""
    query = (
        select(Person)
        .where(Person.id == person_id, Person.role.in_(STAFF))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return await session.scalar(query)


async def keep_act(
    session: AsyncSession,
    person_id: int,
    kind: str,
    now: datetime,
    about: dict[str, Any] | None = None,
) -> None:
    """What one of the staff changed. `about` holds the ids of people, never names:
    they may be erased."""
    session.add(Act(person_id=person_id, kind=kind, at=now, about=about))


async def has_done(session: AsyncSession, person_id: int, kind: str) -> bool:
    query = select(exists().where(Act.person_id == person_id, Act.kind == kind))
    return bool(await session.scalar(query))


async def acts(session: AsyncSession, skip: int, limit: int) -> Sequence[Act]:
    """The newest first."""
    query = select(Act).order_by(Act.at.desc(), Act.id.desc()).offset(skip).limit(limit)
    return (await session.scalars(query)).all()


async def roster(session: AsyncSession) -> Sequence[Person]:
    """Owners first."""
    is_admin = case((Person.role == Role.OWNER, 0), else_=1)
    query = select(Person).where(Person.role.in_(STAFF)).order_by(is_admin, Person.name, Person.id)
    return (await session.scalars(query)).all()


async def joined_at(session: AsyncSession, person_id: int) -> datetime | None:
    """By an invitation; none for those whom the settings name."""
    query = select(func.max(Invitation.used_at)).where(Invitation.used_by_id == person_id)
    return await session.scalar(query)


def _role_of(named: Staff) -> ColumnElement[str]:
    """The settings' word goes first, then an owner's invitation."""
    return case(
        (Person.telegram_id.in_(named.owners), Role.OWNER.value),
        (Person.telegram_id.in_(named.admins), Role.ADMIN.value),
        else_=func.coalesce(Person.granted_role, Role.CUSTOMER.value),
    )


async def leaving(session: AsyncSession, named: Staff) -> Sequence[Person]:
    """Those of the staff of whom `assign_roles` will make customers."""
    query = select(Person).where(Person.role.in_(STAFF), _role_of(named) == Role.CUSTOMER)
    return (await session.scalars(query)).all()


async def assign_roles(
    session: AsyncSession, named: Staff, cadence: Cadence, zone: ZoneInfo, now: datetime
) -> None:
    """As the settings name them, and else as they were invited."""
    role = _role_of(named)
    changed = await session.scalars(
        update(Person)
        .where(Person.role != role)
        .values(role=role)
        .returning(Person)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    of_role: dict[bool, list[Person]] = {True: [], False: []}
    for person in changed:
        of_role[person.role in STAFF].append(person)
    await _leave_customers(session, [person.id for person in of_role[True]], now)
    await _leave_staff(session, [person.id for person in of_role[False]], cadence, zone, now)


async def join(session: AsyncSession, person: Person, role: str, now: datetime) -> None:
    person.role = person.granted_role = role
    await _leave_customers(session, [person.id], now)


class Removal(StrEnum):
    """What came of it; the value names the words."""

    DONE = "staff-removed"
    GONE = "staff-gone"
    NAMED = "staff-named"
    LAST = "staff-last-owner"
    FORBIDDEN = "stale-button"


async def remove(
    session: AsyncSession,
    owner_id: int,
    person: Person,
    named: Staff,
    cadence: Cadence,
    zone: ZoneInfo,
    now: datetime,
) -> Removal:
    """The owners are held meanwhile: two who remove each other at once don't leave none."""
    held = await session.scalars(
        select(Person.id).where(Person.role == Role.OWNER).order_by(Person.id).with_for_update()
    )
    owners = list(held)
    await session.refresh(person, with_for_update=True)
    if owner_id not in owners:
        return Removal.FORBIDDEN
    if person.role not in STAFF:
        return Removal.GONE
    if named.names(person):
        return Removal.NAMED
    if owners == [person.id]:
        return Removal.LAST
    person.role, person.granted_role = Role.CUSTOMER, None
    await _leave_staff(session, [person.id], cadence, zone, now)
    await keep_act(session, owner_id, "staff_removed", now, {"person": person.id})
    await tell(session, person.id, "removed", now, person.id)
    return Removal.DONE


async def tell(
    session: AsyncSession, to_id: int, what: str, now: datetime, about_id: int, role: str = ""
) -> None:
    """News of the staff, as a notice."""
    await nudges.plan(
        session,
        Notice.STAFF,
        nudges.key("staff", literal(what), literal(about_id), literal(now.isoformat())),
        Person.id,
        now,
        Person.id == to_id,
        about=literal({"what": what, "person": about_id, "role": role}, JSON),
    )


async def _leave_customers(session: AsyncSession, ids: Collection[int], now: datetime) -> None:
    """Staff are never asked, reminded, prompted or greeted, and nobody has to answer their
    complaint."""
    if not ids:
        return
    columns = ("survey_at", "referral_at", "greeting_at", "invitation_at")
    await session.execute(update(Person).where(Person.id.in_(ids)).values(dict.fromkeys(columns)))
    await session.execute(
        update(Survey)
        .where(Survey.customer_id.in_(ids), Survey.state.in_(OPEN))
        .values(state=SurveyState.SKIPPED, remind_at=None)
    )
    closed = await session.scalars(
        update(Case)
        .where(Case.customer_id.in_(ids), Case.state != CaseState.CLOSED)
        .values(state=CaseState.CLOSED, closed_at=now, closing=Closing.JOINED_STAFF, red_at=None)
        .returning(Case)
    )
    for one in closed.all():
        await cards.plan_edits(session, one, now)
    await _drop_wizards(session, ids)


async def _leave_staff(
    session: AsyncSession,
    ids: Collection[int],
    cadence: Cadence,
    zone: ZoneInfo,
    now: datetime,
) -> None:
    """Customers like any other, whose turn to be asked comes in its time."""
    if not ids:
        return
    await session.execute(
        update(Person)
        .where(Person.id.in_(ids), Person.consented_at.is_not(None))
        .values(survey_at=cadence.next_survey_after_answer(now))
    )
    await birthdays.reckon(session, (await people.by_id(session, ids)).values(), zone, now)
    await campaigns.leave(session, ids)
    await _drop_wizards(session, ids)


async def _drop_wizards(session: AsyncSession, ids: Collection[int]) -> None:
    """Half-told conversations of the role that was."""
    theirs = select(Person.telegram_id).where(Person.id.in_(ids))
    await session.execute(delete(Wizard).where(Wizard.telegram_id.in_(theirs)))
