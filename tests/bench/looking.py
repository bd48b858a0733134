"""What a look costs: `make bench`. A million customers against a thousand, in the same run, and
before and after there are cases: 300 open, 2,000 closed, three owners.

Prints milliseconds of this machine, and the ratio of the two, which is what counts.
"""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import text

from bot import migrate
from models import questions
from models.rules.cadence import Cadence
from scheduler import LOOK
from tests.scheduler.bench import BUSINESS, NOON, Bench

SIZES = (1_000, 1_000_000)
DUE = 10_000
ZONES = ("Europe/Moscow", "Asia/Vladivostok", "Asia/Yekaterinburg", "Europe/Kaliningrad")
ROUNDS = 50
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {size}) "
LATER, BEFORE = "datetime('2026-06-20', '+' || (i % 90) || ' days')", "datetime('2026-05-01')"
"""A customer with a past and a future, and nothing due."""
CUSTOMERS = f"""
    INSERT INTO people (id, telegram_id, role, name, language, zone, code, met_at, started_at,
                        consented_at, survey_at, referral_at, bucket, demo)
    SELECT i, i, 'customer', 'x', 'ru', NULL, 'c' || i, {BEFORE}, {BEFORE}, {BEFORE}, {LATER},
           CASE WHEN i % 3 = 0 THEN {LATER} END, i % 100, 0 FROM n
"""
SURVEYS = f"""
    INSERT INTO surveys (id, customer_id, state, source, wording, due_at, asked_at)
    SELECT i, i, 'answered', 'first', 1, {BEFORE}, {BEFORE} FROM n
"""
NUDGES = f"""
    INSERT INTO nudges (key, kind, person_id, priority, due_at, state, attempts, sent_at, ended_at)
    SELECT 'reminder:' || i, 'reminder', i, 2, {BEFORE}, 'sent', 1, {BEFORE}, {BEFORE} FROM n
"""
OWNERS, OPEN, CASES, LINES = (900_001_001, 900_001_002, 900_001_003), 300, 2_300, 4
"""So many lines to a case, every other one said by the customer and copied to each owner."""
EACH_OWNER = "(" + " UNION ALL ".join(f"SELECT {owner} AS owner" for owner in OWNERS) + ")"
EACH_LINE = f"(SELECT i AS line, 1 + (i - 1) / {LINES} AS case_id FROM n)"
TEAM = f"""
    INSERT INTO people (id, telegram_id, role, name, language, code, met_at, started_at, bucket,
                        demo)
    SELECT owner, owner, 'owner', 'x', 'ru', 'o' || owner, {BEFORE}, {BEFORE}, 0, 0
    FROM n, {EACH_OWNER}
"""
TALKS = f"""
    INSERT INTO cases (id, customer_id, state, opened_at, since, answered_at, closed_at, closing)
    SELECT i, 1 + i % 1000, CASE WHEN i <= {OPEN} THEN 'in_progress' ELSE 'closed' END,
           {BEFORE}, {BEFORE}, {BEFORE}, CASE WHEN i > {OPEN} THEN {BEFORE} END,
           CASE WHEN i > {OPEN} THEN 'wishes' END FROM n
"""
WORDS = f"""
    INSERT INTO lines (id, case_id, sender_id, by_staff, message_id, kind, html, at)
    SELECT line, cases.id, CASE WHEN line % 2 THEN customer_id ELSE {OWNERS[0]} END,
           1 - line % 2, line, 'text', 'x', {BEFORE}
    FROM {EACH_LINE} JOIN cases ON cases.id = case_id
"""
NOTICE = """
    INSERT INTO nudges (kind, priority, state, attempts, due_at, sent_at, ended_at, key, person_id,
                        message_id, case_id, line_id)
"""
CARDS = f"""{NOTICE}
    SELECT 'card', -1, 'sent', 1, {BEFORE}, {BEFORE}, {BEFORE}, 'card:' || i || ':' || owner, owner,
           i, i, NULL FROM n, {EACH_OWNER}
"""
COPIES = f"""{NOTICE}
    SELECT 'line', -1, 'sent', 1, {BEFORE}, {BEFORE}, {BEFORE}, 'line:' || line || ':' || owner,
           owner, line, case_id, line FROM {EACH_LINE}, {EACH_OWNER} WHERE line % 2
"""


