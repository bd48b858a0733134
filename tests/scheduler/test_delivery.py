"""Claim, send, record: what Telegram and the machine may do to it, and what must hold."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, update
from sqlalchemy.exc import OperationalError

from models import claims
from models.rules.contact import Kind, Reason
from models.tables import Nudge, NudgeState, Person, Survey, SurveyState
from sandbox import people
from sandbox.faults import delay
from tests.scheduler.bench import NOON, Bench


async def test_what_was_sent_is_recorded(bench: Bench, prompted: people.Person) -> None:
    await bench.scheduler.deliver_due()
    nudge = await bench.nudge()
    assert nudge.state == NudgeState.SENT
    assert (nudge.sent_at, nudge.message_id) == (NOON, prompted.last.id)
    assert (nudge.attempts, nudge.lease_until) == (1, None)


# --- the arbiter ---


async def test_quiet_hours_put_a_nudge_off_till_morning(
    bench: Bench, prompted: people.Person
) -> None:
    bench.clock.advance(timedelta(hours=10))  # it is ten in the evening
    await bench.scheduler.settle()
    nudge = await bench.nudge()
    morning = NOON + timedelta(hours=22)
    assert (nudge.state, nudge.reason) == (NudgeState.PLANNED, Reason.QUIET_HOURS)
    assert nudge.due_at == morning
    assert await bench.scheduler.next_event() == morning
    bench.clock.move_to(morning)
    await bench.scheduler.settle()
    assert len(prompted.texts) == 1


async def test_two_nudges_at_once_go_a_day_apart_the_more_important_first(
    bench: Bench, prompted: people.Person
) -> None:
    await bench.asked(1, NOON - timedelta(days=2))
    await bench.scheduler.settle()
    assert ["Мы всё ещё" in text for text in prompted.texts] == [True]
    assert (await bench.nudge("referral")).reason == Reason.GAP
    await bench.lives_through(timedelta(hours=24))
    assert ["Расскажете" in text for text in prompted.texts] == [False, True]


async def test_who_has_blocked_the_bot_is_not_written_to(
    bench: Bench, prompted: people.Person
) -> None:
    await bench.change(Person, 1, blocked_at=NOON)
    await bench.scheduler.settle()
    assert (await bench.nudge()).reason == Reason.BLOCKED
    assert bench.telegram.calls("sendMessage") == []


async def test_a_nudge_that_is_too_late_is_skipped(bench: Bench, prompted: people.Person) -> None:
    bench.clock.advance(timedelta(days=7))
    await bench.scheduler.settle()
    assert (await bench.nudge()).reason == Reason.TOO_LATE
    assert prompted.texts == []


# --- crashes ---


async def dies_in_flight(bench: Bench) -> None:
    """The request has been made, and the process dies before it can write that down."""
    async with bench.sessions.begin() as session:
        [nudge] = await claims.claim(session, 10, bench.now, timedelta(minutes=5))
        await claims.mark_sending(session, [nudge], bench.now, timedelta(minutes=5))
    await bench.engine.dispose()
    bench.open()


async def test_a_nudge_that_was_in_flight_at_a_crash_is_not_sent_again(
    bench: Bench, prompted: people.Person
) -> None:
    await dies_in_flight(bench)
    await bench.lives_through(timedelta(days=5))
    nudge = await bench.nudge()
    assert (nudge.state, nudge.reason) == (NudgeState.UNKNOWN, "crash")
    assert prompted.texts == []
    assert (await bench.row(Person, 1)).referral_shown_at == NOON


async def test_a_question_that_was_in_flight_at_a_crash_counts_as_asked(
    bench: Bench, alice: people.Person
) -> None:
    await bench.change(Person, 1, survey_at=NOON)
    await bench.scheduler.tick()
    await dies_in_flight(bench)
    await bench.scheduler.settle()
    assert (await bench.row(Survey, 1)).state == SurveyState.ASKED
    await bench.lives_through(timedelta(days=3))
    assert "Мы всё ещё хотим узнать" in alice.last.text


async def test_a_notice_that_was_in_flight_at_a_crash_goes_again_without_waiting_for_the_lease(
    bench: Bench, carded: people.Person
) -> None:
    await dies_in_flight(bench)
    await bench.scheduler.settle()
    assert len(carded.texts) == 1


async def test_what_was_claimed_and_not_sent_at_a_crash_is_sent(
    bench: Bench, prompted: people.Person
) -> None:
    async with bench.sessions.begin() as session:
        assert await claims.claim(session, 10, bench.now, timedelta(minutes=5))
    await bench.engine.dispose()
    bench.open()
    await bench.scheduler.settle()
    assert len(prompted.texts) == 1


async def test_a_lease_holds_until_it_ends(bench: Bench, prompted: people.Person) -> None:
    """Of somebody else's process, once ours is under way."""
    await bench.scheduler.deliver_due()
    await bench.change(Nudge, 1, state=NudgeState.CLAIMED, lease_until=NOON + timedelta(minutes=5))
    bench.clock.advance(timedelta(minutes=4))
    await bench.scheduler.deliver_due()
    assert (await bench.nudge()).state == NudgeState.CLAIMED
    bench.clock.advance(timedelta(minutes=1))
    await bench.scheduler.deliver_due()
    assert (await bench.nudge()).state != NudgeState.CLAIMED


