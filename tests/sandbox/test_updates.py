import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError
from aiogram.types import Update

from sandbox.people import Person
from sandbox.telegram import Telegram


def texts(updates: list[Update]) -> list[str | None]:
    return [update.message.text if update.message else None for update in updates]


async def test_an_offset_confirms_what_came_before(bot: Bot, alice: Person) -> None:
    for text in ("1", "2", "3"):
        alice.send(text)
    first = await bot.get_updates()
    assert texts(first) == ["1", "2", "3"]
    assert texts(await bot.get_updates()) == ["1", "2", "3"]
    assert texts(await bot.get_updates(offset=first[1].update_id)) == ["2", "3"]
    assert texts(await bot.get_updates(limit=1)) == ["2"]
    assert texts(await bot.get_updates(offset=first[2].update_id + 1)) == []


async def test_a_negative_offset_forgets_all_but_the_last(bot: Bot, alice: Person) -> None:
    for text in ("1", "2", "3"):
        alice.send(text)
    assert texts(await bot.get_updates(offset=-1)) == ["3"]
    assert texts(await bot.get_updates()) == ["3"]


async def test_a_long_poll_wakes_when_something_comes(bot: Bot, alice: Person) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0)
    alice.send("Эй")
    async with asyncio.timeout(5):
        assert texts(await poll) == ["Эй"]


async def test_a_poll_without_news_ends_empty(bot: Bot, alice: Person) -> None:
    assert await bot.get_updates(timeout=0) == []


async def test_a_second_poll_ends_the_first(bot: Bot, alice: Person, telegram: Telegram) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    assert await telegram.bot.updates.changes.wait(5)  # a poll has begun
    second = asyncio.create_task(bot.get_updates(timeout=30))
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await first
    alice.send("Эй")
    assert texts(await second) == ["Эй"]


async def test_only_allowed_kinds_come_and_the_choice_is_remembered(
    bot: Bot, alice: Person
) -> None:
    alice.start()
    message = await bot.send_message(1, "Привет")
    seen = alice.chat.find(message.message_id)
    assert seen is not None
    await bot.get_updates(offset=-1, allowed_updates=["message_reaction"])
    alice.send("не придёт")
    alice.react(seen, "👍")
    updates = await bot.get_updates()
    assert [update.event_type for update in updates] == ["message", "message_reaction"]
    assert texts(updates)[0] == "/start"


async def test_by_default_reactions_do_not_come_but_blocks_do(bot: Bot, alice: Person) -> None:
    alice.start()
    await bot.send_message(1, "Привет")
    await bot.get_updates(allowed_updates=[])
    alice.react(alice.last, "👍")
    alice.block()
    updates = await bot.get_updates()
    assert [update.event_type for update in updates] == ["message", "my_chat_member"]


async def test_pending_updates_can_be_dropped(bot: Bot, alice: Person) -> None:
    alice.send("старое")
    assert (await bot.get_webhook_info()).pending_update_count == 1
    await bot.delete_webhook(drop_pending_updates=False)
    assert texts(await bot.get_updates()) == ["старое"]
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == []


async def test_a_test_can_wait_until_all_is_confirmed(bot: Bot, alice: Person) -> None:
    alice.send("1")
    (update,) = await bot.get_updates()
    waiting = asyncio.create_task(alice.bot.updates.confirmed())
    await bot.get_updates(offset=update.update_id + 1)
    await waiting


def test_changes_survive_one_event_loop_after_another(telegram: Telegram, alice: Person) -> None:
    async def wait_in_vain() -> bool:
        asyncio.get_running_loop().create_task(telegram.changed.wait())
        return await telegram.changed.wait(0.001)

    async def wait() -> bool:
        asyncio.get_running_loop().call_soon(alice.send, "Эй")
        return await telegram.changed.wait(5)

    alice.send("никто не слушает")
    assert asyncio.run(wait_in_vain()) is False
    assert asyncio.run(wait()) is True
    alice.send("никто не слушает")
