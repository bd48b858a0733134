"""The rows of a campaign: whose turn comes first, in which half, and when."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import campaigns
from models.database import Sessions
from models.tables import Case, CaseState, FirstBatch, Mute, Nudge, Person
from tests.models.campaigning import MOSCOW, NOON, a_confirmed, add, person, rows_of

HOUR = timedelta(hours=1)


def halves(rows: list[Nudge]) -> list[int]:
    return sorted(Counter(row.variant_id for row in rows).values())


async def test_two_messages_go_to_equal_halves(sessions: Sessions) -> None:
    await add(sessions, *(person(number) for number in range(2, 103)))
    await a_confirmed(sessions, letters="AB")
    rows = await rows_of(sessions)
    assert halves(rows) == [50, 51]


async def test_the_halves_are_drawn_by_lot(sessions: Sessions) -> None:
    await add(sessions, *(person(number) for number in range(2, 102)))
    drawn = []
    for _ in range(2):
        campaign_id = await a_confirmed(sessions, letters="AB")
        rows = [row for row in await rows_of(sessions) if row.campaign_id == campaign_id]
        least = min(row.variant_id or 0 for row in rows)
        drawn.append({row.person_id for row in rows if row.variant_id == least})
    assert drawn[0] != drawn[1]


async def test_who_welcomes_no_offers_is_no_part_of_the_halves(sessions: Sessions) -> None:
    await add(
        sessions,
        *(person(number) for number in range(2, 42)),
        *(person(number, offers_at=None) for number in range(42, 73)),
    )
    await a_confirmed(sessions, letters="AB")
    rows = await rows_of(sessions)
    assert halves([row for row in rows if row.person_id < 42]) == [20, 20]


@pytest.mark.parametrize(
    ("batch", "welcome", "first"),
    [
        (FirstBatch.TWENTY, 45, 20),
        (FirstBatch.TWENTY, 11, 11),
        (FirstBatch.TENTH, 45, 5),
        (FirstBatch.TENTH, 40, 4),
        (FirstBatch.TENTH, 1, 1),
    ],
)
async def test_the_first_batch_is_of_those_who_welcome_offers(
    sessions: Sessions, batch: FirstBatch, welcome: int, first: int
) -> None:
    await add(
        sessions,
        *(person(number) for number in range(2, 2 + welcome)),
        *(person(number, offers_at=None) for number in range(100, 130)),
    )
    await a_confirmed(sessions, letters="AB", first_batch=batch)
    rows = [row for row in await rows_of(sessions) if row.person_id < 100]
    out = [row for row in rows if row.state == "planned"]
    assert len(out) == first
    assert max(halves(out)) - (min(halves(out)) if first > 1 else 0) <= 1
    rest = [row for row in rows if row not in out]
    assert {(row.state, row.reason) for row in rest} <= {("held", "first_batch")}
    others = [row for row in await rows_of(sessions) if row.person_id >= 100]
    assert {row.state for row in others} == {"planned"}  # the arbiter skips them at once


async def test_each_has_their_own_hour_and_no_zone_is_the_businesss(sessions: Sessions) -> None:
    zones = {2: None, 3: "Asia/Tokyo", 4: "America/New_York", 5: "Europe/Moscow"}
    await add(sessions, *(person(number, zone=zone) for number, zone in zones.items()))
    await a_confirmed(sessions, local_hour=12)  # it is 12:00 in Moscow right now
    due = {row.person_id: row.due_at for row in await rows_of(sessions)}
    assert due == {
        2: NOON,
        3: datetime(2026, 5, 16, 3, tzinfo=UTC),
        4: datetime(2026, 5, 15, 16, tzinfo=UTC),
        5: NOON,
    }
    assert {row.good_until for row in await rows_of(sessions)} == {NOON + 8 * 24 * HOUR}


@pytest.mark.parametrize(
    ("start", "due"),
    [
        # in the night of 25 October it is 2:00 twice: the first of them
        (datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 25, 0, tzinfo=UTC)),
        # in that of 28 March, never: when the clock has jumped to 3:00
        (datetime(2027, 3, 27, 20, tzinfo=UTC), datetime(2027, 3, 28, 1, tzinfo=UTC)),
    ],
)
async def test_an_hour_that_comes_twice_or_never_comes_once(
    sessions: Sessions, start: datetime, due: datetime
) -> None:
    await add(sessions, person(2, zone="Europe/Berlin"))
    await a_confirmed(sessions, local_hour=2, start_at=start)
    assert [row.due_at for row in await rows_of(sessions)] == [due]


async def test_a_start_that_has_passed_is_now_and_one_to_come_is_kept(sessions: Sessions) -> None:
    await add(sessions, person(2))
    await a_confirmed(sessions, start_at=NOON - HOUR)
    await a_confirmed(sessions, start_at=NOON + 48 * HOUR)
    late, early = await rows_of(sessions)
    assert late.due_at == NOON
    assert (early.due_at, early.good_until) == (
        NOON + 48 * HOUR,
        NOON + 48 * HOUR + timedelta(days=7),
    )


async def test_what_comes_after_the_first_batch_keeps_to_each_ones_hour(
    sessions: Sessions,
) -> None:
    await add(
        sessions,
        *(person(number, zone="Asia/Tokyo") for number in range(2, 32)),
        *(person(number) for number in range(32, 62)),
    )
    campaign_id = await a_confirmed(sessions, first_batch=FirstBatch.TWENTY, local_hour=13)
    async with sessions.begin() as session:
        await session.execute(text("UPDATE campaigns SET judged_at = '2026-05-15 11:00:00.000000'"))
        assert await campaigns.release(session, campaign_id, MOSCOW, NOON + 2 * HOUR)
        assert not await campaigns.release(session, campaign_id, MOSCOW, NOON + 2 * HOUR)
    zones = {row.person_id: row.due_at for row in await rows_of(sessions) if row.person_id < 32}
    assert set(zones.values()) == {datetime(2026, 5, 16, 4, tzinfo=UTC)}
    moscow = {row.due_at for row in await rows_of(sessions) if row.person_id >= 32}
    assert moscow <= {NOON + HOUR, NOON + 25 * HOUR}  # the batch at 13:00, the rest tomorrow
    assert NOON + 25 * HOUR in moscow


FACTS: dict[str, dict[str, Any]] = {
    "no first consent": {"consented_at": None},
    "no offers wanted": {"offers_at": None},
    "all stopped": {"stopped_at": NOON},
    "the bot blocked": {"blocked_at": NOON},
}


@pytest.mark.parametrize("why", [*sorted(FACTS), "offers switched off", "an open case"])
async def test_who_can_get_none_is_no_part_of_the_lot(sessions: Sessions, why: str) -> None:
    await add(sessions, *(person(number) for number in range(2, 73)))
    async with sessions.begin() as session:
        for number in range(42, 73):
            await turn_against(session, number, why)
    await a_confirmed(sessions, letters="AB", first_batch=FirstBatch.TWENTY)
    rows = await rows_of(sessions)
    assert halves([row for row in rows if row.person_id < 42]) == [20, 20]
    out = [row for row in rows if row.state == "planned" and row.person_id < 42]
    assert (len(out), halves(out)) == (20, [10, 10])
    assert {row.state for row in rows if row.person_id >= 42} == {"planned"}


async def turn_against(session: AsyncSession, number: int, why: str) -> None:
    if why == "offers switched off":
        await session.execute(insert(Mute).values(person_id=number, topic="offers", at=NOON))
    elif why == "an open case":
        session.add(Case(customer_id=number, state=CaseState.NEW, opened_at=NOON))
    else:
        whose = update(Person).where(Person.id == number)
        await session.execute(whose.values(**FACTS[why]))
