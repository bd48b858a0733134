"""Many messages at once: copied, forwarded, deleted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, InputMediaPhoto

from sandbox.clock import Clock
from sandbox.files import PIXEL
from sandbox.people import Person
from sandbox.server import Server
from tests.sandbox.conftest import TOKEN


async def test_copies_keep_an_album_together(bot: Bot, alice: Person, bob: Person) -> None:
    bob.start()
    said = alice.send("до")
    album = alice.send_album("photo", "video", caption="вместе")
    after = alice.send_album("document", "document")[0]
    ids = [said.id, *(message.id for message in album), after.id, 999]
    copies = await bot.copy_messages(2, 1, ids)
    seen = [message for message in bob.messages if message.from_bot]
    assert [copy.message_id for copy in copies] == [message.id for message in seen]
    assert [message.text for message in seen] == ["до", "вместе", "", ""]
    groups = [message.media_group_id for message in seen]
    assert groups[0] is None
    assert groups[1] == groups[2] not in (None, album[0].media_group_id)
    assert groups[3] is None, "one left of two is no album"
    await bot.copy_messages(2, 1, ids[1:3], remove_caption=True)
    assert bob.messages[-2].text == ""


async def test_a_forwarded_album_stays_one(bot: Bot, alice: Person, bob: Person) -> None:
    bob.start()
    ids = [message.id for message in alice.send_album("photo", "photo")]
    await bot.forward_messages(2, 1, ids)
    first, second = bob.messages[-2:]
    assert first.origin is not None
    assert first.media_group_id == second.media_group_id is not None
    await bot.forward_message(2, 1, ids[0])
    assert bob.last.media_group_id is None


@pytest.mark.parametrize("method", ["copy_messages", "forward_messages"])
async def test_wrong_numbers_of_messages_are_refused(
    bot: Bot, alice: Person, bob: Person, method: str
) -> None:
    bob.start()
    one, two = (message.id for message in alice.send_album("photo", "photo"))
    act: Callable[..., Any] = getattr(bot, method)
    for ids, error in (
        ([], "message identifiers are not specified"),
        ([998, 999], "there are no messages to forward"),
        ([two, one], "must be in a strictly increasing order"),
        ([one, one], "must be in a strictly increasing order"),
        (list(range(1, 102)), "too many message identifiers specified"),
    ):
        with pytest.raises(TelegramBadRequest, match=f"Bad Request: .*{error}"):
            await act(2, 1, ids)
    assert bob.texts == []


async def test_protected_messages_are_passed_over(bot: Bot, alice: Person, bob: Person) -> None:
    alice.start()
    bob.start()
    kept = await bot.send_message(1, "тайна", protect_content=True)
    with pytest.raises(TelegramBadRequest, match="there are no messages to forward"):
        await bot.copy_messages(2, 1, [kept.message_id])
    open_one = await bot.send_message(1, "не тайна")
    await bot.copy_messages(2, 1, [kept.message_id, open_one.message_id])
    assert bob.texts == ["не тайна"]


async def test_many_messages_are_deleted_at_once(bot: Bot, alice: Person, clock: Clock) -> None:
    alice.start()
    old = await bot.send_message(1, "старое")
    clock.advance(timedelta(hours=49))
    photo = InputMediaPhoto(media=BufferedInputFile(PIXEL, "p.png"))
    album = await bot.send_media_group(1, [photo, photo])
    ids = [message.message_id for message in album]
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await bot.delete_messages(1, [*ids, old.message_id])
    assert len(alice.texts) == 3
    assert await bot.delete_messages(1, [*ids, ids[0], 999])
    assert alice.texts == ["старое"]
    assert await bot.delete_messages(1, ids)
    with pytest.raises(TelegramBadRequest, match="message identifiers are not specified"):
        await bot.delete_messages(1, [])


@pytest.mark.parametrize(
    ("ids", "error"),
    [
        ("", "message identifiers are not specified"),
        ("7", "can't parse message identifiers JSON object"),
        ("[", "can't parse message identifiers JSON object"),
        ('["x"]', "can't parse message identifiers JSON object"),
        ('[{"message_id": 1}]', "can't parse message identifiers JSON object"),
    ],
)
async def test_numbers_that_are_none_are_refused(
    server: Server, alice: Person, ids: str, error: str
) -> None:
    alice.start()
    params = {"chat_id": "1", "message_ids": ids}
    async with aiohttp.ClientSession(server.url) as client:
        for method, more in (("copyMessages", {"from_chat_id": "1"}), ("deleteMessages", {})):
            url = f"/bot{TOKEN}/{method}"
            async with client.post(url, data={**params, **more}) as response:
                answer = await response.json()
            assert answer["error_code"] == 400
            assert error in answer["description"]
    assert len(alice.messages) == 1
