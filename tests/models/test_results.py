"""What people did after their offer, and what is not its doing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from models import results
from models.database import Sessions
from models.results import Result
from models.rules.contact import Reason
from models.rules.holdout import Side
from models.tables import Campaign, Consent, Mute, Nudge, NudgeState, Person, Response, Survey
from tests.models.campaigning import NOON, a_confirmed, add, person, rows_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def all_sent(sessions: Sessions, count: int, letters: str = "A", **values: Any) -> int:
    await add(sessions, *(person(number) for number in range(2, 2 + count)))
    campaign_id = await a_confirmed(sessions, letters, **values)
    async with sessions.begin() as session:
        await session.execute(update(Nudge).values(state=NudgeState.SENT, sent_at=NOON))
    return campaign_id


async def result_of(sessions: Sessions, campaign_id: int) -> Result:
    async with sessions.begin() as session:
        return await results.read(session, await session.get_one(Campaign, campaign_id))


async def change(sessions: Sessions, number: int, **facts: Any) -> None:
    async with sessions.begin() as session:
        await session.execute(update(Person).where(Person.id == number).values(**facts))


async def take_back(
    sessions: Sessions, number: int, at: datetime, *, for_good: bool = True
) -> None:
    async with sessions.begin() as session:
        await session.execute(
            insert(Consent).values(
                person_id=number,
                kind="offers",
                given=False,
                at=at,
                text_version=1,
                source="offer:1",
            )
        )
    if for_good:
        await change(sessions, number, offers_at=None)


async def test_who_left_within_a_week_is_counted_once(sessions: Sessions) -> None:
    campaign_id = await all_sent(sessions, 10)
    await change(sessions, 2, blocked_at=NOON + HOUR)
    await take_back(sessions, 2, NOON + HOUR)  # as a block does
    await take_back(sessions, 3, NOON + HOUR)
    await change(sessions, 4, stopped_at=NOON + 7 * DAY)
    async with sessions.begin() as session:
        await session.execute(insert(Mute).values(person_id=5, topic="offers", at=NOON + DAY))
        await session.execute(insert(Mute).values(person_id=6, topic="surveys", at=NOON + DAY))
    left = (await result_of(sessions, campaign_id)).leavers
    assert (left.got, left.blocked, left.opted_out) == (10, 1, 3)


async def test_who_opted_out_and_blocked_the_bot_long_after_has_opted_out(
    sessions: Sessions,
) -> None:
    campaign_id = await all_sent(sessions, 3)
    await take_back(sessions, 2, NOON + HOUR)
    await change(sessions, 2, blocked_at=NOON + 30 * DAY)
    left = (await result_of(sessions, campaign_id)).leavers
    assert (left.blocked, left.opted_out) == (0, 1)


async def test_who_left_before_it_or_long_after_left_for_another_reason(
    sessions: Sessions,
) -> None:
    campaign_id = await all_sent(sessions, 10)
    await change(sessions, 2, blocked_at=NOON - HOUR)
    await change(sessions, 3, blocked_at=NOON + 8 * DAY)
    await take_back(sessions, 4, NOON - HOUR)
    await take_back(sessions, 5, NOON + HOUR, for_good=False)  # and has come back
    await change(sessions, 6, stopped_at=NOON + 8 * DAY)
    left = (await result_of(sessions, campaign_id)).leavers
    assert (left.blocked, left.opted_out) == (0, 0)


@pytest.mark.parametrize("counts", [True, False])
async def test_two_messages_are_compared_by_taps_or_by_who_left(
    sessions: Sessions, *, counts: bool
) -> None:
    campaign_id = await all_sent(sessions, 200, "AB", counts_taps=counts, url="https://a.ru")
    first = min(row.variant_id or 0 for row in await rows_of(sessions))
    mine = [row.person_id for row in await rows_of(sessions) if row.variant_id == first]
    async with sessions.begin() as session:
        whose = Nudge.person_id.in_(mine[:40])
        await session.execute(update(Nudge).where(whose).values(tapped_at=NOON + HOUR))
    result = await result_of(sessions, campaign_id)
    assert [(fate.letter, fate.got, fate.taps) for fate in result.fates] == [
        ("A", 100, 40),
        ("B", 100, 0),
    ]
    difference = result.difference
    assert difference is not None
    assert (difference.points, difference.low > 0) == ((40, True) if counts else (0, False))


async def test_few_are_not_compared_and_one_message_never(sessions: Sessions) -> None:
    campaign_id = await all_sent(sessions, 58, "AB")
    assert (await result_of(sessions, campaign_id)).difference is None
    other = await a_confirmed(sessions)
    assert (await result_of(sessions, other)).difference is None


async def test_a_tap_shows_that_a_lost_one_had_arrived(sessions: Sessions) -> None:
    campaign_id = await all_sent(sessions, 2)
    async with sessions.begin() as session:
        lost = update(Nudge).where(Nudge.person_id == 2)
        await session.execute(lost.values(state=NudgeState.UNKNOWN, tapped_at=NOON + HOUR))
    assert (await result_of(sessions, campaign_id)).leavers.got == 2


async def test_answers_within_a_week_are_set_beside_those_held_out(sessions: Sessions) -> None:
    campaign_id = await all_sent(sessions, 6)
    assert (await result_of(sessions, campaign_id)).answered is None
    async with sessions.begin() as session:
        held = update(Nudge).where(Nudge.person_id.in_((6, 7)))
        why = {"state": NudgeState.SKIPPED, "reason": Reason.HELD_OUT, "ended_at": NOON}
        await session.execute(held.values(sent_at=None, **why))
    for number, at in [(2, NOON + DAY), (3, NOON - DAY), (4, NOON + 8 * DAY), (6, NOON + DAY)]:
        await answer(sessions, number, at)
    assert (await result_of(sessions, campaign_id)).answered == (Side(4, 1), Side(2, 1))


async def answer(sessions: Sessions, number: int, at: datetime) -> None:
    async with sessions.begin() as session:
        survey = Survey(
            customer_id=number, state="answered", source="again", wording=1, due_at=at, asked_at=at
        )
        session.add(survey)
        await session.flush()
        session.add(
            Response(
                survey_id=survey.id,
                customer_id=number,
                score=9,
                answered_at=at,
                why_closes_at=at,
            )
        )
