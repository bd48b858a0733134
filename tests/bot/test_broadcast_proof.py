"""The proof: a broadcast to a crowd goes out through the real process at the rate that is set, and
is killed on the way. Each who can be reached gets one copy. `-s` shows the figures."""

import gc
from collections import Counter
from pathlib import Path

import pytest

from sandbox.faults import delay
from sandbox.server import serve
from sandbox.telegram import Telegram
from tests.bot.audit import troubles
from tests.bot.broadcast_audit import Evidence, faults, gather
from tests.bot.broadcast_crowd import BOB, Crowd, broadcast
from tests.bot.broadcast_run import Offers, Run, plan_kills, rate_of, within_a_minute
from tests.bot.disaster import LATENCY
from tests.bot.process import BotProcess
from tests.bot.test_proof import TOKEN
from tests.bot.watch import until

AT_LEAST = 0.95
"""Of the rate that is set, while the process is up."""
Figures = dict[str, float]


async def test_a_broadcast_that_is_killed_on_the_way_reaches_everybody_once(database: Path) -> None:
    figures = await prove(database, welcoming=120, kills=1, limit=300, rate=290)
    assert figures["kills"] == 1


@pytest.mark.proof
async def test_a_broadcast_to_five_thousand_keeps_its_rate_and_its_word(database: Path) -> None:
    figures = await prove(database, welcoming=5000, kills=4, limit=300, rate=290)
    assert figures["kills"] == 4
    assert figures["sent"] >= 4800 - figures["unknown"]
    assert figures["a second"] >= AT_LEAST * 290


@pytest.mark.proof
async def test_a_minute_at_the_limit_of_telegram_itself_keeps_its_rate(database: Path) -> None:
    figures = await prove(database, welcoming=1800, kills=0, limit=30, rate=29)
    assert figures["seconds up"] >= 60
    assert figures["429"] == 0
    assert figures["a second"] >= AT_LEAST * 29


def test_the_same_seed_plans_the_same_kills() -> None:
    one, same, other = (plan_kills(seed, customers=5000, kills=4) for seed in (1, 1, 2))
    assert one == same == sorted(one)
    assert one != other


async def prove(database: Path, *, welcoming: int, kills: int, limit: int, rate: float) -> Figures:
    telegram = Telegram(throttle=True)
    telegram.limits.per_second = limit
    telegram.add_bot(TOKEN, "sarafan_bot", "Сарафан")
    telegram.faults.add("copyMessage", times=10**9, kind=delay(LATENCY))
    crowd = Crowd(welcoming)
    crowd.come(telegram, database)
    offers = Offers(telegram)
    gc.freeze()  # Telegram does not stand still to look through its people
    patience = 60 + 3 * welcoming / rate
    async with await serve(telegram) as server, process(server.url, database, rate) as bot:
        run = Run(telegram, offers, bot, database)
        await until(telegram, lambda: any(offers.of("getMe")), "a sign of life", 60)
        await broadcast(telegram, database)
        await run.survive(plan_kills(6, customers=welcoming, kills=kills), patience)
        await run.end(patience)
        assert await bot.stop() == 0
        found = gather(crowd, telegram, offers, database, set().union(*run.left_in_flight))
        print(f"\n{tell(measure(found, run))}; {tell_stretches(offers)}")
        assert "\n".join(faults(found)) == ""
        assert not within_a_minute(offers.complaints), offers.complaints
        assert troubles(bot.log) == Counter()
        assert TOKEN not in bot.log
    return measure(found, run)


def process(url: str, database: Path, rate: float) -> BotProcess:
    """Gap and caps are as they come."""
    return BotProcess(
        database.parent,
        BOT_TOKEN=TOKEN,
        TELEGRAM_API_URL=url,
        DATABASE_URL=f"sqlite+aiosqlite:///{database}",
        ADMIN_IDS=str(BOB),
        QUIET_HOURS="",
        SEND_RATE=str(rate),
    )


def measure(found: Evidence, run: Run) -> Figures:
    stretches = list(run.offers.stretches)
    return {
        **Counter(row.state for row in found.rows),
        "unknown": len(found.unknown),
        "of these lost": found.lost,
        "kills": len(run.left_in_flight),
        "429": len(run.offers.complaints),
        "seconds up": round(sum(stretch.seconds for stretch in stretches), 1),
        "a second": round(rate_of(stretches), 1),
    }


def tell(figures: Figures) -> str:
    return ", ".join(f"{count:g} {name}" for name, count in figures.items())


def tell_stretches(offers: Offers) -> str:
    each = (f"{len(one.arrived)} at {one.rate:.1f}" for one in offers.stretches)
    return f"by stretches: {', '.join(each)}"
