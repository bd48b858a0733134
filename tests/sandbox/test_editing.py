from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    Message,
    MessageOriginUser,
    ReplyKeyboardMarkup,
)

from sandbox.clock import Clock
from sandbox.files import PIXEL
from sandbox.people import Person

YES = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]])
PHOTO = BufferedInputFile(PIXEL, "p.png")
NOT_MODIFIED = "message is not modified: specified new message content and reply markup are exactly"


async def test_an_edit_changes_text_and_takes_the_keyboard_away(bot: Bot, alice: Person) -> None:
    alice.start()
    sent = await bot.send_message(1, "Раз", reply_markup=YES)
    edited = await bot.edit_message_text("<b>Два</b>", chat_id=1, message_id=sent.message_id)
    assert isinstance(edited, Message)
    assert edited.html_text == alice.last.html == "<b>Два</b>"
    assert edited.reply_markup is None
    assert edited.edit_date
    assert len(alice.texts) == 1


async def test_the_same_again_is_not_modified(bot: Bot, alice: Person) -> None:
    alice.start()
    text = await bot.send_message(1, "<b>Раз</b>", reply_markup=YES)
    photo = await bot.send_photo(1, PHOTO, caption="Раз")
    at: dict[str, Any] = {"chat_id": 1, "message_id": text.message_id}
    shot = photo.message_id
    again: list[Coroutine[Any, Any, Message | bool]] = [
        bot.edit_message_text("<b>Раз</b>", reply_markup=YES, **at),
        bot.edit_message_text("<strong>Раз</strong> ", reply_markup=YES, **at),
        bot.edit_message_reply_markup(reply_markup=YES, **at),
        bot.edit_message_caption(chat_id=1, message_id=shot, caption="Раз"),
        bot.edit_message_media(
            InputMediaPhoto(media=PHOTO, caption="Раз"), chat_id=1, message_id=shot
        ),
    ]
    for call in again:
        with pytest.raises(TelegramBadRequest, match=NOT_MODIFIED):
            await call
    await bot.edit_message_text("Раз", reply_markup=YES, **at)


async def test_a_keyboard_can_be_changed_alone(bot: Bot, alice: Person) -> None:
    alice.start()
    sent = await bot.send_message(1, "Раз", reply_markup=YES)
    at: dict[str, Any] = {"chat_id": 1, "message_id": sent.message_id}
    edited = await bot.edit_message_reply_markup(reply_markup=None, **at)
    assert isinstance(edited, Message)
    assert edited.edit_date is None
    assert alice.last.buttons == []
    await bot.edit_message_reply_markup(reply_markup=YES, **at)
    assert alice.last.buttons == [["Да"]]


async def test_media_and_captions_can_be_changed(bot: Bot, alice: Person) -> None:
    alice.start()
    sent = await bot.send_photo(1, PHOTO, caption="Раз")
    at: dict[str, Any] = {"chat_id": 1, "message_id": sent.message_id}
    await bot.edit_message_caption(caption="<i>Два</i>", **at)
    assert alice.last.html == "<i>Два</i>"
    file = BufferedInputFile(b"data", "f.bin")
    await bot.edit_message_media(InputMediaDocument(media=file, caption="<b>Три</b>"), **at)
    assert alice.last.media is not None
    assert (alice.last.media.kind, alice.last.media.name) == ("document", "f.bin")
    assert alice.last.html == "<b>Три</b>"
    await bot.edit_message_caption(**at)
    assert alice.last.caption == ""


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (
            lambda b, text, _: b.edit_message_text("x", chat_id=1, message_id=99),
            "to edit not found",
        ),
        (lambda b, text, _: b.edit_message_text("x", chat_id=1, message_id=1), "can't be edited"),
        (
            lambda b, text, _: b.edit_message_caption(chat_id=1, message_id=text, caption="x"),
            "there is no caption in the message to edit",
        ),
        (
            lambda b, _, photo: b.edit_message_text("x", chat_id=1, message_id=photo),
            "there is no text in the message to edit",
        ),
        (lambda b, text, _: b.edit_message_text("x", message_id=text), "chat_id is empty"),
        (
            lambda b, text, _: b.edit_message_text("x", chat_id=1),
            "message identifier is not specified",
        ),
        (lambda b, text, _: b.edit_message_text("x", inline_message_id="1"), "MESSAGE_ID_INVALID"),
        (lambda b, text, _: b.delete_message(1, 99), "message to delete not found"),
        (lambda b, text, _: b.copy_message(1, 1, 99), "message to copy not found"),
        (lambda b, text, _: b.forward_message(1, 1, 99), "message to forward not found"),
        (lambda b, text, _: b.set_message_reaction(1, 99, []), "message to react not found"),
    ],
)
async def test_what_is_not_there_cannot_be_changed(
    bot: Bot,
    alice: Person,
    call: Callable[[Bot, int, int], Awaitable[object]],
    error: str,
) -> None:
    alice.start()
    text = await bot.send_message(1, "Раз")
    photo = await bot.send_photo(1, PHOTO)
    with pytest.raises(TelegramBadRequest, match=error):
        await call(bot, text.message_id, photo.message_id)


