"""A small bot that answers: what a person does on the page, it does something about."""

import asyncio
from html import escape
from urllib.parse import quote

from aiogram import Dispatcher, F
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyParameters,
    SwitchInlineQueryChosenChat,
)

from sandbox.files import SAMPLES


def keyboard(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    def button(text: str, data: str) -> InlineKeyboardButton:
        if data.startswith("https://"):
            return InlineKeyboardButton(text=text, url=data)
        return InlineKeyboardButton(text=text, callback_data=data)

    return InlineKeyboardMarkup(inline_keyboard=[[button(*one) for one in row] for row in rows])


async def greet(message: Message, command: CommandObject) -> None:
    assert message.from_user
    await message.answer(
        f"Привет, <b>{escape(message.from_user.first_name)}</b>! Код: {command.args}",
        parse_mode="HTML",
        reply_markup=keyboard(
            [("Тост", "toast"), ("Алерт", "alert")],
            [("Медленно", "slow"), ("Правка", "edit")],
            [("Позвать", "https://t.me/share/url?url=https://t.me/echo_bot?start%3Dr_1&text=Сюда")],
        ),
    )


async def show_keys(message: Message) -> None:
    keys = [[KeyboardButton(text="Да"), KeyboardButton(text="Нет")]]
    keys.append([KeyboardButton(text="Мой номер", request_contact=True)])
    await message.answer("Выбирайте", reply_markup=ReplyKeyboardMarkup(keyboard=keys))


async def send_photo(message: Message) -> None:
    await message.answer_photo(BufferedInputFile(SAMPLES["photo"][0], "p.png"), caption="Картинка")


async def send_file(message: Message) -> None:
    await message.answer_document(BufferedInputFile(b"a;b\n1;2\n", "отчёт.csv"))


async def offer_to_share(message: Message) -> None:
    chosen = SwitchInlineQueryChosenChat(query="r_1", allow_user_chats=True)
    button = InlineKeyboardButton(text="Другу", switch_inline_query_chosen_chat=chosen)
    await message.answer("Отправьте", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]))


async def offer(query: InlineQuery) -> None:
    content = InputTextMessageContent(message_text=f"Приходите в «Эхо»! {query.query}")
    card = InlineQueryResultArticle(
        id="card",
        title="Карточка",
        description="От вас",
        input_message_content=content,
        reply_markup=keyboard([("Прийти", f"https://t.me/echo_bot?start={quote(query.query)}")]),
    )
    button = InlineQueryResultsButton(text="Сначала ко мне", start_parameter="first")
    await query.answer([card], cache_time=0, is_personal=True, button=button)


async def show_toast(tap: CallbackQuery) -> None:
    await tap.answer("Сохранено")


async def show_alert(tap: CallbackQuery) -> None:
    await tap.answer("Точно?", show_alert=True)


async def change(tap: CallbackQuery) -> None:
    assert isinstance(tap.message, Message)
    await tap.message.edit_text("Исправлено")
    await tap.answer()


async def wait(tap: CallbackQuery, release: asyncio.Event) -> None:
    await release.wait()
    await tap.answer()


async def take_contact(message: Message) -> None:
    assert message.contact
    await message.answer(f"Номер {message.contact.phone_number}")


async def echo(message: Message) -> None:
    await message.answer(
        f"Эхо: {message.text}", reply_parameters=ReplyParameters(message_id=message.message_id)
    )


async def take(message: Message) -> None:
    await message.answer(f"Получено: {message.content_type.lower()}, {message.caption}")


def parrot(release: asyncio.Event) -> Dispatcher:
    """`release` lets the button «Медленно» be answered."""
    dispatcher = Dispatcher(release=release)
    dispatcher.message.register(greet, CommandStart())
    dispatcher.message.register(show_keys, Command("keys"))
    dispatcher.message.register(send_photo, Command("photo"))
    dispatcher.message.register(send_file, Command("file"))
    dispatcher.message.register(offer_to_share, Command("share"))
    dispatcher.inline_query.register(offer)
    dispatcher.callback_query.register(show_toast, F.data == "toast")
    dispatcher.callback_query.register(show_alert, F.data == "alert")
    dispatcher.callback_query.register(change, F.data == "edit")
    dispatcher.callback_query.register(wait, F.data == "slow")
    dispatcher.message.register(take_contact, F.contact)
    dispatcher.message.register(echo, F.text)
    dispatcher.message.register(take)
    return dispatcher
