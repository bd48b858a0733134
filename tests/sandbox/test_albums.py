"""Albums both ways: what a person sends as one, and what the bot does."""

import json
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramRetryAfter,
)
from aiogram.types import (
    BufferedInputFile,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    MediaUnion,
    Message,
    MessageEntity,
    ReplyParameters,
)

from sandbox.account import NotPossible
from sandbox.albums import Item
from sandbox.clock import Clock
from sandbox.files import FILM, PIXEL
from sandbox.people import Person
from sandbox.server import Server
from sandbox.telegram import Telegram
from tests.sandbox.conftest import TOKEN


def upload(content: bytes = PIXEL, name: str = "p.png") -> BufferedInputFile:
    return BufferedInputFile(content, name)


def photo(**more: Any) -> InputMediaPhoto:
    return InputMediaPhoto(media=upload(), **more)


def document() -> InputMediaDocument:
    return InputMediaDocument(media=upload(b"x", "x.txt"))


async def told(bot: Bot) -> list[Message]:
    return [update.message for update in await bot.get_updates() if update.message]


# --- from a person ---


async def test_an_album_arrives_as_messages_of_one_group(bot: Bot, alice: Person) -> None:
    asked = alice.send("Вот как было")
    sent = alice.send_album("photo", b"\x89PNG", "video", caption="У нас", reply_to=asked)
    _, *messages = await told(bot)
    assert [message.message_id for message in messages] == [message.id for message in sent]
    assert [message.content_type for message in messages] == ["photo", "photo", "video"]
    assert [message.caption for message in messages] == ["У нас", None, None]
    groups = {message.media_group_id for message in messages}
    assert len(groups) == 1
    assert all(group and group.isdecimal() for group in groups)
    for message in messages:
        assert message.reply_to_message is not None
        assert message.reply_to_message.text == "Вот как было"
    assert sent[1].media is not None
    assert sent[1].media.content == b"\x89PNG"


async def test_each_album_is_a_group_of_its_own(bot: Bot, alice: Person, bob: Person) -> None:
    alice.send_album("document", "document")
    bob.send_album("audio", Item("audio", name="песня.mp3", caption="слова"))
    alice.send_photo()
    messages = await told(bot)
    groups = [message.media_group_id for message in messages]
    assert groups[0] == groups[1] != groups[2] == groups[3]
    assert groups[4] is None
    assert messages[3].audio is not None
    assert (messages[3].audio.file_name, messages[3].caption) == ("песня.mp3", "слова")


@pytest.mark.parametrize(
    ("items", "error"),
    [
        (["photo"], "2 to 10 files, not 1"),
        (["photo"] * 11, "2 to 10 files, not 11"),
        (["photo", "document"], "'document' can't be mixed"),
        (["audio", "video"], "'audio' can't be mixed"),
        (["photo", "voice"], "of this kind: 'voice'"),
        (["photo", Item(caption="а" * 1025)], "up to 1024 characters"),
    ],
)
def test_an_album_that_no_app_sends_is_refused(
    alice: Person, items: list[str | Item], error: str
) -> None:
    with pytest.raises(NotPossible, match=error):
        alice.send_album(*items)
    assert alice.messages == []


async def test_a_picture_of_an_album_can_be_answered_and_its_caption_edited(
    bot: Bot, alice: Person
) -> None:
    first, second = alice.send_album("photo", "photo", caption="раз")
    alice.send("вот этот", reply_to=second)
    alice.edit(first, "два")
    *_, answer, edit = await bot.get_updates()
    assert answer.message is not None
    assert answer.message.reply_to_message is not None
    assert answer.message.reply_to_message.message_id == second.id
    assert answer.message.reply_to_message.media_group_id == second.media_group_id
    assert edit.edited_message is not None
    assert edit.edited_message.caption == "два"
    assert edit.edited_message.media_group_id == first.media_group_id


def test_what_has_no_caption_can_not_be_edited(alice: Person) -> None:
    with pytest.raises(NotPossible, match="no words to edit under this: sticker"):
        alice.edit(alice.send_sticker(), "слова")


# --- from the bot ---


async def test_the_bot_sends_an_album(bot: Bot, alice: Person) -> None:
    said = alice.send("Покажите")
    known = alice.send_photo(b"\x89PNG").media
    assert known is not None
    sent = await bot.send_media_group(
        1,
        [
            photo(caption="<b>Вот</b>"),
            InputMediaVideo(media=upload(FILM, "v.mp4"), duration=7),
            InputMediaPhoto(
                media=known.file_id,
                caption="и вот",
                parse_mode=None,
                caption_entities=[MessageEntity(type="bold", offset=0, length=1)],
            ),
        ],
        reply_parameters=ReplyParameters(message_id=said.id),
        disable_notification=True,
        protect_content=True,
    )
    assert [message.content_type for message in sent] == ["photo", "video", "photo"]
    assert len({message.media_group_id for message in sent}) == 1
    assert sent[0].media_group_id
    assert [message.html_text for message in sent] == ["<b>Вот</b>", "", "<b>и</b> вот"]
    assert sent[1].video is not None
    assert sent[1].video.duration == 7
    seen = [message for message in alice.messages if message.from_bot]
    assert [message.id for message in seen] == [message.message_id for message in sent]
    assert all(message.reply_to is said for message in seen)
    assert all(message.silent and message.protected for message in seen)
    assert seen[2].media is not None
    assert seen[2].media.content == b"\x89PNG"


async def test_documents_and_audios_go_among_themselves(bot: Bot, alice: Person) -> None:
    alice.start()
    await bot.send_media_group(1, [document()] * 10)
    song = InputMediaAudio(media=upload(b"x", "x.mp3"))
    await bot.send_media_group(1, [song, song])
    kinds = [message.media.kind for message in alice.messages if message.media]
    assert kinds == ["document"] * 10 + ["audio"] * 2


