"""When the report of a week is planned, to whom, and what its advice goes by."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.settings import Settings
from models import facts, weekly
from models.period import Period
from models.rules.advice import Act, Facts
from models.rules.nps import Tally
from models.tables import (
    Campaign,
    Case,
    Chip,
    Nudge,
    Person,
    Referral,
    Response,
    Role,
    Survey,
    Touchpoint,
)
from tests.models.business import DAY, HOUR, answer, ask, nudge, person

BUSINESS = Settings(_env_file=None).business
MONDAY = datetime(2026, 5, 18, 7, tzinfo=UTC)
"""10:00 in Moscow."""
WEEK = 7 * DAY
AN_INSTANT = timedelta(microseconds=1)
MADE = datetime(2025, 1, 1, tzinfo=UTC)


async def tick(session: AsyncSession, now: datetime) -> list[str]:
    await weekly.plan(session, BUSINESS, now)
    return list(await session.scalars(select(Nudge.key).order_by(Nudge.id)))


async def gathered(session: AsyncSession, now: datetime = MONDAY) -> Facts:
    return await facts.gather(session, Period(MONDAY - WEEK, MONDAY), BUSINESS, now)


# --- when, and to whom ---


async def test_it_comes_on_monday_at_ten_and_not_before(session: AsyncSession) -> None:
    await person(session, Role.OWNER)
    await answer(session, await person(session), 10, MONDAY - 6 * DAY)
    assert await tick(session, MONDAY - AN_INSTANT) == []
    assert await tick(session, MONDAY) == ["weekly:2026-05-18:1"]
    assert await tick(session, MONDAY + 6 * DAY) == ["weekly:2026-05-18:1"]


async def test_a_week_in_which_nothing_happened_is_silent(session: AsyncSession) -> None:
    await person(session, Role.OWNER)
    await answer(session, await person(session), 10, MONDAY - WEEK)
    await answer(session, await person(session), 10, MONDAY + AN_INSTANT)
    assert await tick(session, MONDAY + HOUR) == []


@pytest.mark.parametrize("opened_at", [MONDAY - 3 * WEEK, MONDAY])
async def test_while_a_case_is_open_no_week_is_silent(
    session: AsyncSession, opened_at: datetime
) -> None:
    await person(session, Role.OWNER)
    of = {"customer_id": (await person(session)).id, "opened_at": opened_at}
    session.add(Case(**of))
    await session.flush()
    assert await tick(session, MONDAY + HOUR) == ["weekly:2026-05-18:1"]


@pytest.mark.parametrize(
    ("state", "opened_at"), [("closed", MONDAY - 3 * WEEK), ("new", MONDAY + AN_INSTANT)]
)
async def test_a_case_that_is_over_or_came_later_is_nothing_to_tell_of(
    session: AsyncSession, state: str, opened_at: datetime
) -> None:
    await person(session, Role.OWNER)
    of = {"customer_id": (await person(session)).id, "state": state, "opened_at": opened_at}
    session.add(Case(**of))
    await session.flush()
    assert await tick(session, MONDAY + HOUR) == []


@pytest.mark.parametrize(
    ("kind", "state", "ended_at", "is_told"),
    [
        ("reminder", "sent", MONDAY, True),
        ("reminder", "sent", MONDAY - WEEK, False),
        ("reminder", "skipped", MONDAY, False),
        ("report", "sent", MONDAY, False),
    ],
)
async def test_a_week_in_which_somebody_was_written_to_is_told(
    session: AsyncSession, kind: str, state: str, ended_at: datetime, is_told: bool
) -> None:
    await person(session, Role.OWNER)
    sent = await nudge(session, await person(session), kind, state, ended_at=ended_at)
    assert (await tick(session, MONDAY) != [sent.key]) == is_told


@pytest.mark.parametrize(
    ("role", "asked_at", "is_told"),
    [
        (Role.CUSTOMER, MONDAY, True),
        (Role.CUSTOMER, MONDAY - WEEK, False),
        (Role.ADMIN, MONDAY, False),
    ],
)
async def test_a_week_in_which_somebody_was_asked_is_told(
    session: AsyncSession, role: Role, asked_at: datetime, is_told: bool
) -> None:
    await person(session, Role.OWNER)
    await ask(session, await person(session, role), asked_at)
    assert (await tick(session, MONDAY) != []) == is_told


async def test_after_a_long_stop_only_the_latest_comes(session: AsyncSession) -> None:
    await person(session, Role.OWNER)
    for weeks in range(4):
        await answer(session, await person(session), 10, MONDAY - HOUR - weeks * WEEK)
    assert await tick(session, MONDAY + 3 * DAY) == ["weekly:2026-05-18:1"]


async def test_each_owner_who_was_there_and_can_be_written_to_gets_it(
    session: AsyncSession,
) -> None:
    await answer(session, await person(session), 10, MONDAY - HOUR)
    owners = [await person(session, Role.OWNER) for _ in range(2)]
    await person(session, Role.OWNER, started_at=None)
    await person(session, Role.OWNER, started_at=MONDAY + HOUR)
    await person(session, Role.OWNER, blocked_at=MONDAY)
    await person(session, Role.ADMIN)
    assert await tick(session, MONDAY + DAY) == [f"weekly:2026-05-18:{one.id}" for one in owners]


# --- what it counts ---


async def test_it_counts_the_week_against_the_week_before(session: AsyncSession) -> None:
    for score, at in (
        (10, MONDAY),
        (9, MONDAY - 6 * DAY),
        (3, MONDAY - WEEK),
        (8, MONDAY - 2 * WEEK),
    ):
        await answer(session, await person(session), score, at)
    told = await weekly.read(session, MONDAY, BUSINESS, MONDAY)
    assert (told.report.answers, told.report.before) == (Tally(2, 0, 0), Tally(0, 0, 1))
    assert told.report.period == Period(MONDAY - WEEK, MONDAY)


async def test_what_the_arbiter_did_in_the_week_is_counted(session: AsyncSession) -> None:
    alice = await person(session)
    await nudge(session, alice, "survey", "sent", ended_at=MONDAY - 6 * DAY)
    await nudge(session, alice, "survey", "sent", ended_at=MONDAY - WEEK)
    await nudge(session, alice, "offer", "skipped", ended_at=MONDAY - DAY, reason="cap")
    told = await weekly.read(session, MONDAY, BUSINESS, MONDAY)
    assert (told.report.sent, told.report.skipped) == (1, {"cap": 1})


async def test_its_advice_is_of_what_it_counted(session: AsyncSession) -> None:
    alice = await person(session)
    session.add(Case(customer_id=alice.id, opened_at=MONDAY - 2 * DAY))
    await session.flush()
    told = await weekly.read(session, MONDAY, BUSINESS, MONDAY + HOUR)
    assert [advice.act for advice in told.advice] == [Act.ANSWER, Act.FEW, Act.READ]
    assert told.advice[0].about == {"waiting": 1, "days": 2}


# --- the facts ---


async def test_an_empty_business_has_none(session: AsyncSession) -> None:
    assert await gathered(session) == Facts()


async def test_who_waits_and_how_long(session: AsyncSession) -> None:
    for state, days, answered_at, reopened in (
        ("new", 5, None, None),
        ("in_progress", 9, None, 1),
        ("in_progress", 20, MONDAY, None),
        ("closed", 30, None, None),
    ):
        case = Case(
            customer_id=(await person(session)).id,
            state=state,
            opened_at=MONDAY - days * DAY,
            answered_at=answered_at,
        )
        case.since = MONDAY - (reopened or days) * DAY
        session.add(case)
    await session.flush()
    known = await gathered(session, MONDAY + HOUR)
    assert (known.waiting, known.longest) == (2, 5 * DAY + HOUR)


async def test_what_detractors_name_most(session: AsyncSession) -> None:
    bob = await person(session, Role.ADMIN)
    for customer, score, days, names in (
        (None, 3, 1, ("цена", "мастер")),
        (None, 6, 29, ("цена",)),
        (None, 7, 1, ("мастер",)),
        (None, 10, 1, ("мастер",)),
        (None, 0, 31, ("мастер",)),
        (bob, 0, 1, ("мастер",)),
    ):
        of = customer or await person(session)
        response = await answer(session, of, score, MONDAY - days * DAY)
        session.add_all(Chip(response_id=response.id, name=name) for name in names)
    await session.flush()
    known = await gathered(session)
    assert (known.subject, known.named) == ("цена", 2)


async def test_how_each_touchpoint_in_use_is_scored(session: AsyncSession) -> None:
    till = Touchpoint(code="t1", name="Касса", made_at=MADE)
    old = Touchpoint(code="t2", name="Касса", made_at=MADE, retired_at=MONDAY)
    session.add_all([till, old])
    await session.flush()
    for point, score in (till, 2), (till, 10), (old, 10):
        response = await answer(session, await person(session), score, MONDAY - DAY)
        survey = await session.get(Survey, response.survey_id)
        assert survey is not None
        survey.touchpoint_id = point.id
    await session.flush()
    assert (await gathered(session)).points == {"Касса": Tally(1, 0, 1)}


async def test_how_many_were_asked_and_answered(session: AsyncSession) -> None:
    await ask(session, await person(session), MONDAY - DAY)
    await ask(session, await person(session), MONDAY - 31 * DAY)
    await answer(session, await person(session), 9, MONDAY - DAY)
    await answer(session, await person(session), 9, MONDAY - 20 * DAY)
    known = await gathered(session)
    assert (known.asked, known.answered, known.answers) == (3, 2, 1)


@pytest.mark.parametrize(
    ("of", "days", "count"),
    [
        ({"publish": "named"}, 1, 1),
        ({"publish": "nameless"}, 6, 1),
        ({"publish": "named"}, 8, 0),
        ({"publish": "no"}, 1, 0),
        ({}, 1, 0),
    ],
)
async def test_which_words_may_be_shown(
    session: AsyncSession, of: dict[str, Any], days: int, count: int
) -> None:
    response = await answer(session, await person(session), 10, MONDAY - days * DAY, why="Чудо")
    await allow(session, response, **of)
    assert (await gathered(session)).publishable == count


async def allow(session: AsyncSession, response: Response, **of: Any) -> None:
    for name, value in of.items():
        setattr(response, name, value)
    await session.refresh(response, ["reasons"])
    for reason in response.reasons:
        reason.publishable = True
    await session.flush()


async def test_who_shared_and_which_friends_wait_for_their_proof(session: AsyncSession) -> None:
    host = await person(session, referral_shown_at=MONDAY, shared_at=MONDAY)
    await person(session, referral_shown_at=MONDAY)
    bob = await person(session, Role.ADMIN)
    for inviter, days, proven_at in (
        (host, 1, None),
        (host, 29, None),
        (host, 31, None),
        (host, 1, MONDAY),
        (bob, 1, None),
    ):
        friend, joined_at = await person(session), MONDAY - days * DAY
        of = {"joined_at": joined_at, "proven_at": proven_at}
        session.add(Referral(inviter_id=inviter.id, friend_id=friend.id, **of))
    await session.flush()
    known = await gathered(session)
    assert (known.shown, known.shared, known.unproven) == (2, 1, 2)


async def test_to_whom_offers_are_welcome(session: AsyncSession) -> None:
    await person(session, offers_at=MONDAY)
    await person(session)
    await person(session, offers_at=MONDAY, blocked_at=MONDAY)
    await person(session, offers_at=MONDAY, stopped_at=MONDAY)
    await person(session, Role.ADMIN, offers_at=MONDAY)
    assert (await gathered(session)).welcome == 1


async def test_how_long_ago_the_last_broadcast_was(session: AsyncSession) -> None:
    bob: Person = await person(session, Role.ADMIN)
    for state, days in ("done", 40), ("confirmed", 20), ("draft", None):
        confirmed_at = None if days is None else MONDAY - days * DAY
        of = {"state": state, "created_at": MADE, "confirmed_at": confirmed_at}
        session.add(Campaign(admin_id=bob.id, **of))
    await session.flush()
    assert (await gathered(session)).offered == 20 * DAY


async def test_whether_there_is_a_reward_is_known(session: AsyncSession) -> None:
    week, rich = Period(MONDAY - WEEK, MONDAY), replace(BUSINESS, referral_reward="Кофе")
    assert (await facts.gather(session, week, rich, MONDAY)).has_reward
    assert not (await facts.gather(session, week, BUSINESS, MONDAY)).has_reward