async def test_a_message_with_a_reply_keyboard_cannot_be_edited(bot: Bot, alice: Person) -> None:
    alice.start()
    markup = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Да")]])
    sent = await bot.send_message(1, "Да?", reply_markup=markup)
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("Нет?", chat_id=1, message_id=sent.message_id)


async def test_messages_of_both_can_be_deleted_for_two_days(
    bot: Bot, alice: Person, clock: Clock
) -> None:
    said = alice.start()
    old = await bot.send_message(1, "Раз")
    assert await bot.delete_message(1, said.id)
    clock.advance(timedelta(hours=48, seconds=1))
    young = await bot.send_message(1, "Два")
    with pytest.raises(TelegramBadRequest, match="message can't be deleted"):
        await bot.delete_message(1, old.message_id)
    assert await bot.delete_message(1, young.message_id)
    assert alice.texts == ["Раз"]
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("Три", chat_id=1, message_id=young.message_id)


async def test_a_copy_keeps_media_words_and_formatting(
    bot: Bot, alice: Person, bob: Person
) -> None:
    alice.start()
    bob.start()
    original = await bot.send_photo(
        1, PHOTO, caption="<b>Скидка</b> 🎉 <i>20 %</i>", reply_markup=YES
    )
    copied = await bot.copy_message(2, 1, original.message_id)
    assert bob.last.id == copied.message_id
    assert bob.last.html == "<b>Скидка</b> 🎉 <i>20 %</i>"
    assert bob.last.media is not None
    assert bob.last.media.content == PIXEL
    assert bob.last.buttons == []
    assert bob.last.origin is None
    await bot.copy_message(2, 1, original.message_id, caption="<u>Иное</u>", reply_markup=YES)
    assert bob.last.html == "<u>Иное</u>"
    assert bob.last.buttons == [["Да"]]


async def test_a_text_that_a_person_sent_can_be_copied(
    bot: Bot, alice: Person, bob: Person
) -> None:
    bob.start()
    said = alice.send("Смотрите https://a.ru")
    await bot.copy_message(2, 1, said.id, disable_notification=True)
    assert bob.last.text == "Смотрите https://a.ru"
    assert bob.last.entities == said.entities
    assert bob.last.silent


async def test_a_forward_names_its_author(bot: Bot, alice: Person, bob: Person) -> None:
    bob.start()
    said = alice.send("Смотрите")
    forwarded = await bot.forward_message(2, 1, said.id)
    assert isinstance(forwarded.forward_origin, MessageOriginUser)
    assert forwarded.forward_origin.sender_user.id == 1
    again = await bot.forward_message(1, 2, forwarded.message_id)
    assert again.forward_origin == forwarded.forward_origin
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("x", chat_id=2, message_id=forwarded.message_id)


async def test_protected_content_is_neither_copied_nor_forwarded(bot: Bot, alice: Person) -> None:
    alice.start()
    sent = await bot.send_message(1, "Тайна", protect_content=True)
    for call in (bot.copy_message, bot.forward_message):
        with pytest.raises(TelegramBadRequest, match="message can't be"):
            await call(1, 1, sent.message_id)
