from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from sandbox.account import Toast
from sandbox.clock import Clock
from sandbox.people import Person

YES = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]])
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


async def tapped(bot: Bot, person: Person) -> CallbackQuery:
    person.start()
    await bot.send_message(person.id, "Да?", reply_markup=YES)
    person.tap("Да")
    query = (await bot.get_updates(offset=-1))[0].callback_query
    assert query is not None
    return query


async def test_a_tap_tells_who_where_and_what(bot: Bot, alice: Person) -> None:
    query = await tapped(bot, alice)
    assert query.data == "yes"
    assert query.from_user.id == 1
    assert query.from_user.language_code == "ru"
    assert isinstance(query.message, Message)
    assert query.message.text == "Да?"
    assert query.message.reply_markup is not None
    assert query.message.reply_markup.model_dump() == YES.model_dump()


async def test_a_tap_spins_until_answered(bot: Bot, alice: Person) -> None:
    query = await tapped(bot, alice)
    assert alice.spinners == 1
    await bot.answer_callback_query(query.id)
    assert alice.spinners == 0
    assert alice.toasts == []


async def test_answers_pop_up(bot: Bot, alice: Person) -> None:
    for text, alert in (("Сохранено", False), ("Внимание", True)):
        query = await tapped(bot, alice)
        await bot.answer_callback_query(query.id, text, show_alert=alert)
        assert await alice.sees_toast(text) == Toast(text, alert)
    assert alice.alerts == ["Сохранено", "Внимание"]


async def test_a_failed_wait_shows_what_did_pop_up(bot: Bot, alice: Person) -> None:
    query = await tapped(bot, alice)
    await bot.answer_callback_query(query.id, "Сохранено")
    with pytest.raises(AssertionError, match="did not see 'Ошибка' pop up") as failure:
        await alice.sees_toast("Ошибка", timeout=0)
    assert "popped up: ['Сохранено']" in str(failure.value)


async def test_a_tap_is_answered_once(bot: Bot, alice: Person) -> None:
    query = await tapped(bot, alice)
    await bot.answer_callback_query(query.id)
    with pytest.raises(TelegramBadRequest, match=TOO_OLD):
        await bot.answer_callback_query(query.id)
    with pytest.raises(TelegramBadRequest, match=TOO_OLD):
        await bot.answer_callback_query("12345")


async def test_a_late_answer_is_refused(bot: Bot, alice: Person, clock: Clock) -> None:
    query = await tapped(bot, alice)
    clock.advance(timedelta(seconds=15))
    await bot.answer_callback_query(query.id, "успел")
    query = await tapped(bot, alice)
    clock.advance(timedelta(seconds=16))
    with pytest.raises(TelegramBadRequest, match=TOO_OLD):
        await bot.answer_callback_query(query.id, "опоздал")
    assert alice.alerts == ["успел"]


async def test_an_answer_has_200_characters_and_opens_only_the_bot(bot: Bot, alice: Person) -> None:
    query = await tapped(bot, alice)
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(query.id, "а" * 201)
    with pytest.raises(TelegramBadRequest, match="URL_INVALID"):
        await bot.answer_callback_query(query.id, url="https://example.org")
    assert alice.spinners == 1
    await bot.answer_callback_query(query.id, "а" * 200, url="t.me/sarafan_bot?start=x")
