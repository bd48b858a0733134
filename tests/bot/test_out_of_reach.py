"""Telegram is away for a while, or refuses what is no person's fault: the bot stays up."""

from pathlib import Path

import pytest

from sandbox import faults
from sandbox.telegram import Telegram
from tests.bot.test_story import TOKEN, running
from tests.world import World


@pytest.fixture
def telegram() -> Telegram:
    telegram = Telegram()
    telegram.add_bot(TOKEN, "sarafan_bot", "Сарафан")
    return telegram


async def test_a_bot_that_starts_without_telegram_waits_for_it(
    telegram: Telegram, database: Path
) -> None:
    telegram.faults.add("setMyCommands", kind=faults.html_502)
    async with running(telegram, database) as bot:
        alice = telegram.add_person(1, "Алиса")
        alice.start()
        await alice.sees("Мы храним", timeout=60)
        assert "Telegram is out of reach: ClientDecodeError" in bot.log
        assert "Traceback" not in bot.log


async def test_a_former_admins_menu_goes_though_the_start_fails_at_first(
    telegram: Telegram, database: Path
) -> None:
    alice, bob = telegram.add_person(1, "Алиса"), telegram.add_person(800, "Боб")
    async with running(telegram, database):
        bob.start()
        await bob.sees("/broadcast", timeout=60)
    assert bob.commands != alice.commands
    telegram.faults.add("deleteMyCommands", kind=faults.html_502)
    async with running(telegram, database, ADMIN_IDS="") as bot:
        alice.start()
        await alice.sees("Мы храним", timeout=60)
        assert "Telegram is out of reach" in bot.log
    assert bob.commands == alice.commands


@pytest.mark.parametrize("code", [400, 403, 404])
async def test_no_passing_refusal_of_updates_ends_the_bot(
    telegram: Telegram, database: Path, code: int
) -> None:
    telegram.faults.add("getUpdates", kind=faults.error(code))
    async with running(telegram, database) as bot:
        alice = telegram.add_person(1, "Алиса")
        alice.start()
        await alice.sees("Мы храним", timeout=60)
        assert "Traceback" not in bot.log


async def test_a_database_moved_to_another_bot_starts_though_no_chat_is_there(
    world: World,
) -> None:
    await world.meet(world.olga)
    world.telegram.bot.chats.clear()
    await world.restart()
    await world.meet(world.alice)
    assert "10-балльной" in world.alice.last.text
