"""A coupon is used once, whoever is at it at once; and what the queries cost."""

import asyncio
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from models import coupons
from models.database import connect, sessions_of
from models.rules.contact import Kind
from models.tables import Act, Campaign, CampaignState, Coupon, Nudge, NudgeState, Person, Role
from tests.models import business
from tests.models.business import DAY, NOW
from tests.models.steps import steps_of

COUPONS = 25
SECOND = timedelta(seconds=1)


async def campaign_of(session: AsyncSession) -> Campaign:
    admin = await business.person(session, Role.ADMIN)
    campaign = Campaign(
        admin_id=admin.id,
        state=CampaignState.DONE,
        coupon="скидка",
        coupon_days=5,
        created_at=NOW,
    )
    session.add(campaign)
    await session.flush()
    return campaign


async def coupon_of(session: AsyncSession, campaign: Campaign, owner: Person) -> Coupon:
    coupon = Coupon(
        code=f"code{owner.id:06}",
        campaign_id=campaign.id,
        person_id=owner.id,
        made_at=NOW,
        expires_at=NOW + 5 * DAY,
        warn_at=NOW + 4 * DAY,
    )
    session.add(coupon)
    await session.flush()
    return coupon


def test_of_two_processes_at_one_file_one_redeems_each_coupon(database: Path) -> None:
    url = f"sqlite+aiosqlite:///{database}"
    ids, staff = asyncio.run(_prepare(url))
    start, wins = Barrier(2), dict[int, list[int]]()

    def work(staff_id: int) -> None:
        wins[staff_id] = asyncio.run(_redeem_all(url, ids, staff_id, start))

    threads = [Thread(target=work, args=(one,)) for one in staff]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, second = wins.values()
    assert sorted(first + second) == ids
    assert asyncio.run(_count(url)) == (COUPONS, COUPONS)


async def _prepare(url: str) -> tuple[list[int], list[int]]:
    engine = connect(url)
    async with sessions_of(engine).begin() as session:
        campaign = await campaign_of(session)
        staff = [(await business.person(session, Role.ADMIN)).id for _ in range(2)]
        made = [
            (await coupon_of(session, campaign, await business.person(session))).id
            for _ in range(COUPONS)
        ]
    await engine.dispose()
    return made, staff


async def _redeem_all(url: str, ids: list[int], staff_id: int, start: Barrier) -> list[int]:
    engine, won = connect(url), []
    for coupon_id in ids:
        start.wait(timeout=30)
        async with sessions_of(engine).begin() as session:
            if await coupons.redeem(session, coupon_id, staff_id, NOW):
                won.append(coupon_id)
    await engine.dispose()
    return won


async def _count(url: str) -> tuple[int, int]:
    """Acts, and customers who are told."""
    engine = connect(url)
    async with sessions_of(engine).begin() as session:
        acts = await session.scalar(select(func.count()).select_from(Act))
        told = await session.scalar(select(func.count()).select_from(Nudge))
    await engine.dispose()
    return acts or 0, told or 0


async def test_the_counts_are_of_one_campaign(session: AsyncSession) -> None:
    ours, other = await campaign_of(session), await campaign_of(session)
    admin = await business.person(session, Role.ADMIN)
    made = [await coupon_of(session, ours, await business.person(session)) for _ in range(3)]
    await coupon_of(session, other, await business.person(session))
    assert await coupons.redeem(session, made[0].id, admin.id, NOW)
    assert await coupons.counts(session, ours.id) == (3, 1)
    assert await coupons.counts(session, other.id) == (1, 0)
    assert await coupons.counts(session, 99) == (0, 0)


@pytest.mark.parametrize(("left", "is_good"), [(timedelta(0), False), (SECOND, True)])
async def test_it_is_good_until_the_very_end_and_not_at_it(
    session: AsyncSession, left: timedelta, is_good: bool
) -> None:
    campaign, admin = await campaign_of(session), await business.person(session, Role.ADMIN)
    coupon = await coupon_of(session, campaign, await business.person(session))
    at = coupon.expires_at - left
    assert await coupons.redeem(session, coupon.id, admin.id, at) is is_good


async def test_warnings_are_planned_once_in_sets_and_by_the_index(
    session: AsyncSession, engine: AsyncEngine
) -> None:
    campaign = await campaign_of(session)
    for _ in range(300):
        await coupon_of(session, campaign, await business.person(session))
    due = NOW + 4 * DAY
    steps = await steps_of(session, engine, lambda: coupons.plan_warnings(session, due))
    assert [step for step in steps if step.startswith("SCAN")] == []
    assert any("coupons USING INDEX ix_coupons_warn_at" in step for step in steps)
    await coupons.plan_warnings(session, due)
    rows = (await session.scalars(select(Nudge).where(Nudge.kind == Kind.COUPON))).all()
    assert len(rows) == 300
    assert {(row.state, row.due_at, row.good_until) for row in rows} == {
        (NudgeState.PLANNED, due, NOW + 5 * DAY)
    }
    assert len({row.coupon_id for row in rows}) == 300
