"""Pauses and stops of a campaign, while its rows are at every stage of delivery."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from models import campaigns, claims, drafts, first_batch, leavers, nudges, results, tallies
from models.database import Sessions
from models.rules.contact import Reason
from models.tables import Campaign, CampaignState, NudgeState, Pause
from tests.models.campaigning import (
    BOB,
    CONTROLS,
    MOSCOW,
    NOON,
    a_confirmed,
    add,
    decide,
    person,
    rows_of,
)
from tests.models.steps import steps_of

HOUR = timedelta(hours=1)
LEASE = timedelta(minutes=1)


async def test_a_pause_takes_what_is_claimed_and_leaves_what_is_on_its_way(
    sessions: Sessions,
) -> None:
    await add(sessions, person(2), person(3), person(4))
    campaign_id = await a_confirmed(sessions)
    await decide(sessions, 2, NudgeState.CLAIMED)
    await decide(sessions, 3, NudgeState.SENDING)
    async with sessions.begin() as session:
        assert await campaigns.pause(session, campaign_id)
        assert not await campaigns.pause(session, campaign_id)
    rows = {row.person_id: row for row in await rows_of(sessions)}
    assert [(rows[of].state, rows[of].reason) for of in (2, 3, 4)] == [
        ("held", "admin"),
        ("sending", None),
        ("held", "admin"),
    ]
    async with sessions.begin() as session:
        assert await claims.mark_sending(session, [rows[2]], NOON, LEASE) == set()


async def test_what_came_back_unsent_during_a_pause_waits_with_the_rest(
    sessions: Sessions,
) -> None:
    await add(sessions, person(2), person(3))
    campaign_id = await a_confirmed(sessions)
    for number in (2, 3):
        await decide(sessions, number, NudgeState.SENDING)
    async with sessions.begin() as session:
        await campaigns.pause(session, campaign_id)
    await decide(sessions, 2, NudgeState.SKIPPED, "not_needed")
    await decide(sessions, 3, NudgeState.SENT)
    async with sessions.begin() as session:
        for row in await rows_of(sessions):
            await campaigns.take_back(session, row.id)
        assert await campaigns.resume(session, campaign_id, MOSCOW, NOON)
        assert not await campaigns.resume(session, campaign_id, MOSCOW, NOON)
    assert [(row.state, row.ended_at) for row in await rows_of(sessions)] == [
        ("planned", None),
        ("sent", None),
    ]


async def test_who_was_put_off_keeps_the_moment_and_the_reason(sessions: Sessions) -> None:
    await add(sessions, person(2), person(3))
    campaign_id = await a_confirmed(sessions)
    put_off, other = await rows_of(sessions)
    async with sessions.begin() as session:
        await nudges.put_off(session, [(put_off, NOON + 10 * HOUR, Reason.QUIET_HOURS)])
        await campaigns.pause(session, campaign_id)
        await campaigns.resume(session, campaign_id, MOSCOW, NOON + HOUR)
    put_off, other = await rows_of(sessions)
    assert (put_off.due_at, put_off.reason) == (NOON + 10 * HOUR, Reason.QUIET_HOURS)
    assert (other.due_at, other.reason) == (NOON + HOUR, None)
    assert other.good_until == NOON + HOUR + timedelta(days=7)


async def test_after_a_stop_nothing_comes_back(sessions: Sessions) -> None:
    await add(sessions, *(person(number) for number in range(2, 25)))
    campaign_id = await a_confirmed(sessions, first_batch="twenty")
    async with sessions.begin() as session:
        assert await campaigns.stop(session, campaign_id, NOON)
        assert not await campaigns.stop(session, campaign_id, NOON)
        assert not await campaigns.resume(session, campaign_id, MOSCOW, NOON)
        assert not await campaigns.release(session, campaign_id, MOSCOW, NOON)
        await campaigns.finish(session, NOON)
        tally = await tallies.of(session, campaign_id)
        campaign = await session.get_one(Campaign, campaign_id)
        assert (campaign.state, campaign.done_at) == (CampaignState.STOPPED, NOON)
    assert tally.skipped == {"campaign_stopped": 23}


async def test_a_stopped_campaign_is_told_of_when_the_last_one_is_back(
    sessions: Sessions,
) -> None:
    await add(sessions, person(2), person(3))
    campaign_id = await a_confirmed(sessions)
    await decide(sessions, 2, NudgeState.SENDING)
    for state, is_told in [(NudgeState.SENDING, False), (NudgeState.SENT, True)]:
        await decide(sessions, 2, state)
        async with sessions.begin() as session:
            await campaigns.stop(session, campaign_id, NOON)
            await campaigns.finish(session, NOON)
        told = [row for row in await rows_of(sessions) if row.kind == "result"]
        assert bool(told) is is_told


@pytest.mark.parametrize("state", [NudgeState.PLANNED, NudgeState.CLAIMED, NudgeState.SENDING])
async def test_the_batch_is_out_when_none_of_it_may_still_go(
    sessions: Sessions, state: NudgeState
) -> None:
    await add(sessions, *(person(number) for number in range(2, 25)))
    campaign_id = await a_confirmed(sessions, first_batch="twenty")
    out = [row.person_id for row in await rows_of(sessions) if row.state == "planned"]
    for number in out:
        await decide(sessions, number, NudgeState.SENT)
    await decide(sessions, out[0], state)
    assert await judged_at(sessions, campaign_id) is None
    await decide(sessions, out[0], NudgeState.SKIPPED, Reason.CAP)
    assert await judged_at(sessions, campaign_id) == NOON + 2 * HOUR


async def judged_at(sessions: Sessions, campaign_id: int) -> object:
    async with sessions.begin() as session:
        await first_batch.wait(session, NOON)
    async with sessions.begin() as session:
        assert await first_batch.next_verdict(session, NOON + 3 * HOUR) is None
        return (await session.get_one(Campaign, campaign_id)).judged_at


async def test_a_look_at_a_campaign_goes_by_the_index(
    sessions: Sessions, engine: AsyncEngine
) -> None:
    """With rows enough for the planner to care."""
    await add(sessions, *(person(number) for number in range(2, 302)))
    campaign_id = await a_confirmed(sessions)
    async with sessions.begin() as session:
        await session.execute(text("UPDATE nudges SET state = 'sent' WHERE id % 3 = 0"))
    looks = {
        "tally": lambda: tallies.of(session, campaign_id),
        "wait": lambda: first_batch.wait(session, NOON),
        "finish": lambda: campaigns.finish(session, NOON),
    }
    async with sessions.begin() as session:
        for name, look in looks.items():
            of_nudges = [
                step for step in await steps_of(session, engine, look) if " nudges" in step
            ]
            assert of_nudges, name
            for step in of_nudges:
                assert "INDEX ix_nudges_campaign_id (campaign_id=?" in step, (name, step)
                assert "COVERING" in step or "AND state=?" in step, (name, step)


async def test_a_result_and_a_verdict_read_the_rows_of_their_campaign_only(
    sessions: Sessions, engine: AsyncEngine
) -> None:
    await add(sessions, *(person(number) for number in range(2, 302)))
    campaign_id = await a_confirmed(sessions)
    async with sessions.begin() as session:
        await session.execute(text("UPDATE nudges SET state = 'sent'"))
        await session.execute(
            text("UPDATE nudges SET state = 'skipped', reason = 'held_out' WHERE id % 10 = 0")
        )
        campaign = await session.get_one(Campaign, campaign_id)
        for look in (
            lambda: results.read(session, campaign),
            lambda: leavers.of(session, campaign_id),
        ):
            steps = await steps_of(session, engine, look)
            assert [step for step in steps if step.startswith("SCAN") and "nudges" in step] == []


async def test_a_halt_holds_the_rest_and_takes_the_verdict_away(sessions: Sessions) -> None:
    await add(sessions, *(person(number) for number in range(2, 25)))
    campaign_id = await a_confirmed(sessions, first_batch="twenty")
    async with sessions.begin() as session:
        await judge_with_one_blocked(session, campaign_id)
    async with sessions.begin() as session:
        await first_batch.judge(session, MOSCOW, NOON, NOON)  # a second look changes nothing
        campaign = await session.get_one(Campaign, campaign_id)
    assert (campaign.state, campaign.pause, campaign.judged_at) == (
        CampaignState.PAUSED,
        Pause.COMPLAINTS,
        None,
    )
    told = [row for row in await rows_of(sessions) if row.kind == "halted"]
    assert [row.about for row in told] == [{"got": 20, "blocked": 1, "opted_out": 0}]


async def judge_with_one_blocked(session: AsyncSession, campaign_id: int) -> None:
    sent = "UPDATE nudges SET state = 'sent', sent_at = '2026-05-15 07:00:00.000000'"
    await session.execute(text(f"{sent} WHERE state = 'planned'"))
    await session.execute(
        text(
            "UPDATE people SET blocked_at = '2026-05-15 08:00:00.000000' WHERE id ="
            " (SELECT person_id FROM nudges WHERE state = 'sent' LIMIT 1)"
        )
    )
    await session.execute(text("UPDATE campaigns SET judged_at = '2026-05-15 09:00:00.000000'"))
    await first_batch.judge(session, MOSCOW, NOON, NOON)


@pytest.mark.parametrize(
    ("state", "becomes"),
    [
        (CampaignState.CONFIRMED, ("planned", None, False)),
        (CampaignState.PAUSED, ("held", "admin", False)),
        (CampaignState.STOPPED, ("skipped", "campaign_stopped", True)),
        (CampaignState.DONE, ("skipped", "campaign_stopped", True)),
    ],
)
async def test_what_comes_back_unsent_stands_as_its_campaign_does_by_then(
    sessions: Sessions, state: CampaignState, becomes: tuple[str, str | None, bool]
) -> None:
    await add(sessions, person(2), person(3))
    await a_confirmed(sessions)
    back, sent = await rows_of(sessions)
    await decide(sessions, 3, NudgeState.SENT)
    async with sessions.begin() as session:
        await nudges.end(session, back, NudgeState.SKIPPED, NOON, reason="not_needed")
        await session.execute(text(f"UPDATE campaigns SET state = '{state}'"))
        await campaigns.take_back(session, back.id)
        await campaigns.take_back(session, sent.id)
    back, sent = await rows_of(sessions)
    assert (back.state, back.reason, back.ended_at is not None) == becomes
    assert sent.state == "sent"


async def test_what_would_go_again_in_an_hour_is_over_as_soon_as_it_is_stopped(
    sessions: Sessions,
) -> None:
    await add(sessions, person(2), person(3))
    campaign_id = await a_confirmed(sessions)
    await decide(sessions, 2, NudgeState.SENDING)
    async with sessions.begin() as session:
        assert await campaigns.stop(session, campaign_id, NOON)
        await campaigns.finish(session, NOON)
    back, _ = await rows_of(sessions)
    async with sessions.begin() as session:
        await nudges.try_again(session, back, NOON + HOUR, "network")
        await campaigns.finish(session, NOON)
        campaign = await session.get_one(Campaign, campaign_id, populate_existing=True)
        assert (campaign.state, campaign.done_at) == (CampaignState.STOPPED, NOON)
        tally = await tallies.of(session, campaign_id)
    assert tally.skipped == {"campaign_stopped": 2}


async def test_of_an_admin_who_is_erased_nothing_goes_on(sessions: Sessions) -> None:
    await add(sessions, *(person(number) for number in range(2, 25)))
    running = await a_confirmed(sessions, first_batch="twenty")
    paused = await a_confirmed(sessions)
    done = await a_confirmed(sessions)
    async with sessions.begin() as session:
        await campaigns.pause(session, paused)
        await session.execute(text(f"UPDATE nudges SET state = 'sent' WHERE campaign_id = {done}"))
        await campaigns.finish(session, NOON)
        draft = (await drafts.open_one(session, BOB, NOON)).id
        await campaigns.end_those_of(session, BOB, NOON)
    async with sessions.begin() as session:
        states = [
            (await session.get_one(Campaign, number)).state
            for number in (running, paused, done, draft)
        ]
        skipped = [(await tallies.of(session, number)).skipped for number in (running, paused)]
    assert states == ["stopped", "stopped", "done", "cancelled"]
    assert skipped == [{"campaign_stopped": 23}] * 2


async def test_the_campaigns_of_others_go_on(sessions: Sessions) -> None:
    await add(sessions, person(2), person(3, role="admin"))
    campaign_id = await a_confirmed(sessions)
    async with sessions.begin() as session:
        await campaigns.end_those_of(session, 3, NOON)
        await campaigns.leave(session, [3])
        campaign = await session.get_one(Campaign, campaign_id, populate_existing=True)
        assert (campaign.state, campaign.progress_message_id) == ("confirmed", CONTROLS)


async def test_what_is_confirmed_is_changed_no_more(sessions: Sessions) -> None:
    await add(sessions, person(2))
    campaign_id = await a_confirmed(sessions, local_hour=12)
    async with sessions.begin() as session:
        assert not await drafts.change(session, campaign_id, local_hour=3)
        campaign = await session.get_one(Campaign, campaign_id, populate_existing=True)
        assert campaign.local_hour == 12
