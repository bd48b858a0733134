"""Roles: what the settings say goes first, and somebody is always left to own the bot."""

import asyncio
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from models import invitations, staff
from models.database import sessions_of
from models.invitations import Acceptance
from models.rules.cadence import Cadence
from models.staff import Removal, Staff
from models.tables import Campaign, Case, Person, Role, Survey, Wizard
from tests.models.business import NOW, ask, person

NOBODY = Staff(frozenset(), frozenset())
CADENCE = Cadence()
ZONE = ZoneInfo("Europe/Moscow")
CODE = "ABCDEfgh23"


async def assign(session: AsyncSession, named: Staff) -> list[int]:
    """Who leaves the staff by it."""
    leaving = await staff.leaving(session, named)
    await staff.assign_roles(session, named, CADENCE, ZONE, NOW)
    for one in leaving:
        await session.refresh(one)
        assert one.role == Role.CUSTOMER
    return [one.id for one in leaving]


def named(*, owners: tuple[Person, ...] = (), admins: tuple[Person, ...] = ()) -> Staff:
    return Staff(
        frozenset(one.telegram_id for one in owners if one.telegram_id),
        frozenset(one.telegram_id for one in admins if one.telegram_id),
    )


@pytest.mark.parametrize("granted", [None, Role.ADMIN, Role.OWNER])
async def test_the_settings_go_before_what_was_granted(
    session: AsyncSession, granted: Role | None
) -> None:
    olga = await person(session, granted_role=granted)
    bob = await person(session, Role.OWNER, granted_role=granted)
    await assign(session, named(owners=(olga,), admins=(bob,)))
    assert (olga.role, bob.role) == (Role.OWNER, Role.ADMIN)


async def test_what_was_granted_stays_when_the_settings_let_go(session: AsyncSession) -> None:
    bob = await person(session, Role.OWNER, granted_role=Role.ADMIN)
    assert await assign(session, NOBODY) == []
    assert bob.role == Role.ADMIN


async def test_whoever_is_named_no_more_is_a_customer_again(session: AsyncSession) -> None:
    bob = await person(session, Role.ADMIN, consented_at=NOW, birth_month=6, birth_day=12)
    alice = await person(session, consented_at=NOW)
    assert await assign(session, NOBODY) == [bob.id]
    await session.refresh(bob)
    assert bob.role == Role.CUSTOMER
    assert bob.survey_at == NOW + timedelta(days=90)
    assert bob.greeting_at == NOW.replace(month=6, day=12, hour=8)
    await session.refresh(alice)
    assert alice.survey_at is None


async def test_an_erased_person_gets_no_role(session: AsyncSession) -> None:
    gone = await person(session)
    gone.telegram_id = None
    await session.flush()
    assert await assign(session, Staff(frozenset({1}), frozenset({2}))) == []
    assert gone.role == Role.CUSTOMER


async def test_whom_the_settings_make_staff_is_no_customer_any_more(
    session: AsyncSession,
) -> None:
    bob = await person(session, survey_at=NOW, referral_at=NOW, greeting_at=NOW, invitation_at=NOW)
    alice = await person(session, survey_at=NOW, referral_at=NOW)
    for one in (bob, alice):
        await ask(session, one, NOW)
        session.add(Case(customer_id=one.id, opened_at=NOW))
        session.add(Wizard(key=f"{one.id}", telegram_id=one.telegram_id, data={}))
    await session.flush()
    await assign(session, named(admins=(bob,)))
    states = await session.execute(
        select(Survey.state, Case.state)
        .join(Case, Case.customer_id == Survey.customer_id)
        .order_by(Survey.customer_id)
    )
    assert states.all() == [("skipped", "closed"), ("asked", "new")]
    assert (await session.scalars(select(Wizard.key))).all() == [f"{alice.id}"]
    for one in (bob, alice):
        await session.refresh(one)
    assert (bob.survey_at, bob.referral_at) == (None, None)
    assert (bob.greeting_at, bob.invitation_at) == (None, None)
    assert (alice.survey_at, alice.referral_at) == (NOW, NOW)


async def test_what_a_former_admin_sends_goes_on_unwatched(session: AsyncSession) -> None:
    bob = await person(session, Role.ADMIN)
    for state in ("draft", "confirmed"):
        session.add(Campaign(admin_id=bob.id, state=state, created_at=NOW, progress_message_id=7))
    await session.flush()
    await assign(session, NOBODY)
    left = await session.execute(
        select(Campaign.state, Campaign.progress_message_id).order_by(Campaign.id)
    )
    assert left.all() == [("cancelled", None), ("confirmed", None)]


async def test_the_last_owner_stays(session: AsyncSession) -> None:
    olga = await person(session, Role.OWNER, granted_role=Role.OWNER)
    await person(session, Role.ADMIN)
    assert await staff.remove(session, olga.id, olga, NOBODY, CADENCE, ZONE, NOW) is Removal.LAST
    assert olga.role == Role.OWNER


async def test_owners_who_remove_each_other_at_once_leave_one(engine: AsyncEngine) -> None:
    sessions = sessions_of(engine)
    async with sessions.begin() as session:
        owners = [await person(session, Role.OWNER, granted_role=Role.OWNER) for _ in range(2)]

    async def remove(by: Person, whom: Person) -> Removal:
        async with sessions.begin() as session:
            row = await session.get_one(Person, whom.id)
            return await staff.remove(session, by.id, row, NOBODY, CADENCE, ZONE, NOW)

    done = await asyncio.gather(remove(*owners), remove(*reversed(owners)))
    assert sorted(done) == sorted([Removal.DONE, Removal.FORBIDDEN])


async def test_of_many_who_open_a_link_at_once_one_joins(engine: AsyncEngine) -> None:
    sessions = sessions_of(engine)
    async with sessions.begin() as session:
        olga = await person(session, Role.OWNER)
        friends = [await person(session) for _ in range(5)]
        await invitations.make(session, olga.id, Role.ADMIN, CODE, NOW)

    async def accept(friend: Person) -> Acceptance:
        async with sessions.begin() as session:
            row = await session.get_one(Person, friend.id)
            return await invitations.accept(session, row, CODE, NOBODY, NOW)

    came_of_it = await asyncio.gather(*(accept(friend) for friend in friends))
    assert sorted(came_of_it) == [Acceptance.USED] * 4 + [Acceptance.JOINED]


async def test_a_code_belongs_to_the_owner_who_made_it(session: AsyncSession) -> None:
    olga, dave = await person(session, Role.OWNER), await person(session, Role.OWNER)
    made = await invitations.make(session, olga.id, Role.ADMIN, CODE, NOW)
    assert made is not None
    assert await invitations.make(session, dave.id, Role.OWNER, CODE, NOW) is None
    assert await invitations.make(session, olga.id, Role.ADMIN, CODE, NOW) is made
    assert await invitations.make(session, olga.id, Role.ADMIN, CODE, made.expires_at) is None
