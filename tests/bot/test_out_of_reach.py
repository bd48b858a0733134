"""Telegram is away for a while, or refuses what is no person's fault: the bot stays up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from bot.run import begin, work
from sandbox import faults
from sandbox.people import Person
from sandbox.telegram import Telegram
from tests.bot.test_story import TOKEN, running
from tests.world import World


@asynccontextmanager
async def at_work(world: World) -> AsyncIterator[None]:
    """As its process is, but in this one."""
    working = asyncio.create_task(work(world.app))
    yield
    assert not working.done()
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working


async def test_a_bot_that_starts_without_telegram_waits_for_it(database: Path) -> None:
    telegram = Telegram()
    telegram.add_bot(TOKEN, "sarafan_bot", "Сарафан")
    telegram.faults.add("setMyCommands", kind=faults.html_502)
    async with running(telegram, database) as bot:
        alice = telegram.add_person(1, "Алиса")
        alice.start()
        await alice.sees("Мы храним", timeout=60)
        assert "Telegram is out of reach: ClientDecodeError" in bot.log
        assert "Traceback" not in bot.log


async def test_a_former_admins_menu_goes_though_the_start_fails_at_first(
    world: World, alice: Person, bob: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await world.meet(bob)
    assert bob.commands != alice.commands
    await world.app.close()
    world.settings["admin_ids"] = frozenset()
    world.wake_up()
    world.telegram.faults.add("deleteMyCommands", kind=faults.html_502)
    await begin(world.app)
    assert "Telegram is out of reach" in caplog.text
    assert bob.commands == alice.commands


@pytest.mark.parametrize("code", [400, 403, 404])
async def test_no_passing_refusal_of_updates_ends_the_bot(
    world: World, alice: Person, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    world.telegram.faults.add("getUpdates", kind=faults.error(code))
    async with at_work(world):
        alice.start()
        await alice.sees("Мы храним", timeout=60)
    assert "Telegram is out of reach" in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_database_moved_to_another_bot_starts_though_no_chat_is_there(
    world: World,
) -> None:
    await world.meet(world.olga)
    world.telegram.bot.chats.clear()
    await world.restart()
    await world.meet(world.alice)
    assert "10-балльной" in world.alice.last.text