async def test_a_long_flight_of_our_own_is_not_taken_for_a_dead_one(
    bench: Bench, prompted: people.Person
) -> None:
    bench.telegram.faults.add("sendMessage", kind=delay(0.2))
    flight = asyncio.create_task(bench.scheduler.deliver_due())
    await prompted.sees("Расскажете")
    bench.clock.advance(timedelta(minutes=10))
    await bench.scheduler.deliver_due()
    await flight
    assert (await bench.nudge()).state == NudgeState.SENT


async def test_a_database_that_is_busy_does_not_make_us_forget_what_has_left(
    bench: Bench, prompted: people.Person
) -> None:
    failures = 2

    def refuse(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        nonlocal failures
        if prompted.texts and failures and statement.startswith("UPDATE nudges"):
            failures -= 1
            raise OperationalError(statement, {}, Exception("database is locked"))

    event.listen(bench.engine.sync_engine, "before_cursor_execute", refuse)
    await bench.scheduler.deliver_due()
    assert failures == 0
    assert (await bench.nudge()).state == NudgeState.SENT
    assert len(prompted.texts) == 1


# --- many ---


async def test_two_processes_never_claim_the_same(bench: Bench) -> None:
    await bench.knows_a_crowd(300)
    other = Bench(bench.database)
    claimed: list[int] = []

    async def claim_all(one: Bench) -> None:
        while True:
            async with one.sessions.begin() as session:
                rows = await claims.claim(session, 7, NOON, timedelta(minutes=5))
            if not rows:
                return
            claimed.extend(row.id for row in rows)

    await asyncio.gather(claim_all(bench), claim_all(other), claim_all(bench), claim_all(other))
    await other.close()
    assert sorted(claimed) == list(range(1, 301))


async def test_a_person_has_one_message_in_flight_at_most(
    bench: Bench, prompted: people.Person
) -> None:
    await bench.asked(1, NOON - timedelta(days=2))
    await bench.scheduler.tick()
    async with bench.sessions.begin() as session:
        [first] = await claims.claim(session, 10, NOON, timedelta(minutes=5))
        assert first.kind == Kind.REMINDER
        assert await claims.claim(session, 10, NOON, timedelta(minutes=5)) == []


async def test_no_more_are_claimed_than_asked_for(bench: Bench) -> None:
    await bench.knows_a_crowd(20)
    async with bench.sessions.begin() as session:
        await session.execute(
            update(Nudge).where(Nudge.id > 10).values(kind="offer", priority=Kind.OFFER.priority)
        )
        claimed = await claims.claim(session, 6, NOON, timedelta(minutes=5))
    assert [nudge.kind for nudge in claimed] == ["referral"] * 6


# --- looking, and ending ---


@pytest.fixture
async def running(bench: Bench) -> AsyncIterator[Bench]:
    bench.scheduler.start()
    yield bench
    await bench.scheduler.close()


async def test_what_is_due_at_the_start_is_planned_and_sent(
    bench: Bench, alice: people.Person
) -> None:
    await bench.change(Person, 1, referral_at=NOON)
    bench.scheduler.start()
    await alice.sees("Расскажете")


async def test_a_wake_up_is_answered_at_once(running: Bench) -> None:
    alice = await running.knows("Алиса", 1, referral_at=NOON)
    await running.scheduler.tick()  # ends with the wake-up
    await alice.sees("Расскажете", timeout=5)


async def test_a_failed_look_is_not_the_last(
    running: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: Any) -> None:
        event.remove(running.engine.sync_engine, "before_cursor_execute", refuse)
        raise OperationalError("", {}, Exception("database is locked"))

    alice = await running.knows("Алиса", 1, referral_at=NOON)
    event.listen(running.engine.sync_engine, "before_cursor_execute", refuse)
    await running.scheduler.tick()
    await running.scheduler.tick()
    await alice.sees("Расскажете")
    assert "failed" in caplog.text


async def test_a_plan_that_fails_stops_no_other(
    bench: Bench, alice: people.Person, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO surveys"):
            raise OperationalError(statement, {}, Exception("disk I/O error"))

    event.listen(bench.engine.sync_engine, "before_cursor_execute", refuse)
    await bench.change(Person, 1, referral_at=NOON, survey_at=NOON)
    await bench.scheduler.settle()
    assert len(alice.texts) == 1
    assert "a plan failed: scheduler.plans.surveys" in caplog.text


async def test_a_row_that_nobody_understands_stops_no_other(
    bench: Bench, prompted: people.Person
) -> None:
    dave = await bench.knows("Давид", 2)
    await bench.change(Person, 2, referral_at=NOON)
    await bench.scheduler.tick()
    await bench.change(Nudge, 1, kind="horoscope")
    await bench.scheduler.deliver_due()
    odd = await bench.row(Nudge, 1)
    assert (odd.state, odd.reason) == (NudgeState.FAILED, "not_understood")
    assert len(dave.texts) == 1
    assert prompted.texts == []


async def test_closing_waits_for_what_is_in_flight(bench: Bench, alice: people.Person) -> None:
    await bench.change(Person, 1, referral_at=NOON)
    bench.telegram.faults.add("sendMessage", kind=delay(0.2))
    bench.scheduler.start()
    await alice.sees("Расскажете")
    await bench.scheduler.close()
    assert (await bench.nudge()).state == NudgeState.SENT


async def test_after_closing_nothing_is_claimed(bench: Bench, prompted: people.Person) -> None:
    await bench.scheduler.close()
    assert await bench.scheduler.deliver_due() == 0
    assert (await bench.nudge()).state == NudgeState.PLANNED
