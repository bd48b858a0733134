"""What is written as JSON says the same as the form that aiogram would have written."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    AnswerCallbackQuery,
    AnswerInlineQuery,
    CopyMessage,
    GetMe,
    GetUpdates,
    RestrictChatMember,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    SendPoll,
    SetMyCommands,
    TelegramMethod,
)
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    ChatPermissions,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultCachedPhoto,
    InputMediaPhoto,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.session import JsonSession
from sandbox.server import read_form

TOKEN = "1:abc"
BUTTONS = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text='Да & "нет" 🙂', callback_data="a:0")]]
)
PHOTO = BufferedInputFile(b"\x89PNG", filename="a.png")
METHODS: list[TelegramMethod[Any]] = [
    GetMe(),
    GetUpdates(offset=0, timeout=0, allowed_updates=[]),
    SendMessage(chat_id=1, text="Сарафан <b>&</b>\n🙂"),
    SendMessage(
        chat_id="@channel",
        text="12",
        parse_mode=None,
        entities=[MessageEntity(type="bold", offset=0, length=2)],
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_parameters=ReplyParameters(message_id=1, allow_sending_without_reply=True),
        disable_notification=False,
        reply_markup=BUTTONS,
    ),
    SendMessage(chat_id=1, text=""),
    CopyMessage(chat_id=1, from_chat_id=2, message_id=3, reply_markup=BUTTONS),
    SendMediaGroup(chat_id=1, media=[InputMediaPhoto(media="file-id", caption="«Да»")]),
    SendMediaGroup(chat_id=1, media=[InputMediaPhoto(media=PHOTO)]),
    SendPhoto(chat_id=1, photo="file-id", caption="a"),
    SendPhoto(chat_id=1, photo=PHOTO, caption="Подпись"),
    SendPoll(
        chat_id=1, question="?", options=["0", "1"], close_date=datetime(2026, 1, 1, tzinfo=UTC)
    ),
    RestrictChatMember(
        chat_id=1,
        user_id=2,
        permissions=ChatPermissions(can_send_messages=False),
        until_date=datetime(2030, 1, 1, tzinfo=UTC),
    ),
    SetMyCommands(
        commands=[BotCommand(command="start", description="Начать")],
        scope=BotCommandScopeChat(chat_id=1),
    ),
    SetMyCommands(commands=[]),
    AnswerCallbackQuery(callback_query_id="1", show_alert=False, cache_time=0),
    AnswerInlineQuery(
        inline_query_id="1",
        results=[InlineQueryResultCachedPhoto(id="1", photo_file_id="2")],
        is_personal=True,
    ),
]

Heard = list[tuple[str, dict[str, Any], list[bytes]]]


def meaning(raw: str) -> Any:
    """A form carries everything as text, and JSON inside of it."""
    try:
        return json.loads(raw)
    except ValueError:
        return raw


@pytest.fixture
def heard() -> Heard:
    return []


@pytest.fixture
async def telegram(heard: Heard) -> AsyncIterator[TelegramAPIServer]:
    async def hear(request: web.Request) -> web.Response:
        raw, files = await read_form(request)
        told = {name: meaning(value) for name, value in raw.items()}
        heard.append((request.content_type, told, [file.content for file in files.values()]))
        refusal = {"ok": False, "error_code": 400, "description": "Bad Request: heard"}
        return web.json_response(refusal, status=400)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", hear)
    async with TestServer(app) as server:
        yield TelegramAPIServer.from_base(str(server.make_url("")))


async def say(session: AiohttpSession, method: TelegramMethod[Any]) -> None:
    bot = Bot(TOKEN, session, DefaultBotProperties(parse_mode=ParseMode.HTML))
    with pytest.raises(TelegramBadRequest):
        await bot(method)
    assert session._session is not None
    await session._session.close()  # session.close() waits a quarter of a second


@pytest.mark.parametrize("method", METHODS, ids=lambda method: type(method).__name__)
async def test_json_says_what_a_form_would_say(
    telegram: TelegramAPIServer, heard: Heard, method: TelegramMethod[Any]
) -> None:
    await say(AiohttpSession(api=telegram), method)
    await say(JsonSession(api=telegram), method)
    (_, told, files), (kind, told_again, files_again) = heard
    assert files_again == files
    assert (kind == "application/json") == (not files)
    if not files:  # their names are made by chance
        assert told_again == told
