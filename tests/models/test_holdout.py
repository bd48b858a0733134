"""What both sides did: who is counted, on which side, and for how long after."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from models import holdout
from models.holdout import Compared
from models.rules.contact import MAY_BE_HELD_OUT, Kind
from models.rules.holdout import Side, Verdict
from models.tables import NudgeState, Person, Referral, Role
from tests.models.business import DAY, NOW, answer, ask, nudge, person
from tests.models.steps import steps_of

MONTH_AGO = NOW - 30 * DAY
AN_INSTANT = timedelta(microseconds=1)
ANSWERABLE = [kind for kind in Kind if kind in MAY_BE_HELD_OUT - {Kind.REFERRAL}]


async def send(
    session: AsyncSession, to: Person, at: datetime = MONTH_AGO, kind: str = "reminder", **of: Any
) -> None:
    of = {"sent_at": at, "ended_at": at} | of
    await nudge(session, to, kind, **({"state": NudgeState.SENT} | of))


async def hold_out(
    session: AsyncSession, to: Person, at: datetime = MONTH_AGO, kind: str = "reminder", **of: Any
) -> None:
    of = {"reason": "held_out", "ended_at": at} | of
    await nudge(session, to, kind, NudgeState.SKIPPED, **of)


async def begin(session: AsyncSession, kind: str = "reminder") -> None:
    """Long ago enough for all that comes after; somebody who does not answer."""
    await hold_out(session, await person(session), NOW - 90 * DAY + AN_INSTANT, kind)


async def befriend(session: AsyncSession, inviter: Person, at: datetime) -> None:
    friend = await person(session)
    session.add(Referral(inviter_id=inviter.id, friend_id=friend.id, joined_at=at))
    await session.flush()


async def sides(session: AsyncSession, kind: str = "reminder") -> tuple[Side, Side]:
    """Treated and held."""
    [compared] = await holdout.compare(session, NOW)
    assert compared.kind == kind
    return compared.treated, compared.held


async def test_where_nobody_is_held_out_nothing_is_compared(session: AsyncSession) -> None:
    await send(session, await person(session))

    assert await holdout.compare(session, NOW) == []


async def test_both_sides_are_counted_with_those_who_answered(session: AsyncSession) -> None:
    for number in range(40):
        customer = await person(session)
        await (send if number % 4 else hold_out)(session, customer)
        if number % 4 in (1, 2):
            await answer(session, customer, 9, MONTH_AGO + DAY)
    treated, held = await sides(session)

    assert (treated, held) == (Side(30, 20), Side(10, 0))


@pytest.mark.parametrize("kind", ANSWERABLE)
async def test_each_kind_is_counted_for_itself(session: AsyncSession, kind: Kind) -> None:
    alice, dave = await person(session), await person(session)
    await hold_out(session, alice, kind=kind)
    await send(session, dave, kind=kind)
    await send(session, dave, kind="survey")
    await answer(session, dave, 9, MONTH_AGO + DAY)

    assert await holdout.compare(session, NOW) == [Compared(kind, Side(1, 1), Side(1, 0))]


async def test_the_most_important_kind_comes_first(session: AsyncSession) -> None:
    for kind in sorted(MAY_BE_HELD_OUT):
        await hold_out(session, await person(session), kind=kind)

    assert [one.kind for one in await holdout.compare(session, NOW)] == [
        Kind.REMINDER,
        Kind.GREETING,
        Kind.REFERRAL,
        Kind.OFFER,
        Kind.INVITATION,
    ]


@pytest.mark.parametrize(
    ("after", "counts"),
    [
        (-AN_INSTANT, 0),
        (0 * DAY, 0),
        (AN_INSTANT, 1),
        (7 * DAY, 1),
        (7 * DAY + timedelta(seconds=1), 0),
    ],
)
async def test_an_answer_counts_for_a_week(
    session: AsyncSession, after: timedelta, counts: int
) -> None:
    alice, dave = await person(session), await person(session)
    await hold_out(session, alice)
    await send(session, dave)
    for customer in alice, dave:
        await answer(session, customer, 3, MONTH_AGO + after)

    assert await sides(session) == (Side(1, counts), Side(1, counts))


@pytest.mark.parametrize(
    ("after", "counts"),
    [(-DAY, 0), (AN_INSTANT, 1), (14 * DAY, 1), (14 * DAY + timedelta(seconds=1), 0)],
)
async def test_after_a_referral_prompt_a_friend_counts_and_no_answer(
    session: AsyncSession, after: timedelta, counts: int
) -> None:
    alice, dave = await person(session), await person(session)
    await hold_out(session, alice, kind="referral")
    await send(session, dave, kind="referral")
    for customer in alice, dave:
        await answer(session, customer, 10, MONTH_AGO + DAY)
        await befriend(session, customer, MONTH_AGO + after)

    assert await sides(session, "referral") == (Side(1, counts), Side(1, counts))


@pytest.mark.parametrize(
    ("kind", "ago", "counts"),
    [
        ("reminder", 7 * DAY, 1),
        ("reminder", 7 * DAY - AN_INSTANT, 0),
        ("reminder", 90 * DAY - AN_INSTANT, 1),
        ("reminder", 90 * DAY, 0),
        ("referral", 14 * DAY, 1),
        ("referral", 14 * DAY - AN_INSTANT, 0),
    ],
)
async def test_it_is_of_the_last_90_days_and_over(
    session: AsyncSession, kind: str, ago: timedelta, counts: int
) -> None:
    await begin(session, kind)
    await send(session, await person(session), NOW - ago, kind)
    await hold_out(session, await person(session), NOW - ago, kind)

    assert await sides(session, kind) == (Side(counts), Side(1 + counts))


async def test_what_is_too_fresh_is_not_told_at_all(session: AsyncSession) -> None:
    await hold_out(session, await person(session), NOW - DAY)

    assert await holdout.compare(session, NOW) == []


@pytest.mark.parametrize("state", [NudgeState.SENT, NudgeState.UNKNOWN, NudgeState.FAILED])
async def test_whoever_was_to_get_it_counts_whether_or_not_it_arrived(
    session: AsyncSession, state: NudgeState
) -> None:
    await begin(session)
    await send(session, await person(session), state=state, reason="blocked")

    assert await sides(session) == (Side(1), Side(1))


async def test_whom_nobody_tried_to_write_to_is_on_neither_side(session: AsyncSession) -> None:
    await begin(session)
    await send(session, await person(session), state=NudgeState.FAILED, sent_at=None)

    assert await sides(session) == (Side(), Side(1))


async def test_a_first_time_that_does_not_count_leaves_the_next_one(session: AsyncSession) -> None:
    await begin(session)
    alice = await person(session)
    response = await answer(session, alice, 9, MONTH_AGO - DAY / 2)
    await send(session, alice, survey_id=response.survey_id)
    await send(session, alice, MONTH_AGO + 10 * DAY)
    await answer(session, alice, 9, MONTH_AGO + 11 * DAY)

    assert await sides(session) == (Side(1, 1), Side(1))


async def test_who_was_held_out_first_and_written_to_later_stays_where_they_were(
    session: AsyncSession,
) -> None:
    alice, dave = await person(session), await person(session)
    await hold_out(session, alice)
    await send(session, alice, MONTH_AGO + DAY)
    await send(session, dave, MONTH_AGO + DAY)
    await hold_out(session, dave, MONTH_AGO + 2 * DAY)

    assert await sides(session) == (Side(1), Side(1))


@pytest.mark.parametrize("reason", ["cap", "not_needed", "too_late", "stopped", "blocked"])
async def test_what_was_skipped_for_another_reason_is_on_neither_side(
    session: AsyncSession, reason: str
) -> None:
    await begin(session)
    await hold_out(session, await person(session), reason=reason)

    assert await sides(session) == (Side(), Side(1))


async def test_what_is_still_to_come_is_on_neither_side(session: AsyncSession) -> None:
    await begin(session)
    await send(session, await person(session), state=NudgeState.PLANNED, ended_at=None)

    assert await sides(session) == (Side(), Side(1))


async def test_a_customer_counts_once_from_the_first_time(session: AsyncSession) -> None:
    alice, dave = await person(session), await person(session)
    for days in 0, 10:
        await hold_out(session, alice, MONTH_AGO + days * DAY)
        await send(session, dave, MONTH_AGO + days * DAY)
    await answer(session, alice, 9, MONTH_AGO + DAY)
    await answer(session, dave, 9, MONTH_AGO + 11 * DAY)

    assert await sides(session) == (Side(1, 0), Side(1, 1))


async def test_what_was_sent_to_all_before_some_were_held_out_is_no_side(
    session: AsyncSession,
) -> None:
    alice, dave = await person(session), await person(session)
    await send(session, alice, MONTH_AGO - DAY)
    await send(session, dave, MONTH_AGO - DAY)
    await hold_out(session, alice)
    await send(session, dave)

    assert await sides(session) == (Side(1), Side(1))


async def test_each_kind_has_a_beginning_of_its_own(session: AsyncSession) -> None:
    await begin(session)
    await send(session, await person(session), MONTH_AGO - DAY, "offer")
    await hold_out(session, await person(session), MONTH_AGO, "offer")

    assert await holdout.compare(session, NOW) == [
        Compared(Kind.REMINDER, Side(), Side(1)),
        Compared(Kind.OFFER, Side(), Side(1)),
    ]


async def test_what_may_have_arrived_counts_from_when_it_left(session: AsyncSession) -> None:
    """A crash is noticed at the next start, and the answer may be there by then."""
    await begin(session)
    alice, restart = await person(session), MONTH_AGO + DAY
    await send(session, alice, state=NudgeState.UNKNOWN, ended_at=restart)
    await answer(session, alice, 9, MONTH_AGO + DAY / 2)

    assert await sides(session) == (Side(1, 1), Side(1))


async def test_who_had_answered_before_the_reminder_was_due_to_go_is_on_neither_side(
    session: AsyncSession,
) -> None:
    await begin(session)
    alice = await person(session)
    response = await answer(session, alice, 9, MONTH_AGO - DAY / 2)
    await hold_out(session, alice, survey_id=response.survey_id)

    assert await sides(session) == (Side(), Side(1))


async def test_who_has_not_answered_that_survey_is_counted(session: AsyncSession) -> None:
    await begin(session)
    alice = await person(session)
    await answer(session, alice, 9, MONTH_AGO - 90 * DAY)
    waiting = await ask(session, alice, MONTH_AGO - 2 * DAY)
    await hold_out(session, alice, survey_id=waiting.id)

    assert await sides(session) == (Side(), Side(2))


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN])
async def test_the_staff_are_on_neither_side(session: AsyncSession, role: Role) -> None:
    await begin(session)
    await send(session, await person(session, role))
    await hold_out(session, await person(session, role))

    assert await sides(session) == (Side(), Side(1))


async def test_the_erased_are_on_neither_side(session: AsyncSession) -> None:
    await begin(session)
    for act in send, hold_out:
        gone = await person(session)
        gone.telegram_id = None
        await act(session, gone)

    assert await sides(session) == (Side(), Side(1))


async def test_with_enough_on_both_sides_it_is_told_whether_it_helps(
    session: AsyncSession,
) -> None:
    for number in range(80):
        customer = await person(session)
        await (send if number % 2 else hold_out)(session, customer)
        if number % 2 and number < 60:
            await answer(session, customer, 9, MONTH_AGO + DAY)
    [compared] = await holdout.compare(session, NOW)

    assert compared.difference is not None
    assert compared.difference.points == 75
    assert compared.difference.verdict is Verdict.HELPS


async def test_it_goes_by_the_index_and_by_no_more_statements_for_more_people(
    session: AsyncSession, engine: AsyncEngine
) -> None:
    for number in range(300):
        customer = await person(session)
        at = NOW - number * DAY
        await (send if number % 3 else hold_out)(session, customer, at)
        await answer(session, customer, 9, at)
    said: list[str] = []
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *all: said.append(all[2]))
    await holdout.compare(session, NOW)
    assert len(said) == 2

    steps = await steps_of(session, engine, lambda: holdout.compare(session, NOW))
    of_nudges = [step for step in steps if "nudges" in step]
    assert len(of_nudges) == 2
    assert all("ix_nudges_ended_at (ended_at>? AND ended_at<?)" in step for step in of_nudges)
    tables = "nudges", "people", "responses", "referrals"
    assert [step for step in steps if step.startswith(tuple(f"SCAN {one}" for one in tables))] == []