@pytest.mark.parametrize(
    ("media", "error"),
    [
        ([], "there are no messages to send"),
        ([photo()], "an album has at least 2 messages"),
        ([photo()] * 11, "too many messages to send as an album"),
        ([photo(), document()], "document can't be mixed with other media types"),
        (
            [InputMediaAudio(media=upload(b"x", "x.mp3")), photo()],
            "audio can't be mixed with other media types",
        ),
        ([photo(), photo(show_caption_above_media=True)], "must be the same for all messages"),
        ([photo(), photo(caption="а" * 1025)], "message caption is too long"),
        ([photo(), photo(caption="<b>")], "can't parse entities"),
        ([photo(), InputMediaPhoto(media="attach://nothing")], "InputMedia: media not found"),
        (
            [photo(), InputMediaPhoto(media="AgACAgIAAx")],
            'failed to send message #2 with the error message "Wrong file identifier/HTTP URL',
        ),
        (
            [InputMediaPhoto(media=upload(b"no picture")), photo()],
            'failed to send message #1 with the error message "IMAGE_PROCESS_FAILED"',
        ),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
async def test_a_wrong_album_is_refused_as_a_whole(
    bot: Bot, alice: Person, media: list[MediaUnion], error: str
) -> None:
    alice.start()
    with pytest.raises(TelegramBadRequest, match=f"Bad Request: .*({error})"):
        await bot.send_media_group(1, media)
    assert alice.texts == []


@pytest.mark.parametrize(
    ("params", "error"),
    [
        ({}, "input media is not specified"),
        ({"media": "{"}, "can't parse InputMedia JSON object"),
        ({"media": "{}"}, "expected an Array of InputMedia"),
        ({"media": "[]"}, "there are no messages to send"),
        ({"media": "[1, 2]"}, "expected an Object"),
        ({"media": '[{"media": "x"}, {}]'}, 'Can\'t find field "type"'),
        ({"media": '[{"type": "photo"}, {}]'}, "can't parse InputMedia: media not found"),
        ({"media": '[{"type": "sticker", "media": "x"}, {}]'}, 'type "sticker" is unsupported'),
        (
            {"media": '[{"type": "animation", "media": "x"}, {}]'},
            'type "animation" can\'t be used in sendMediaGroup',
        ),
        (
            {"media": '[{"type":"photo","media":"x"},{"type":"photo","media":"y","captoin":"z"}]'},
            'unknown field "captoin"',
        ),
        (
            {"media": '[{"type":"photo","media":"x"},{"type":"photo","media":"y","caption":7}]'},
            "can't parse InputMedia JSON object",
        ),
        ({"media": "[]", "reply_markup": "{}"}, 'unknown parameter "reply_markup"'),
    ],
)
async def test_a_malformed_album_is_refused(
    server: Server, alice: Person, params: dict[str, str], error: str
) -> None:
    alice.start()
    async with aiohttp.ClientSession(server.url) as client:
        url = f"/bot{TOKEN}/sendMediaGroup"
        async with client.post(url, data={"chat_id": "1", **params}) as response:
            answer = await response.json()
    assert answer["error_code"] == 400
    assert error in answer["description"]
    assert alice.texts == []


async def test_live_photos_are_not_known_yet(server: Server) -> None:
    media = [{"type": "live_photo", "media": "x", "photo": "y"}] * 2
    async with aiohttp.ClientSession(server.url) as client:
        url = f"/bot{TOKEN}/sendMediaGroup"
        async with client.post(url, json={"chat_id": 1, "media": media}) as response:
            answer = await response.json()
    assert answer["error_code"] == 501
    assert "live photos" in answer["description"]


async def test_two_files_may_be_one_upload(server: Server, alice: Person) -> None:
    alice.start()
    form = aiohttp.FormData({"chat_id": "1"})
    form.add_field("media", json.dumps([{"type": "photo", "media": "attach://a"}] * 2))
    form.add_field("a", PIXEL, filename="p.png")
    async with (
        aiohttp.ClientSession(server.url) as client,
        client.post(f"/bot{TOKEN}/sendMediaGroup", data=form) as response,
    ):
        answer = await response.json()
    assert [len(one["photo"]) for one in answer["result"]] == [1, 1]


async def test_an_album_may_not_go_where_a_message_may_not(bot: Bot, alice: Person) -> None:
    media: list[MediaUnion] = [photo(), photo()]
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_media_group(1, media)
    alice.start()
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_media_group(1, media, reply_parameters=ReplyParameters(message_id=99))
    alice.block()
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_media_group(1, media)


# --- limits ---


async def test_each_message_of_an_album_counts_in_the_limits(
    bot: Bot, telegram: Telegram, alice: Person, bob: Person, clock: Clock
) -> None:
    telegram.limits.on = True
    alice.start()
    bob.start()
    await bot.send_media_group(1, [document()] * 10)
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(1, "ещё")
    assert refused.value.retry_after == 6
    await bot.send_message(2, "другому можно")
    clock.advance(timedelta(seconds=6))
    await bot.send_message(1, "ещё")


async def test_albums_count_in_the_limit_of_a_second(
    bot: Bot, telegram: Telegram, alice: Person, bob: Person, clock: Clock
) -> None:
    telegram.limits.on = True
    people = [alice, bob, telegram.add_person(3, "Вера"), telegram.add_person(4, "Глеб")]
    sent = [person.send_album(*["photo"] * 10) for person in people]
    for person, album in zip(people[:3], sent, strict=False):
        await bot.copy_messages(person.id, person.id, [message.id for message in album])
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(4, "нет")
    clock.advance(timedelta(seconds=3))
    await bot.send_message(4, "да")