async def crowded(size: int, folder: Path) -> Bench:
    file = folder / f"{size}.db"
    await asyncio.to_thread(migrate.to_newest, f"sqlite+aiosqlite:///{file}")
    bench = Bench(file)
    await fill(bench, *((size, table) for table in (CUSTOMERS, SURVEYS, NUDGES)))
    return bench


async def fill(bench: Bench, *tables: tuple[int, str]) -> None:
    async with bench.engine.begin() as connection:
        for size, table in tables:
            await connection.execute(text(NUMBERS.format(size=size) + table))


async def talk(bench: Bench) -> None:
    """With so many customers in as many cases, and owners who have them all before them."""
    await fill(bench, (1, TEAM), (CASES, TALKS), (CASES * LINES, WORDS))
    await fill(bench, (CASES, CARDS), (CASES * LINES, COPIES))
    for owner in OWNERS:
        bench.telegram.add_person(owner, "x").start()


async def ask_plans(bench: Bench) -> None:
    """The one statement that asks whether anything is due."""
    async with bench.sessions.begin() as session:
        found = (await session.execute(LOOK, {"now": bench.now})).one()
    assert not any(found), found


async def milliseconds(act: Callable[[], Awaitable[object]], rounds: int = ROUNDS) -> float:
    await act()
    spans = []
    for _ in range(rounds):
        began = time.perf_counter()
        await act()
        spans.append(1000 * (time.perf_counter() - began))
    return median(spans)


async def wave(bench: Bench) -> float:
    """Seconds to plan so many questions that have just fallen due."""
    now = NOON + timedelta(minutes=1)
    share = DUE // len(ZONES)
    async with bench.engine.begin() as connection:
        for nth, zone in enumerate(ZONES):
            await connection.execute(
                text("UPDATE people SET zone = :zone, survey_at = :at WHERE id > :a AND id <= :b"),
                {"zone": zone, "at": f"{NOON:%F %T}", "a": nth * share, "b": (nth + 1) * share},
            )
    began = time.perf_counter()
    async with bench.sessions.begin() as session:
        cadence = Cadence(surveys_a_day=10 * DUE)  # so that what is left of the day holds them all
        await questions.plan_due(session, now, BUSINESS.zone, None, cadence)
    seconds = time.perf_counter() - began
    async with bench.engine.connect() as connection:
        planned = await connection.scalar(
            text("SELECT count(*) FROM nudges WHERE kind = 'survey' AND state = 'planned'")
        )
    assert planned == DUE
    return seconds


async def tell(bench: Bench, what: str) -> float:
    tick = await milliseconds(bench.scheduler.tick)
    look = await milliseconds(lambda: ask_plans(bench))
    delivery = await milliseconds(bench.scheduler.deliver_due)
    print(f"{what}: tick {tick:.1f} ms, of it the plans' look {look:.1f} ms;", end=" ")
    print(f"look of the delivery {delivery:.1f} ms")
    return tick


async def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        ticks = []
        for size in SIZES:
            bench = await crowded(size, Path(name))
            await tell(bench, f"{size:>9} customers, nothing due")
            await talk(bench)
            what = f"{size:>9} customers, {OPEN} cases open, {CASES - OPEN} closed, nothing due"
            ticks.append(await tell(bench, what))
            if size > DUE:
                print(
                    f"{DUE} surveys due in {len(ZONES)} zones: planned in {await wave(bench):.2f} s"
                )
            await bench.close()
        print(f"a tick of {SIZES[1]} against {SIZES[0]}: {ticks[1] / ticks[0]:.2f} times")


if __name__ == "__main__":
    asyncio.run(main())
