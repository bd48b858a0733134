"""Questions to many at once: spread over the day, so many a day, and none that is stale."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, func, insert, select, update

from models import questions
from models.rules.cadence import Cadence
from models.rules.contact import Policy, Reason
from models.tables import Nudge, NudgeState, Person, Survey, SurveyState
from tests.scheduler.bench import BUSINESS, NOON, Bench

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
QUIET = Policy().quiet
VLADIVOSTOK = "Asia/Vladivostok"
MORNING = NOON - timedelta(hours=2)


async def falls_due(bench: Bench, size: int, at: datetime = NOON, **facts: Any) -> None:
    """So many at once, and none of them in Telegram."""
    async with bench.sessions.begin() as session:
        first = len((await session.scalars(select(Person.id))).all()) + 1
        values = {"role": "customer", "language": "ru", "name": "x", "met_at": NOON, **facts}
        values |= {"survey_at": at, "consented_at": NOON - 90 * DAY}
        ids = range(first, first + size)
        people = [values | {"id": id, "telegram_id": id, "code": f"c{id}"} for id in ids]
        await session.execute(insert(Person), people)


async def plan(bench: Bench, a_day: int, now: datetime = NOON) -> None:
    async with bench.sessions.begin() as session:
        cadence = Cadence(surveys_a_day=a_day)
        await questions.plan_due(session, now, BUSINESS.zone, QUIET, cadence)


async def dues(bench: Bench) -> list[datetime]:
    async with bench.sessions() as session:
        return list(await session.scalars(select(Nudge.due_at).order_by(Nudge.due_at, Nudge.id)))


def by_day(moments: list[datetime]) -> list[int]:
    days = Counter(moment.astimezone(BUSINESS.zone).date() for moment in moments)
    return [days[day] for day in sorted(days)]


@pytest.fixture
def statements(bench: Bench) -> Callable[[], list[str]]:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(bench.engine.sync_engine, "before_cursor_execute", note)
    return lambda: seen


async def lives(bench: Bench, days: int, a_day: int) -> None:
    """Whenever somebody is due, and what is planned is asked."""
    async with bench.sessions() as session:
        now = await questions.next_at(session, MORNING - MINUTE)
    until = MORNING + days * DAY
    while now is not None and now < until:
        await plan(bench, a_day, now)
        async with bench.sessions() as session:
            now = await questions.next_at(session, now)


async def test_a_wave_is_spread_over_the_day_and_the_rest_waits_for_the_next(
    bench: Bench,
) -> None:
    await falls_due(bench, 30, MORNING)
    await plan(bench, 11, MORNING)
    moments = await dues(bench)
    assert moments == [MORNING + n * timedelta(hours=1) for n in range(11)]
    async with bench.sessions() as session:
        left = select(Person.survey_at, func.count()).where(Person.survey_at.is_not(None))
        assert (await session.execute(left.group_by(Person.survey_at))).all() == [
            (MORNING + DAY, 19)
        ]


async def test_over_days_each_day_has_its_share(bench: Bench) -> None:
    await falls_due(bench, 30, MORNING)
    await lives(bench, 5, a_day=11)
    moments = await dues(bench)
    assert by_day(moments) == [11, 11, 8]
    assert {later - one for one, later in pairwise(moments)} == {
        timedelta(hours=1),
        timedelta(hours=14),
    }


async def test_customers_of_all_zones_share_it(bench: Bench) -> None:
    """And none is forgotten over the others."""
    zones = (None, VLADIVOSTOK, "Europe/Berlin", "Europe/Kaliningrad")
    for zone in zones:
        await falls_due(bench, 30, MORNING, zone=zone)
    await lives(bench, 30, a_day=10)
    moments = await dues(bench)
    assert len(moments) == 120
    assert max(by_day(moments)) <= 10
    assert moments[-1] < MORNING + 25 * DAY


async def test_another_zone_has_its_turn_where_the_share_is_always_used_up(bench: Bench) -> None:
    await falls_due(bench, 10, MORNING, zone=VLADIVOSTOK, met_at=NOON - 9 * DAY)
    for day in range(6):
        now = MORNING + day * DAY
        await falls_due(bench, 20, now, met_at=NOON - DAY)
        await plan(bench, 20, now)
    async with bench.sessions() as session:
        asked = select(func.count(Survey.id)).join(Person, Person.id == Survey.customer_id)
        assert await session.scalar(asked.where(Person.zone == VLADIVOSTOK)) == 10


@pytest.mark.parametrize("fact", ["blocked_at", "stopped_at"])
async def test_who_may_not_be_asked_takes_nobodys_place(bench: Bench, fact: str) -> None:
    await falls_due(bench, 50, MORNING, met_at=NOON - 9 * DAY, **{fact: NOON - DAY})
    await falls_due(bench, 11, MORNING)
    await plan(bench, 11, MORNING)
    async with bench.sessions() as session:
        asked = select(Survey.due_at).join(Person, Person.id == Survey.customer_id)
        free = await session.scalars(asked.where(getattr(Person, fact).is_(None)))
        assert sorted(free.all()) == [MORNING + n * HOUR for n in range(11)]


async def test_a_share_that_was_raised_holds_at_once(bench: Bench) -> None:
    await falls_due(bench, 60, MORNING)
    await plan(bench, 4, MORNING)
    await plan(bench, 300, MORNING + DAY)
    assert by_day(await dues(bench)) == [4, 56]


async def test_a_clock_that_was_a_year_ahead_for_a_moment_stops_nobody(bench: Bench) -> None:
    await falls_due(bench, 1, NOON)
    await plan(bench, 11, NOON + 5 * DAY)
    await falls_due(bench, 1, NOON)
    await plan(bench, 11, NOON)
    assert min(await dues(bench)) == NOON


async def test_who_has_waited_for_days_goes_before_who_falls_due_today(bench: Bench) -> None:
    await falls_due(bench, 3, MORNING)
    await plan(bench, 1, MORNING)
    await falls_due(bench, 2, MORNING + timedelta(hours=20), met_at=NOON)
    await lives(bench, 4, a_day=1)
    async with bench.sessions() as session:
        order = await session.scalars(select(Survey.customer_id).order_by(Survey.due_at))
    assert order.all()[:3] == [1, 2, 3]


async def test_in_the_night_of_the_clocks_nobody_is_pushed_into_the_quiet(bench: Bench) -> None:
    """The last Sunday of March, in Berlin: each day has its own window."""
    berlin, before = ZoneInfo("Europe/Berlin"), datetime(2027, 3, 27, 9, tzinfo=UTC)
    await falls_due(bench, 33, before)
    for day in range(3):
        async with bench.sessions.begin() as session:
            now = before + day * DAY - (HOUR if day else timedelta(0))
            await questions.plan_due(session, now, berlin, QUIET, Cadence(surveys_a_day=11))
    hours = [due.astimezone(berlin).hour for due in await dues(bench)]
    assert sorted(set(hours)) == list(range(10, 21))
    assert len(hours) == 33


async def test_whoever_was_asked_longest_ago_goes_first(bench: Bench) -> None:
    for days in (1, 3, 2):
        await falls_due(bench, 1, met_at=NOON - days * DAY)
    await plan(bench, 300)
    async with bench.sessions() as session:
        order = await session.scalars(select(Survey.customer_id).order_by(Survey.due_at))
    assert order.all() == [2, 3, 1]


async def test_the_next_wave_queues_up_behind_the_one_before(bench: Bench) -> None:
    await falls_due(bench, 4)
    await plan(bench, 11)
    await falls_due(bench, 3)
    await plan(bench, 11, NOON + MINUTE)
    moments = await dues(bench)
    assert moments == [NOON + n * timedelta(hours=1) for n in range(7)]


async def test_a_steady_trickle_keeps_to_the_days_share_too(bench: Bench) -> None:
    """Each is asked, and planned no more, before the next falls due."""
    for minute in range(30):
        await falls_due(bench, 1, NOON + minute * MINUTE)
        await plan(bench, 11, NOON + minute * MINUTE)
        async with bench.sessions.begin() as session:
            await session.execute(update(Survey).values(state=SurveyState.ASKED))
    assert max(by_day(await dues(bench))) <= 11


async def test_each_zone_is_one_statement_and_no_customer_is_loaded(
    bench: Bench, statements: Callable[[], list[str]]
) -> None:
    await falls_due(bench, 200)
    await falls_due(bench, 200, zone=VLADIVOSTOK)
    statements().clear()
    await plan(bench, 5000)
    seen = statements()
    inserted = [one for one in seen if one.startswith("INSERT INTO surveys")]
    assert len(inserted) == 3  # the stale, and two zones
    assert [one for one in seen if "people.name" in one] == []
    assert len(await dues(bench)) == 400


async def test_those_in_the_east_are_asked_while_it_is_day_on_both_sides(bench: Bench) -> None:
    await falls_due(bench, 30, MORNING, zone=VLADIVOSTOK)
    await plan(bench, 11, MORNING)
    moments = [moment.astimezone(ZoneInfo(VLADIVOSTOK)).hour for moment in await dues(bench)]
    assert min(moments) == 17
    assert max(moments) < 21


async def test_at_night_they_wait_for_the_morning_in_which_they_are_spread(bench: Bench) -> None:
    night = NOON + timedelta(hours=10)
    await falls_due(bench, 3, night)
    bench.clock.move_to(night)
    await bench.scheduler.settle()
    assert await dues(bench) == []
    morning = MORNING + DAY
    assert await bench.scheduler.next_event() == morning
    bench.clock.move_to(morning)
    await bench.scheduler.tick()
    step = timedelta(hours=11) / 300
    assert await dues(bench) == [morning, morning + step, morning + 2 * step]


async def test_what_was_due_long_before_the_bot_came_up_again_is_skipped(bench: Bench) -> None:
    alice = await bench.knows("Алиса", 1, survey_at=NOON - 8 * DAY)
    boris = await bench.knows("Борис", 2, survey_at=NOON - 6 * DAY)
    await bench.scheduler.settle()
    assert alice.texts == []
    assert len(boris.texts) == 1
    stale, good = await bench.nudges()
    assert (stale.state, stale.reason) == (NudgeState.SKIPPED, Reason.TOO_LATE)
    assert good.state == NudgeState.SENT
    person = await bench.row(Person, 1)
    assert person.survey_at == NOON + 30 * DAY, "the next question comes in its time"


async def test_who_waits_for_their_turn_is_not_stale(bench: Bench) -> None:
    await falls_due(bench, 30, MORNING)
    await lives(bench, 20, a_day=2)
    async with bench.sessions() as session:
        rows = (await session.execute(select(Nudge.due_at, Nudge.good_until))).all()
    assert max(due for due, _ in rows) > NOON + 13 * DAY
    assert all(good_until == due + 7 * DAY for due, good_until in rows)


async def test_after_a_stop_only_the_share_of_that_day_is_waiting(bench: Bench) -> None:
    await falls_due(bench, 120, MORNING)
    await plan(bench, 20, MORNING)
    late = MORNING + 4 * DAY
    overdue = [due for due in await dues(bench) if due <= late]
    assert len(overdue) == 20
    await plan(bench, 20, late)
    assert by_day(await dues(bench)) == [20, 20]


async def test_nothing_is_left_that_each_tick_of_a_night_would_pay_for(bench: Bench) -> None:
    night = NOON + timedelta(hours=10)
    await falls_due(bench, 3, night)
    await plan(bench, 11, night)
    async with bench.sessions() as session:
        assert await questions.next_at(session, night) == MORNING + DAY
        due = select(func.count()).where(Person.survey_at <= night)
        assert await session.scalar(due) == 0
