"""The list of cases: its pages, and what they cost."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from models import case_list
from models.case_list import PAGE, Order
from models.tables import Case, CaseState, Person, Referral
from tests.models import business
from tests.models.business import DAY, NOW
from tests.models.steps import steps_of

ORDERS = sorted(Order)


async def waiting(session: AsyncSession, *, days: int = 0, friends: int = 0) -> Case:
    customer = await business.person(session)
    case = Case(customer_id=customer.id, opened_at=NOW - days * DAY, state=CaseState.NEW)
    session.add(case)
    for _ in range(friends):
        friend = await business.person(session)
        session.add(Referral(inviter_id=customer.id, friend_id=friend.id, joined_at=NOW))
    await session.flush()
    return case


async def closed(session: AsyncSession, *, days: int) -> Case:
    case = await waiting(session)
    case.state, case.closed_at = CaseState.CLOSED, NOW - days * DAY
    await session.flush()
    return case


async def some_of_each(session: AsyncSession) -> None:
    for number in range(20):
        await waiting(session, days=number % 3, friends=number % 4)
        await closed(session, days=number % 5)


def ids(page: case_list.Page) -> list[int]:
    return [one.case.id for one in page.cases]


@pytest.mark.parametrize("order", ORDERS)
async def test_pages_hold_each_case_once_and_lead_back(session: AsyncSession, order: Order) -> None:
    await some_of_each(session)
    page = await case_list.top(session, order)
    pages = [ids(page)]
    while page.has_after:
        page = await case_list.after(session, order, ids(page)[-1])
        pages.append(ids(page))
    seen = [id for one in pages for id in one]
    assert (len(seen), len(set(seen)), page.total) == (20, 20, 20)
    for earlier in pages[-2::-1]:
        page = await case_list.before(session, order, ids(page)[0])
        assert ids(page) == earlier
    assert not page.has_before


async def test_by_age_who_waits_longest_comes_first(session: AsyncSession) -> None:
    young, old = await waiting(session, days=1), await waiting(session, days=2)
    page = await case_list.top(session, Order.AGE)
    assert ids(page) == [old.id, young.id]


async def test_by_stake_friends_go_before_age(session: AsyncSession) -> None:
    old, young = await waiting(session, days=9), await waiting(session, friends=2)
    rich_and_old = await waiting(session, days=1, friends=2)
    page = await case_list.top(session, Order.STAKE)
    assert ids(page) == [rich_and_old.id, young.id, old.id]
    assert [one.friends for one in page.cases] == [2, 2, 0]


async def test_a_suspicious_crowd_of_friends_raises_no_stake(session: AsyncSession) -> None:
    case = await waiting(session)
    for proven in (False, True):
        friend = await business.person(session)
        session.add(
            Referral(
                inviter_id=case.customer_id,
                friend_id=friend.id,
                joined_at=NOW,
                flagged_at=NOW,
                proven_at=NOW if proven else None,
            )
        )
    await session.flush()
    [one] = (await case_list.top(session, Order.STAKE)).cases
    assert one.friends == 1


async def test_a_page_is_found_anew_where_its_edge_has_left_the_list(session: AsyncSession) -> None:
    cases = [await waiting(session, days=20 - number) for number in range(PAGE + 2)]
    edge = cases[PAGE - 1]
    edge.state, edge.closed_at = CaseState.CLOSED, NOW
    await session.flush()
    page = await case_list.after(session, Order.AGE, edge.id)
    assert ids(page) == [case.id for case in cases[PAGE:]]


async def test_beyond_the_end_and_beside_an_unknown_case_the_list_begins_anew(
    session: AsyncSession,
) -> None:
    case = await waiting(session)
    for found in (
        await case_list.after(session, Order.AGE, case.id),
        await case_list.after(session, Order.STAKE, 999),
        await case_list.before(session, Order.AGE, 999),
    ):
        assert ids(found) == [case.id]
        assert not found.has_before


async def test_a_case_is_red_after_a_day_without_an_answer_and_not_before(
    session: AsyncSession,
) -> None:
    case = await waiting(session, days=1)
    [one] = (await case_list.top(session, Order.AGE)).cases
    assert one.is_red(NOW)
    assert not one.is_red(NOW - timedelta(microseconds=1))
    case.answered_at = NOW
    assert not one.is_red(NOW)


async def test_the_counts_are_of_the_whole_list(session: AsyncSession) -> None:
    for _ in range(PAGE + 3):
        case = await waiting(session)
    case.answered_at = NOW
    await session.flush()
    page = await case_list.top(session, Order.AGE)
    assert (len(page.cases), page.total, page.waiting) == (PAGE, PAGE + 3, PAGE + 2)


@pytest.mark.parametrize("order", ORDERS)
async def test_a_page_reads_no_table_from_end_to_end(
    session: AsyncSession, engine: AsyncEngine, order: Order
) -> None:
    await some_of_each(session)
    for _ in range(300):
        await business.person(session)
    steps = await steps_of(session, engine, lambda: case_list.top(session, order))
    scans = [step for step in steps if step.startswith("SCAN") and "INDEX" not in step]
    assert scans == []
    assert await session.get(Person, 1)
