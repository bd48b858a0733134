"""The forecast of a campaign: the database's words against the arbiter's, person by person."""

import random
from collections import Counter
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from models import arbiter, audiences, forecast
from models.database import Sessions
from models.forecast import Forecast
from models.rules.audience import Condition, Is
from models.rules.cadence import WORTH_SENDING_FOR
from models.rules.clock import QuietHours
from models.rules.contact import Cap, Kind, Policy, Reason, Topic, decide
from models.rules.contact import Nudge as Offer
from models.tables import Case, CaseState, Mute, Nudge, NudgeState, Person, Role
from tests.models.campaigning import MOSCOW, NOON, add, person
from tests.models.steps import steps_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ZONES = [None, "Europe/Moscow", "Asia/Tokyo", "America/Los_Angeles", "Asia/Kolkata"]
POLICIES = [
    Policy(),
    Policy(held_out=50),
    Policy(quiet=None, gap=None, caps=(), offer_caps=(Cap(2, 7 * DAY),)),
    Policy(quiet=QuietHours(time(13), time(14)), gap=3 * HOUR, caps=(Cap(0, DAY),), held_out=100),
    Policy(quiet=None, gap=None, caps=(), offer_caps=()),
]


async def expect(sessions: Sessions, policy: Policy | None = None, *whom: Condition) -> Forecast:
    return await forecast.of(sessions, whom, NOON, policy or Policy(), MOSCOW)


async def test_everybody_is_counted_once_span_by_span(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forecast, "SPAN", 3)
    await add(
        sessions,
        *(person(number) for number in range(2, 9)),
        person(20, zone="Asia/Tokyo"),
        person(21, zone="America/Los_Angeles"),
        person(22, offers_at=None),
        person(23, stopped_at=NOON),
        person(24, blocked_at=NOON),
        person(25, consented_at=None),
        person(26, role=Role.OWNER),
    )
    expected = await expect(sessions)
    assert expected.now == 8
    assert expected.later == Counter({Reason.QUIET_HOURS: 1})
    assert expected.never == Counter(
        {Reason.OFFERS_CONSENT: 1, Reason.STOPPED: 1, Reason.BLOCKED: 1, Reason.CONSENT: 1}
    )
    assert expected.reached == 9


async def test_nobody_is_nobody(sessions: Sessions) -> None:
    assert await expect(sessions) == Forecast()


async def test_what_was_counted_is_kept_and_read_back() -> None:
    expected = Forecast(3, Counter({"gap": 2}), Counter({"cap": 1}))
    assert Forecast.load(expected.dump()) == expected


async def test_no_table_is_read_whole_beside_the_people(
    engine: AsyncEngine, sessions: Sessions
) -> None:
    await add(sessions, *(person(number) for number in range(2, 302)))
    async with sessions.begin() as session:
        steps = await steps_of(session, engine, lambda: forecast._alike(session, *_all()))
        steps += await steps_of(session, engine, lambda: forecast._known(session, *_all()))
    assert not [step for step in steps if step.startswith("SCAN") and "people" not in step]


def _all() -> tuple[Any, datetime, Policy]:
    return Person.id > 0, NOON, Policy()


# --- the same rules, read by the arbiter itself ---


@pytest.mark.parametrize("seed", range(12))
async def test_it_agrees_with_the_arbiter(
    sessions: Sessions, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of a single person: then nobody makes up for another."""
    lot = random.Random(seed)
    monkeypatch.setattr(forecast, "SPAN", lot.choice([1, 2, 7, 1000]))
    for number in range(2, 2 + lot.choice([1, 1, 3, 30])):
        await live(sessions, number, lot)
    for policy in POLICIES:
        assert await expect(sessions, policy) == await by_the_arbiter(sessions, policy)
        english = Condition(Is.LANGUAGE, "en")
        assert await expect(sessions, policy, english) == await by_the_arbiter(
            sessions, policy, english
        )


async def live(sessions: Sessions, number: int, lot: random.Random) -> None:
    def at_times(likelihood: float) -> datetime | None:
        return NOON if lot.random() < likelihood else None

    facts = {
        "zone": lot.choice(ZONES),
        "language": lot.choice(["ru", "en"]),
        "bucket": lot.choice([0, 49, 50, 99]),
        "offers_at": at_times(0.8),
        "consented_at": at_times(0.9),
        "stopped_at": at_times(0.1),
        "blocked_at": at_times(0.1),
        "started_at": at_times(0.9),
        "role": lot.choice([*5 * [Role.CUSTOMER], Role.ADMIN]),
    }
    await add(sessions, person(number, **facts))
    async with sessions.begin() as session:
        for topic in lot.sample(list(Topic), lot.choice([0, 0, 1, 2])):
            await session.execute(insert(Mute).values(person_id=number, topic=topic, at=NOON))
        for state in lot.sample([CaseState.NEW, CaseState.CLOSED], lot.choice([0, 0, 1, 2])):
            case = {"customer_id": number, "state": state, "opened_at": NOON, "since": NOON}
            await session.execute(insert(Case).values(case))
        for nth in range(lot.choice([0, 0, 1, 3, 6])):
            await session.execute(insert(Nudge).values(a_nudge(number, nth, lot)))


def a_nudge(number: int, nth: int, lot: random.Random) -> dict[str, Any]:
    ago = lot.choice([HOUR, 3 * HOUR, 20 * HOUR, DAY, 6 * DAY, 7 * DAY, 29 * DAY, 31 * DAY])
    state = lot.choice([*4 * [NudgeState.SENT], *NudgeState])
    return {
        "key": f"{number}:{nth}",
        "kind": lot.choice([*list(Kind), "offer", "offer", "report"]),
        "person_id": number,
        "priority": 1,
        "due_at": NOON,
        "state": state,
        "sent_at": lot.choice([NOON - ago, NOON - ago, None]),
    }


async def by_the_arbiter(sessions: Sessions, policy: Policy, *whom: Condition) -> Forecast:
    expected, offer = Forecast(), Offer(Kind.OFFER, NOON + WORTH_SENDING_FOR)
    async with sessions.begin() as session:
        people = (await session.scalars(select(Person).where(*audiences.members(whom, NOON)))).all()
        customers = await arbiter.customers(session, [one.id for one in people], MOSCOW)
        sent = await arbiter.histories(session, customers.keys(), NOON - policy.looks_back)
    for id, customer in customers.items():
        expected.count(decide(offer, customer, sent.get(id, ()), NOON, policy), 1)
    return expected
