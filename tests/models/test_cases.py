"""A case: who may do what with it once somebody else has acted."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import cards, case_file, cases, ticks
from models.nudges import Notice
from models.tables import Case, CaseState, Closing, Nudge, NudgeState, Person, Role, Tick, Wish
from tests.models import business
from tests.models.business import DAY, NOW

LATER = NOW + DAY


@pytest.fixture
async def olga(session: AsyncSession) -> Person:
    return await business.person(session, Role.OWNER, name="Ольга")


@pytest.fixture
async def irina(session: AsyncSession) -> Person:
    return await business.person(session, Role.OWNER, name="Ирина")


@pytest.fixture
async def case(session: AsyncSession) -> Case:
    return await cases.call(session, await business.person(session), NOW)


async def tick_all(session: AsyncSession, case: Case, owner: Person) -> None:
    for wish in Wish:
        await ticks.mark(session, case, wish, True, owner, NOW)


async def edits_of(session: AsyncSession, owner: Person) -> list[Nudge]:
    query = select(Nudge).where(Nudge.kind == Notice.CARD_EDIT, Nudge.person_id == owner.id)
    return list(await session.scalars(query.order_by(Nudge.id)))


async def send_all(session: AsyncSession) -> None:
    """As if Telegram had taken whatever was planned."""
    for number, nudge in enumerate(await session.scalars(select(Nudge).order_by(Nudge.id)), 1):
        nudge.state, nudge.message_id = NudgeState.SENT, nudge.message_id or 500 + number
    await session.flush()


# Who was first


async def test_a_case_is_taken_once(
    session: AsyncSession, case: Case, olga: Person, irina: Person
) -> None:
    assert await cases.take(session, case, olga, NOW)
    assert not await cases.take(session, case, irina, LATER)
    assert (case.state, case.taken_by_id, case.taken_at) == ("in_progress", olga.id, NOW)


async def test_a_closed_case_is_neither_taken_nor_ticked_nor_closed_again(
    session: AsyncSession, case: Case, olga: Person, irina: Person
) -> None:
    assert await cases.close(session, case, Closing.REASON, NOW, by=olga, reason="Всё")
    assert not await cases.take(session, case, irina, LATER)
    assert not await ticks.mark(session, case, Wish.FIXED, True, irina, LATER)
    assert not await cases.close(session, case, Closing.WISHES, LATER, by=irina)
    assert (case.closed_at, case.closed_by_id, case.closing) == (NOW, olga.id, "reason")


async def test_the_first_answer_takes_a_case_that_nobody_had(
    session: AsyncSession, case: Case, olga: Person, irina: Person
) -> None:
    await cases.note_answer(session, case, olga, NOW)
    await cases.note_answer(session, case, irina, LATER)
    assert (case.taken_by_id, case.answered_at, case.red_at) == (olga.id, NOW, None)


# Wishes


async def test_a_wish_is_met_once_and_by_the_first(
    session: AsyncSession, case: Case, olga: Person, irina: Person
) -> None:
    for owner, at in ((olga, NOW), (irina, LATER)):
        assert await ticks.mark(session, case, Wish.FIXED, True, owner, at)
    [tick] = await session.scalars(select(Tick))
    assert (tick.by_id, tick.at) == (olga.id, NOW)


async def test_all_three_are_needed(session: AsyncSession, case: Case, olga: Person) -> None:
    assert not await ticks.are_all_met(session, case)
    await tick_all(session, case, olga)
    assert await ticks.are_all_met(session, case)
    await ticks.mark(session, case, Wish.THANKED, False, olga, NOW)
    assert not await ticks.are_all_met(session, case)


async def test_a_reopened_case_begins_without_ticks_and_with_its_clock_at_zero(
    session: AsyncSession, case: Case, olga: Person
) -> None:
    await tick_all(session, case, olga)
    await cases.close(session, case, Closing.WISHES, NOW, by=olga)
    reopened = await cases.reopen(session, case, LATER)
    assert reopened is case
    assert (case.state, case.since, case.red_at) == (CaseState.NEW, LATER, LATER + DAY)
    assert (case.closing, case.closed_at, case.check_at, case.taken_by_id) == (None,) * 4
    assert not await ticks.are_all_met(session, case)


# The cards are kept true


async def test_the_newest_card_of_each_owner_is_edited_and_no_other(
    session: AsyncSession, olga: Person, irina: Person, case: Case
) -> None:
    await cards.plan(session, NOW)
    await send_all(session)
    await cards.plan_again(session, case.id, olga.id, "tap1", NOW)
    await send_all(session)
    again = await session.scalar(select(Nudge).where(Nudge.kind == Notice.CARD_AGAIN))
    assert again is not None
    assert await cards.message_of(session, case.id, olga.id) == again.message_id
    await cases.take(session, case, olga, NOW)
    assert len(await edits_of(session, olga)) == 1
    assert len(await edits_of(session, irina)) == 1


async def test_edits_of_one_moment_are_one_until_it_has_gone(
    session: AsyncSession, olga: Person, case: Case
) -> None:
    await cards.plan(session, NOW)
    await send_all(session)
    for _ in range(3):
        await cards.plan_edits(session, case, NOW)
    assert len(await edits_of(session, olga)) == 1
    await send_all(session)
    await cards.plan_edits(session, case, NOW)
    assert len(await edits_of(session, olga)) == 2


async def test_the_card_is_brought_again_once_for_each_wish(
    session: AsyncSession, olga: Person, case: Case
) -> None:
    for asked in ("tap1", "tap1", "tap2"):
        await cards.plan_again(session, case.id, olga.id, asked, NOW + timedelta(seconds=1))
    query = select(Nudge).where(Nudge.kind == Notice.CARD_AGAIN)
    assert len((await session.scalars(query)).all()) == 2


# What the card says


async def test_the_file_holds_all_that_the_card_says(
    session: AsyncSession, olga: Person, irina: Person
) -> None:
    customer = await business.person(session)
    for days, score in ((9, 1), (7, 2), (5, 9), (3, 10), (1, 3)):
        response = await business.answer(session, customer, score, NOW - days * DAY)
    await cases.follow_score(session, response, NOW)
    case = await cases.open_for(session, customer.id)
    assert case is not None
    await cases.take(session, case, olga, NOW)
    await ticks.mark(session, case, Wish.FIXED, True, irina, NOW)
    file = await case_file.read(session, case.id)
    assert [score for score, _ in file.scores] == [2, 9, 10, 3]
    assert set(file.people) == {customer.id, olga.id, irina.id}
    assert (file.friends, file.touchpoint, file.is_closed) == (0, None, False)
