"""Friends are bound, counted and proven by one statement each, whoever else does so at once."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from models import attribution, people
from models.attribution import Standing
from models.database import sessions_of
from models.nudges import Notice
from models.rules.attribution import Verdict
from models.rules.business import Business
from models.tables import Act, Nudge, Person, Proof, Referral, Role
from tests.models.business import NOW, person
from tests.models.steps import steps_of
from tests.scheduler.bench import BUSINESS

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
REWARDING = replace(BUSINESS, referral_reward="скидка 500 ₽")


async def newcomer(session: AsyncSession) -> Person:
    return await person(session, started_at=None)


async def comes(session: AsyncSession, inviter: Person, at: datetime = NOW) -> Person:
    friend = await newcomer(session)
    verdict = await attribution.follow(
        session, friend, inviter.code, at, typed=False, returning=False
    )
    assert verdict is Verdict.BOUND
    people.start(friend, at)
    friend.consented_at = at
    await session.flush()
    return friend


async def flagged(session: AsyncSession) -> list[datetime | None]:
    return list(await session.scalars(select(Referral.flagged_at).order_by(Referral.id)))


async def notices(session: AsyncSession, kind: Notice) -> list[int]:
    query = select(Nudge.person_id).where(Nudge.kind == kind).order_by(Nudge.id)
    return list(await session.scalars(query))


async def test_a_join_ten_minutes_ago_is_in_the_window_no_more(session: AsyncSession) -> None:
    alice = await person(session)
    for at in (NOW, NOW + MINUTE, NOW + 2 * MINUTE, NOW + 10 * MINUTE):
        await comes(session, alice, at)
    assert await flagged(session) == [None] * 4


async def test_a_join_a_second_less_than_ten_minutes_ago_is(session: AsyncSession) -> None:
    alice = await person(session)
    last = NOW + 10 * MINUTE - SECOND
    for at in (NOW, NOW + MINUTE, NOW + 2 * MINUTE, last):
        await comes(session, alice, at)
    assert await flagged(session) == [last] * 4


async def test_a_burst_goes_on_while_friends_come_within_ten_minutes_of_the_one_before(
    session: AsyncSession,
) -> None:
    alice = await person(session)
    for minutes in (0, 1, 2, 3, 12, 21, 31):
        await comes(session, alice, NOW + minutes * MINUTE)
    assert [at is not None for at in await flagged(session)] == [True] * 6 + [False]


async def test_only_owners_who_can_be_written_to_are_told(session: AsyncSession) -> None:
    olga = await person(session, Role.OWNER)
    await person(session, Role.OWNER, blocked_at=NOW)
    await person(session, Role.OWNER, started_at=None)
    await person(session, Role.ADMIN)
    alice = await person(session)
    for _ in range(6):
        await comes(session, alice)
    assert await notices(session, Notice.FLAG) == [olga.id]


async def test_what_owners_read_counts_the_burst_as_it_was_noticed(session: AsyncSession) -> None:
    await person(session, Role.OWNER)
    alice = await person(session)
    for minutes in (0, 20, 21, 22, 23, 24):
        await comes(session, alice, NOW + minutes * MINUTE)
    about = await session.scalar(select(Nudge.about).where(Nudge.kind == Notice.FLAG))
    assert about is not None
    assert await attribution.burst_of(session, about["referral"]) == (alice, 4)


async def test_of_two_at_once_one_proves(session: AsyncSession, engine: AsyncEngine) -> None:
    staff = [(await person(session, Role.ADMIN)).id for _ in range(2)]
    friend = await comes(session, await person(session))
    code = friend.code
    await session.commit()

    async def prove(staff_id: int) -> bool:
        async with sessions_of(engine).begin() as mine:
            visit = await attribution.visit_by(mine, code)
            assert visit is not None
            return await attribution.prove_by_staff(mine, visit, staff_id, NOW)

    won = await asyncio.gather(*(prove(one) for one in staff))
    assert sorted(won) == [False, True]
    async with sessions_of(engine)() as later:
        winner = staff[won.index(True)]
        assert await later.scalar(select(Referral.proven_by_id)) == winner
        assert list(await later.scalars(select(Act.person_id))) == [winner]
        assert len(await notices(later, Notice.PROVEN)) == 1


async def test_a_screen_from_before_proves_nothing_again(session: AsyncSession) -> None:
    """Read before another's tap was kept, as on a database that lets both read at once."""
    bob, olga = await person(session, Role.ADMIN), await person(session, Role.OWNER)
    friend = await comes(session, await person(session))
    read = await attribution.visit_by(session, friend.code)
    assert read is not None
    assert read.referral is not None
    session.expunge(read.referral)
    again = await attribution.visit_by(session, friend.code)
    assert again is not None
    assert await attribution.prove_by_staff(session, again, bob.id, NOW)
    assert read.standing(olga.id) is Standing.OPEN
    assert not await attribution.prove_by_staff(session, read, olga.id, NOW + MINUTE)
    assert await session.scalar(select(Referral.proven_by_id)) == bob.id
    assert list(await session.scalars(select(Act.person_id))) == [bob.id]


@pytest.mark.parametrize(
    ("business", "is_flagged", "proof"),
    [
        (BUSINESS, False, Proof.ANSWER),
        (BUSINESS, True, None),
        (REWARDING, False, None),
        (REWARDING, True, None),
    ],
)
async def test_an_answer_proves_where_nothing_is_given_and_nothing_is_odd(
    session: AsyncSession, business: Business, is_flagged: bool, proof: Proof | None
) -> None:
    friend = await comes(session, await person(session))
    referral = (await session.scalars(select(Referral))).one()
    referral.flagged_at = NOW if is_flagged else None
    await session.flush()
    for minutes in (0, 1):
        at = NOW + minutes * MINUTE
        await attribution.prove_by_answer(session, friend.id, business, at)
    await session.refresh(referral)
    assert (referral.proof, referral.proven_by_id) == (proof, None)
    assert referral.proven_at == (NOW if proof else None)
    assert len(await notices(session, Notice.PROVEN)) == (1 if proof else 0)


async def test_an_answer_of_nobodys_friend_proves_nobody(session: AsyncSession) -> None:
    alice, dave = await person(session), await person(session)
    await comes(session, alice)
    await attribution.prove_by_answer(session, dave.id, BUSINESS, NOW)
    await attribution.prove_by_answer(session, alice.id, BUSINESS, NOW)
    assert await notices(session, Notice.PROVEN) == []


async def test_coming_and_answering_read_no_table_from_end_to_end(
    session: AsyncSession, engine: AsyncEngine
) -> None:
    inviters = [await person(session) for _ in range(10)]
    for minutes in range(30):
        await comes(session, inviters[minutes % 10], NOW + minutes * MINUTE)
    alice, friend = inviters[0], await newcomer(session)

    async def act() -> None:
        at = NOW + 40 * MINUTE
        code = alice.code
        await attribution.follow(session, friend, code, at, typed=True, returning=False)
        await attribution.prove_by_answer(session, friend.id, BUSINESS, at)

    steps = await steps_of(session, engine, act)
    assert any("ix_referrals_inviter_id" in step for step in steps)
    scans = {step for step in steps if step.startswith("SCAN")}
    assert scans <= {"SCAN CONSTANT ROW"}
