"""The proof: a crowd talks to the real process, which is killed again and again and meets faults;
nothing is lost and no nudge comes twice. `-s` shows the figures."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.server import serve
from sandbox.telegram import Telegram
from tests.bot.audit import Audit, is_quiet, troubles
from tests.bot.crowd import Admin, Customer, Owner
from tests.bot.disaster import FIRST_OFFERS, Disaster
from tests.bot.process import BotProcess
from tests.bot.watch import Tape, until

TOKEN = "42:TEST"
OLGA, BOB = 900, 800
SECONDS_FOR_DAYS = {
    "QUIET_HOURS": "",
    "SURVEY_REMIND_AFTER": "PT4S",
    "REFERRAL_PROMPT_AFTER": "PT3S",
    "NUDGE_GAP": "PT0S",
    "NUDGE_CAPS": "",
    "OFFER_CAPS": "",
    "OFFER_FOOTER": "Реклама. Салон «Астра»",
    "SEND_RATE": "100",
    "TICK": "PT1S",
}
PROVOKED = {
    *("ServerDisconnectedError", "ClientOSError", "ConnectionResetError", "TelegramNetworkError"),
    *("JSONDecodeError", "ClientDecodeError", "TelegramServerError"),
}
"""What the faults may leave in the log: broken connections, and HTML where JSON was expected."""
Figures = Counter[str]


@pytest.fixture(scope="module")
def totals() -> Iterator[Figures]:
    totals = Figures()
    yield totals
    if totals["rounds"] > 1:
        print(f"\nin all: {_told(totals)}")


async def test_a_crash_in_a_small_crowd_loses_nothing_and_repeats_no_nudge(database: Path) -> None:
    await prove(5, database, customers=10, kills=2)


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(1, 11))
async def test_crashes_in_a_crowd_lose_nothing_and_repeat_no_nudge(
    seed: int, database: Path, totals: Figures
) -> None:
    figures = await prove(seed, database, customers=40, kills=4)
    print(f"\nseed {seed}: {_told(figures)}")
    totals.update(figures)


def test_the_same_seed_plans_the_same() -> None:
    one, same, other = (Disaster(seed, customers=40, kills=4) for seed in (1, 1, 2))
    assert (one.kills, one.mishaps) == (same.kills, same.mishaps)
    assert (one.kills, one.mishaps) != (other.kills, other.mishaps)


async def prove(seed: int, database: Path, *, customers: int, kills: int) -> Figures:
    started = time.monotonic()
    telegram = Telegram()
    telegram.add_bot(TOKEN, "sarafan_bot", "Сарафан")
    tape = Tape(telegram)
    disaster = Disaster(seed, customers=customers, kills=kills)
    async with await serve(telegram) as server, process(server.url, database) as bot:
        audit = await live_through(disaster, telegram, tape, bot, database, customers)
        assert await bot.stop() == 0
        assert "\n".join(audit.faults()) == ""
        unclear = sum(mishap.trouble != "429" for mishap in disaster.met)
        assert audit.unknown("crash") == disaster.lost_in_flight
        assert audit.unknown() - disaster.lost_in_flight <= unclear
        logged = troubles(bot.log)
        assert bot.log.count("Traceback") == logged.total()
        assert set(logged) <= PROVOKED, logged
        assert TOKEN not in bot.log
    return Figures(
        {
            "rounds": 1,
            "kills": disaster.killed,
            "faults": len(disaster.met),
            "messages": sum(call.outcome == 200 for call in tape if "Message" in call.method),
            "unknown": audit.unknown(),
            "repeated notices": audit.repeated_notices,
            "seconds": round(time.monotonic() - started),
            **{f"logged {name}": count for name, count in logged.items()},
        }
    )


async def live_through(
    disaster: Disaster,
    telegram: Telegram,
    tape: Tape,
    bot: BotProcess,
    database: Path,
    customers: int,
) -> Audit:
    up = disaster.up
    olga = Owner(telegram.add_person(OLGA, "Ольга"), up)
    bob = Admin(telegram.add_person(BOB, "Боб"), up)
    crowd = [
        Customer(telegram.add_person(number, f"Клиент-{number:02}."), up, number)
        for number in range(1, customers + 1)
    ]
    async with asyncio.TaskGroup() as life:
        life.create_task(disaster.kill_again_and_again(telegram, tape, bot, database))
        await asyncio.gather(olga.come(), bob.come())
        disaster.bring_faults(telegram)
        for customer in crowd:
            life.create_task(customer.live())
        await until(telegram, lambda: may_broadcast(disaster, crowd), "time for a broadcast", 240)
        for customer in crowd:
            customer.awaits_the_offer = customer.offers[:1] == [True]
        await bob.broadcast()
    await until(telegram, lambda: bob.knows_the_result, "the result of the broadcast", 120)
    await until(telegram, lambda: is_quiet(database), "quiet", 120)
    await telegram.bot.updates.confirmed()
    return Audit(database, tape, crowd, olga)


def may_broadcast(disaster: Disaster, crowd: list[Customer]) -> bool:
    willing = sum(customer.offers[:1] == [True] for customer in crowd)
    return disaster.broadcast_may_begin and willing >= max(FIRST_OFFERS, len(crowd) // 4)


def process(url: str, database: Path) -> BotProcess:
    return BotProcess(
        database.parent,
        BOT_TOKEN=TOKEN,
        TELEGRAM_API_URL=url,
        DATABASE_URL=f"sqlite+aiosqlite:///{database}",
        OWNER_IDS=str(OLGA),
        ADMIN_IDS=str(BOB),
        **SECONDS_FOR_DAYS,
    )


def _told(figures: Figures) -> str:
    return ", ".join(f"{count} {name}" for name, count in figures.items())
