"""A year of nudges and reports, judged by the diaries of customers and by PRODUCT.md, section 4, as
somebody reads it who has never seen the arbiter."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.scheduler import report_law
from tests.scheduler.customers_year import SPRING, YEAR, CustomersYear, Span
from tests.scheduler.nudge_law import DAY, Judge
from tests.world import World

MUST_COME = ("survey", "reminder", "reask", "recovery", "referral", "offer", "greeting")
MUST_COME_IN_A_YEAR = (*MUST_COME, "invitation")
MUST_BE_SKIPPED = ("blocked", "stopped", "topic_off", "offers_consent", "cap", "open_case")


async def test_an_eventful_spring_of_nudges(database: Path) -> None:
    year = await prove(SPRING, database, seed=1, customers=40)
    assert_it_happened(year, MUST_COME, MUST_BE_SKIPPED)


@pytest.mark.proof
async def test_a_year_of_a_thousand_customers(database: Path) -> None:
    year = await prove(YEAR, database, seed=2, customers=1000)
    assert_it_happened(year, MUST_COME_IN_A_YEAR, (*MUST_BE_SKIPPED, "too_late", "not_needed"))


async def prove(span: Span, database: Path, seed: int, customers: int) -> CustomersYear:
    a_day = max(3, customers // 20)
    began = time.monotonic()
    async with World(
        database, offer_footer="ООО «Астра»", birthday_gift="скидка 15 %", surveys_a_day=a_day
    ) as world:
        year = CustomersYear(world, seed, customers, span)
        await year.live()
        print(f"\n{span.days} days of {customers} customers: {time.monotonic() - began:.0f} s")
        print(f"  came: {dict(year.came)}\n  rows: {dict(year.rows)}")
        verdicts = list(of_customers(year))
        assert verdicts == [], "\n".join(verdicts[:20])
        assert list(of_reports(year)) == []
        assert list(of_waves(year, a_day)) == []
        assert list(of_rows(world, year.now)) == []
        assert world.failures == {}
        return year


def assert_it_happened(
    year: CustomersYear, kinds: tuple[str, ...], reasons: tuple[str, ...]
) -> None:
    """It can't pass because nothing happens."""
    skipped = Counter(reason for _, state, reason in year.rows.elements() if state == "skipped")
    assert [kind for kind in kinds if year.came[kind] == 0] == []
    assert [reason for reason in reasons if skipped[reason] == 0] == []
    put_off = {row[0] for row in year.world.rows("SELECT DISTINCT put_off FROM nudges")}
    assert put_off >= {"quiet_hours", "gap", "cap"}


def of_customers(year: CustomersYear) -> Iterator[str]:
    for customer in year.customers.values():
        yield from Judge(
            customer.life,
            year.offers,
            year.now,
            year.span.step,
            silence=year.span.silence,
        ).verdicts()


def of_reports(year: CustomersYear) -> Iterator[str]:
    lives = [one.life for one in year.customers.values()]
    said = [one for one in year.world.olga.messages if one.from_bot]
    days = [one.date for one in said if one.text.startswith("За сутки")]
    weeks = [one.date for one in said if one.text.startswith("Неделя")]
    start, end, silence = year.span.start, year.span.end, year.span.silence
    yield from report_law.verdicts(lives, days, report_law.daily(start, end), DAY, silence)
    yield from report_law.verdicts(lives, weeks, report_law.weekly(start, end), 7 * DAY, silence)


def of_waves(year: CustomersYear, a_day: int) -> Iterator[str]:
    """In no 24 hours more than the limit of a day, but for those that a rule had put off."""
    put_off = year.world.rows(
        "SELECT date(sent_at, '-7 hours') FROM nudges WHERE kind = 'survey' AND put_off <> ''"
    )
    late = Counter(day for (day,) in put_off)
    asked = Counter(
        f"{one.at - timedelta(hours=7):%Y-%m-%d}"
        for customer in year.customers.values()
        for one in customer.life.said
        if one.kind == "survey"
    )
    for day, count in asked.items():
        if count > a_day + late[day]:
            yield f"{count} questions on {day}, {late[day]} of them late"


def of_rows(world: World, now: datetime) -> Iterator[str]:
    """Each has its decision, and none is forgotten."""
    yield from (
        f"no reason: {row}"
        for row in world.rows(
            "SELECT key, state, reason FROM nudges WHERE state IN ('skipped', 'failed') "
            "AND coalesce(reason, '') = ''"
        )
    )
    yield from (
        f"no end: {row}"
        for row in world.rows(
            "SELECT key, state FROM nudges WHERE ended_at IS NULL AND state <> 'planned'"
        )
    )
    yield from (
        f"forgotten: {row}"
        for row in world.rows(
            "SELECT key, due_at FROM nudges WHERE state = 'planned' "
            f"AND due_at < '{now - timedelta(hours=3):%Y-%m-%d %H:%M:%S}'"
        )
    )
