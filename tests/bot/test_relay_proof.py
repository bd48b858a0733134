"""The proof: customers and three owners talk through the real process, which is killed again and
again and meets faults, while some of them block the bot and come back. Each message arrives; a
repeat is recorded, a loss there is none. `-s` shows the figures."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Coroutine, Iterator, Sequence
from pathlib import Path

import pytest

from sandbox.server import serve
from sandbox.telegram import Telegram
from tests.bot.audit import troubles
from tests.bot.disaster import TROUBLES, Disaster, Kill, Mishap
from tests.bot.process import BotProcess
from tests.bot.talk_audit import TalkAudit, hurry, is_quiet
from tests.bot.talkers import Boss, Talker, Unhappy
from tests.bot.test_proof import PROVOKED, SECONDS_FOR_DAYS, TOKEN
from tests.bot.watch import Condition, Tape, comes, until

OWNERS = {900: "Ольга", 901: "Пётр", 902: "Нина"}
METHODS = {
    "sendMessage": 40,
    "editMessageText": 10,
    "setMessageReaction": 10,
    "sendPhoto": 4,
    "sendVoice": 4,
    "sendMediaGroup": 4,
}
"""What may go wrong, within so many calls."""
Figures = Counter[str]


class Storm(Disaster):
    """Its kills come one after another, while people go on talking."""

    def __init__(self, seed: int, *, kills: int, faults: int) -> None:
        super().__init__(seed, customers=10, kills=2)
        dice = random.Random(seed)
        self.kills = [Kill(dice.randrange(25, 90)) for _ in range(kills)]
        self.mishaps = [_mishap(dice) for _ in range(faults)]


def _mishap(dice: random.Random) -> Mishap:
    method = dice.choice(sorted(METHODS))
    return Mishap(method, dice.randrange(METHODS[method]), dice.choice(sorted(TROUBLES)))


async def test_talks_survive_crashes_faults_and_blocks(database: Path) -> None:
    await prove(3, database, customers=2, kills=1, faults=3)


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(1, 6))
async def test_long_talks_survive_crashes_faults_and_blocks(seed: int, database: Path) -> None:
    figures = await prove(seed, database, customers=5, kills=4, faults=10)
    print(f"\nseed {seed}: " + ", ".join(f"{n} {name}" for name, n in figures.items()))


async def prove(seed: int, database: Path, *, customers: int, kills: int, faults: int) -> Figures:
    started = time.monotonic()
    telegram = Telegram()
    telegram.add_bot(TOKEN, "sarafan_bot", "Сарафан")
    tape = Tape(telegram)
    storm = Storm(seed, kills=kills, faults=faults)
    async with await serve(telegram) as server, process(server.url, database) as bot:
        audit = await live_through(storm, seed, telegram, tape, bot, database, customers)
        assert await bot.stop() == 0
        assert "\n".join(audit.faults()) == ""
        assert storm.killed == kills
        assert set(troubles(bot.log)) <= PROVOKED, bot.log
    return Figures(
        {
            "kills": storm.killed,
            "faults": len(storm.met),
            "arrivals": audit.arrivals,
            "repeats": audit.repeats,
            "seconds": round(time.monotonic() - started),
        }
    )


async def live_through(
    storm: Storm,
    seed: int,
    telegram: Telegram,
    tape: Tape,
    bot: BotProcess,
    database: Path,
    customers: int,
) -> TalkAudit:
    dice, up, over = random.Random(seed), storm.up, asyncio.Event()
    bosses = [Boss(telegram.add_person(id, name), up, dice) for id, name in OWNERS.items()]
    crowd = [
        Unhappy(telegram.add_person(number, f"Клиент-{number:02}."), up, dice)
        for number in range(1, customers + 1)
    ]
    up.set()
    await asyncio.gather(*(boss.come() for boss in bosses))
    await asyncio.gather(*(customer.come() for customer in crowd))
    has_cards = all_have_cards(bosses, crowd)
    await until(telegram, has_cards, "a card of each case at each owner", 60)
    leavers: list[Talker] = [crowd[-1], bosses[-1]]
    async with asyncio.TaskGroup() as life:
        for talk in talks(bosses, crowd, over):
            life.create_task(talk)
        for leaver in leavers:
            life.create_task(leaver.leave_and_return(over))
        storm.bring_faults(telegram)
        await storm.kill_again_and_again(telegram, tape, bot, database)
        over.set()
    await until(telegram, lambda: not telegram.bot.updates.pending, "all updates taken", 120)
    await come_to_rest(telegram, database)
    talkers: list[Talker] = [*crowd, *bosses]
    said = [saying for talker in talkers for saying in talker.said]
    return TalkAudit(database, said, [leaver.person for leaver in leavers])


async def come_to_rest(telegram: Telegram, database: Path) -> None:
    async with asyncio.timeout(180):
        while not await comes(telegram, lambda: is_quiet(database), 5):
            hurry(database)


def talks(
    bosses: Sequence[Talker], crowd: Sequence[Talker], over: asyncio.Event
) -> Iterator[Coroutine[None, None, None]]:
    """Each customer with all owners, and each owner in each case, where the others read along."""
    owners = [boss.person for boss in bosses]
    for customer in crowd:
        yield customer.talk(customer.person, owners, over)
        for boss in bosses:
            others = [owner for owner in owners if owner is not boss.person]
            yield boss.talk(customer.person, [customer.person, *others], over)


def all_have_cards(bosses: Sequence[Talker], crowd: Sequence[Talker]) -> Condition:
    return lambda: all(boss.card_of(one.person) for boss in bosses for one in crowd)


def process(url: str, database: Path) -> BotProcess:
    return BotProcess(
        database.parent,
        BOT_TOKEN=TOKEN,
        TELEGRAM_API_URL=url,
        DATABASE_URL=f"sqlite+aiosqlite:///{database}",
        OWNER_IDS=",".join(str(id) for id in OWNERS),
        **SECONDS_FOR_DAYS,
    )
