"""The proof: what falls due for a crowd of customers goes out through the real process, round by
round, while it is killed, refused, cut off, locked out, and told the wrong time. No nudge comes
twice, none is lost without a record, every notice comes. `-s` shows the figures."""

import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.server import serve
from sandbox.telegram import Telegram
from tests.bot.audit import troubles
from tests.bot.nudge_audit import NudgeAudit, is_quiet
from tests.bot.nudge_crowd import APART, OPENS, OWNERS, Crowd, Share, opening
from tests.bot.nudge_storm import HOURS_WRONG, Round, Storm, plan
from tests.bot.process import BotProcess
from tests.bot.skewed import CLOCK, Clock
from tests.bot.test_proof import PROVOKED, SECONDS_FOR_DAYS, TOKEN
from tests.bot.watch import Tape

UNCLEAR = ("html_502", "drop_before", "drop_after")
"""What leaves a nudge in doubt."""
SETTINGS = SECONDS_FOR_DAYS | {
    "SURVEY_REMIND_AFTER": "PT10H",
    "TICK": "PT0.5S",
    "SURVEYS_A_DAY": "100000",
    "BIRTHDAY_GIFT": "Скидка 10 %",
}
"""A reminder falls into the next round, or the one after it where the clock was wrong."""
ON_THE_WIRE = 30
"""At a kill, at most: sent and not yet written down. A crash leaves no more in doubt."""
Figures = Counter[str]


async def test_a_storm_in_a_small_crowd_loses_no_nudge_and_repeats_none(database: Path) -> None:
    share = Share(asked=36, promoter=30, recovered=10, celebrant=10, invited=8, unhappy=3)
    rounds = plan(9, rounds=1, calls=share.calls, kills=2)
    figures = await prove(rounds, share, database)
    assert figures["kills"] == 2
    assert figures["nudges"] == 150
    assert figures["notices"] >= 15


@pytest.mark.proof
async def test_a_storm_of_twenty_rounds_loses_no_nudge_and_repeats_none(database: Path) -> None:
    share = Share(asked=24, promoter=18, recovered=7, celebrant=8, invited=6, unhappy=2)
    figures = await prove(plan(11, rounds=20, calls=share.calls, kills=1), share, database)
    assert figures["nudges"] >= 2000
    assert figures["notices"] >= 200


def test_the_same_seed_plans_the_same_storm() -> None:
    one, same, other = (plan(seed, rounds=20, calls=70, kills=1) for seed in (1, 1, 2))
    assert one == same
    assert one != other
    assert {blow.what for each in one for blow in each.blows} == {"kill", "lock", "jump"}


async def prove(rounds: list[Round], share: Share, database: Path) -> Figures:
    started = time.monotonic()
    telegram = Telegram()
    telegram.add_bot(TOKEN, "sarafan_bot", "Сарафан")
    tape = Tape(telegram)
    crowd = Crowd(database, len(rounds), share)
    crowd.come(telegram)
    clock = Clock(database.parent / "clock")
    clock.set_to(OPENS)
    async with await serve(telegram) as server, process(server.url, database) as bot:
        storm = Storm(telegram, tape, bot, database, clock)
        await storm.come_up()
        for number, blows in enumerate(rounds):
            clock.set_to(opening(number))
            crowd.complain(number)
            await storm.rage(blows)
            clock.move(timedelta(hours=HOURS_WRONG + 1))  # what a clock put off that ran ahead
            await come_to_rest(storm, database, clock)
        clock.set_to(opening(len(rounds)))  # what followed from the last round
        await come_to_rest(storm, database, clock)
        clock.move(2 * APART)
        await come_to_rest(storm, database, clock)
        assert await bot.stop() == 0
        audit = NudgeAudit(database, telegram, tape, crowd)
        assert "\n".join(audit.faults(storm.left_in_flight)) == ""
        assert audit.nudges == share.nudges * len(rounds)
        assert audit.unknown["crash"] <= ON_THE_WIRE * storm.struck["kill"]
        in_doubt = audit.unknown.total() - audit.unknown["crash"]
        assert in_doubt <= sum(storm.struck[trouble] for trouble in UNCLEAR)
        logged = troubles(bot.log)
        assert bot.log.count("Traceback") == logged.total()
        assert set(logged) <= PROVOKED | {"OperationalError"}, logged
        assert TOKEN not in bot.log
    figures = Figures(
        {
            "rounds": len(rounds),
            "kills": storm.struck.pop("kill"),
            **{f"× {name}": count for name, count in storm.struck.items()},
            "nudges": audit.nudges,
            "notices": len(audit.notices),
            "notices caught by a kill": audit.notices_among(storm.left_in_flight),
            "unknown by a crash": audit.unknown["crash"],
            "unknown by a fault": in_doubt,
            "of these lost": audit.lost,
            "repeated notices": audit.repeated_notices,
            "seconds": round(time.monotonic() - started),
        }
    )
    print("\n" + ", ".join(f"{count} {name}" for name, count in figures.items()))
    return figures


async def come_to_rest(storm: Storm, database: Path, clock: Clock) -> None:
    await storm.until(lambda: is_quiet(database, clock.now()), "quiet")


def process(url: str, database: Path) -> BotProcess:
    return BotProcess(
        database.parent,
        "tests.bot.skewed",
        BOT_TOKEN=TOKEN,
        TELEGRAM_API_URL=url,
        DATABASE_URL=f"sqlite+aiosqlite:///{database}",
        OWNER_IDS=",".join(map(str, OWNERS)),
        **SETTINGS,
        **{CLOCK: str(database.parent / "clock")},
    )
