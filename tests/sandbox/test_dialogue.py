"""A whole talk with a real dispatcher that polls the sandbox."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.filters import CommandStart
from aiogram.filters.command import CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from sandbox.people import Person


async def greet(message: Message, command: CommandObject) -> None:
    one = InlineKeyboardButton(text="10", callback_data="10")
    markup = InlineKeyboardMarkup(inline_keyboard=[[one]])
    await message.answer(f"На сколько? ({command.args})", reply_markup=markup)


async def score(query: CallbackQuery) -> None:
    assert isinstance(query.message, Message)
    await query.message.edit_text("Вы поставили <b>10</b>")
    await query.message.answer("Почему?")
    await query.answer("Сохранено")


async def thank(message: Message) -> None:
    await message.reply("Спасибо!")


@pytest.fixture
async def dispatcher(bot: Bot) -> AsyncIterator[Dispatcher]:
    dispatcher = Dispatcher()
    dispatcher.message.register(greet, CommandStart())
    dispatcher.callback_query.register(score)
    dispatcher.message.register(thank, F.text | F.voice)
    polling = asyncio.create_task(
        dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False)
    )
    yield dispatcher
    await dispatcher.stop_polling()
    await polling


async def test_a_customer_scores_and_says_why(dispatcher: Dispatcher, alice: Person) -> None:
    alice.open_link("https://t.me/sarafan_bot?start=r_42")
    question = await alice.sees("На сколько? (r_42)")
    alice.tap("10")
    assert (await alice.sees("Вы поставили")) is question
    assert question.html == "Вы поставили <b>10</b>"
    assert question.buttons == []
    await alice.sees("Почему?")
    await alice.sees_toast("Сохранено")
    assert alice.spinners == 0
    said = alice.send_voice()
    assert (await alice.sees("Спасибо")).reply_to is said
    await alice.bot.updates.confirmed()
