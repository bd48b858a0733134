"""What answerInlineQuery takes and what it refuses."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.types import (
    InlineQueryResultCachedPhoto,
    InlineQueryResultPhoto,
    InlineQueryResultsButton,
    WebAppInfo,
)

from sandbox.clock import Clock
from sandbox.people import Person
from sandbox.server import Server
from sandbox.telegram import Telegram
from tests.sandbox.conftest import TOKEN
from tests.sandbox.inline_results import article, asked, button

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@pytest.fixture(autouse=True)
def inline_mode(telegram: Telegram) -> None:
    telegram.bot.supports_inline_queries = telegram.bot.inline_feedback = True


@pytest.fixture
async def client(server: Server) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(server.url) as client:
        yield client


async def test_a_query_is_answered_once_and_soon(bot: Bot, alice: Person, clock: Clock) -> None:
    query = await asked(bot, alice)
    clock.advance(timedelta(seconds=10))
    await bot.answer_inline_query(query.id, [article()], cache_time=0)
    for wrong in (query.id, "12345"):
        with pytest.raises(TelegramBadRequest, match=TOO_OLD):
            await bot.answer_inline_query(wrong, [article()])
    query = await asked(bot, alice)
    clock.advance(timedelta(seconds=11))
    with pytest.raises(TelegramBadRequest, match=TOO_OLD):
        await bot.answer_inline_query(query.id, [article()])
    assert alice.inline_results == []


@pytest.mark.parametrize(
    ("results", "error"),
    [
        ([article("")], "RESULT_ID_INVALID"),
        ([article("я" * 33)], "RESULT_ID_INVALID"),
        ([article(), article()], "RESULT_ID_DUPLICATE"),
        ([article(str(n)) for n in range(51)], "RESULTS_TOO_MUCH"),
        ([article(title=" ")], "ARTICLE_TITLE_EMPTY"),
        ([article(text=" ")], "message text is empty"),
        ([article(text="a" * 4097)], "message is too long"),
        ([article(text="<b>x")], "can't parse inline query result: Can't parse entities"),
        ([article(thumbnail_url="нет")], "WEBDOCUMENT_URL_INVALID"),
        ([article(reply_markup=button(callback_data="a" * 65))], "BUTTON_DATA_INVALID"),
        (
            [article(reply_markup=button(web_app=WebAppInfo(url="https://a.ru")))],
            "BUTTON_TYPE_INVALID",
        ),
        (
            [InlineQueryResultCachedPhoto(id="1", photo_file_id="нет")],
            "wrong file identifier/HTTP URL specified",
        ),
        (
            [InlineQueryResultPhoto(id="1", photo_url="https://a.ru/p", thumbnail_url="a.ru")],
            "has no web",
        ),
    ],
)
async def test_a_wrong_result_refuses_the_whole_answer(
    bot: Bot, alice: Person, results: list[Any], error: str
) -> None:
    query = await asked(bot, alice)
    with pytest.raises(TelegramAPIError, match=error):
        await bot.answer_inline_query(query.id, results)
    assert await bot.answer_inline_query(query.id, [])


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"next_offset": "a" * 65}, "NEXT_OFFSET_INVALID"),
        ({"button": {"text": "", "start_parameter": "x"}}, "SWITCH_PM_TEXT_EMPTY"),
        ({"button": {"text": "Да", "start_parameter": "а б"}}, "START_PARAM_INVALID"),
        ({"button": {"text": "Да"}}, "must have exactly one optional field"),
        ({"button": {"text": "Да", "web_app": {"url": "http://a.ru"}}}, "SWITCH_WEBVIEW_URL"),
        ({"switch_pm_text": "Да", "switch_pm_parameter": "x"}, "knows only the newer"),
    ],
)
async def test_a_wrong_answer_is_refused(
    bot: Bot, alice: Person, more: dict[str, Any], error: str
) -> None:
    if isinstance(more.get("button"), dict):
        more = {"button": InlineQueryResultsButton.model_validate(more["button"])}
    query = await asked(bot, alice)
    with pytest.raises(TelegramAPIError, match=error):
        await bot.answer_inline_query(query.id, [article()], **more)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"type": "articel"}, "can't parse inline query result"),
        ({"type": None}, 'Can\'t find field "type"'),
        ({"id": None}, "can't parse inline query result"),
        ({"colour": "red"}, "can't parse inline query result"),
        ({"input_message_content": {"message_text": "x", "mode": "HTML"}}, "unknown field"),
        ({"input_message_content": {"phone_number": "1", "first_name": "x"}}, "but texts yet"),
    ],
)
async def test_what_no_result_has_is_refused(
    client: aiohttp.ClientSession, alice: Person, changed: dict[str, Any], error: str
) -> None:
    query = alice.asks_inline()
    result = json.loads(article().model_dump_json(exclude_unset=True)) | {"type": "article"}
    body = {"inline_query_id": query.id, "results": [result | changed]}
    async with client.post(f"/bot{TOKEN}/answerInlineQuery", json=body) as response:
        assert error in (await response.json())["description"]
