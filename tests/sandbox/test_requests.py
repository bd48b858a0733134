"""The Bot API as plain HTTP: every way to write a request, and every wrong one."""

import io
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramServerError, TelegramUnauthorizedError

from sandbox.files import PIXEL
from sandbox.methods import METHODS
from sandbox.parameters import known_methods
from sandbox.people import Person
from sandbox.server import Server, serve
from sandbox.telegram import Telegram
from tests.sandbox.conftest import TOKEN


@pytest.fixture
async def client(server: Server) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(server.url) as client:
        yield client


async def call(client: aiohttp.ClientSession, method: str, **body: Any) -> dict[str, Any]:
    async with client.post(f"/bot{TOKEN}/{method}", **body) as response:
        answer: dict[str, Any] = await response.json()
        assert response.status == (200 if answer["ok"] else answer["error_code"])
        return answer


async def test_forms_json_and_queries_say_the_same(
    client: aiohttp.ClientSession, alice: Person
) -> None:
    alice.start()
    params = {"chat_id": "1", "text": "7"}
    await call(client, "sendMessage", data=params)
    await call(client, "sendMessage", json={"chat_id": 1, "text": "7"})
    await call(client, "sendmessage", params=params)
    async with client.get(f"/bot{TOKEN}/sendMessage", params=params) as response:
        assert (await response.json())["ok"]
    form = aiohttp.FormData(params, default_to_multipart=True)
    await call(client, "sendMessage", data=form)
    assert alice.texts == ["7"] * 5


async def test_objects_are_json_inside_forms_and_json(
    client: aiohttp.ClientSession, alice: Person
) -> None:
    alice.start()
    markup = {"inline_keyboard": [[{"text": "Да", "callback_data": "1"}]]}
    said = {"chat_id": 1, "text": "Да?", "disable_notification": True, "reply_markup": markup}
    await call(client, "sendMessage", json=said)
    form = {"chat_id": "1", "text": "Да?", "disable_notification": "true"}
    await call(client, "sendMessage", data={**form, "reply_markup": json.dumps(markup)})
    for message in alice.messages[1:]:
        assert message.buttons == [["Да"]]
        assert message.silent


async def test_a_file_may_come_under_the_parameters_own_name(
    client: aiohttp.ClientSession, alice: Person
) -> None:
    alice.start()
    form = aiohttp.FormData({"chat_id": "1"})
    form.add_field("photo", PIXEL, filename="p.png")
    answer = await call(client, "sendPhoto", data=form)
    assert answer["result"]["photo"][0]["width"] == 1
    missing = await call(client, "sendPhoto", data={"chat_id": "1", "photo": "attach://nothing"})
    assert missing["description"] == "Bad Request: wrong file identifier/HTTP URL specified"


@pytest.mark.parametrize(
    ("method", "params", "error"),
    [
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": "1"}, "message text is empty"),
        ("sendMessage", {"chat_id": "1", "text": "x", "txt": "y"}, 'unknown parameter "txt"'),
        ("sendMessage", {"chat_id": "1", "text": "x", "reply_markup": "{"}, "can't parse reply"),
        ("sendMessage", {"chat_id": "1", "text": "x", "reply_markup": "7"}, "can't parse reply"),
        (
            "sendMessage",
            {
                "chat_id": "1",
                "text": "x",
                "reply_markup": '{"inline_keyboard":[[{"text":"x","callback":"1"}]]}',
            },
            'unknown field "callback"',
        ),
        (
            "sendMessage",
            {"chat_id": "1", "text": "x", "reply_markup": '{"inline_keyboard":[[{}]]}'},
            "can't parse reply keyboard markup JSON object: Field required",
        ),
        ("sendMessage", {"chat_id": "1", "text": "x", "disable_notification": "да"}, "a Boolean"),
        ("sendMessage", {"chat_id": "1", "text": "x", "entities": "[{}]"}, "can't parse entities"),
        (
            "editMessageMedia",
            {"chat_id": "1", "message_id": "1", "media": '{"media":"attach://x"}'},
            'Can\'t find field "type"',
        ),
        ("sendPhoto", {"chat_id": "1"}, "there is no photo in the request"),
        ("deleteMessage", {"chat_id": "1", "message_id": "x"}, "a number is expected"),
        ("deleteMessage", {"chat_id": "1"}, "message identifier is not specified"),
        ("getUpdates", {"allowed_updates": "message"}, 'can\'t parse "allowed_updates"'),
        (
            "setMyCommands",
            {"commands": '[{"command":"Rate","description":"x"}]'},
            "BOT_COMMAND_INVALID",
        ),
        (
            "setMyCommands",
            {"commands": '[{"command":"rate","description":""}]'},
            "DESCRIPTION_INVALID",
        ),
        (
            "setMyCommands",
            {"commands": "[]", "scope": '{"type":"chat","chat_id":9}'},
            "chat not found",
        ),
        ("setMyCommands", {"commands": "[]", "language_code": "russian"}, "invalid language code"),
    ],
)
async def test_a_malformed_request_is_refused(
    client: aiohttp.ClientSession, alice: Person, method: str, params: dict[str, str], error: str
) -> None:
    alice.start()
    answer = await call(client, method, data=params)
    assert answer["error_code"] == 400
    assert answer["description"].startswith("Bad Request: ")
    assert error in answer["description"]
    assert alice.texts == []


async def test_too_many_commands_are_refused(client: aiohttp.ClientSession) -> None:
    commands = [{"command": f"c{number}", "description": "x"} for number in range(101)]
    answer = await call(client, "setMyCommands", json={"commands": commands})
    assert answer["description"] == "Bad Request: BOT_COMMANDS_TOO_MUCH"


async def test_a_body_that_is_no_json_is_refused(client: aiohttp.ClientSession) -> None:
    for body in ("{", "[]"):
        headers = {"Content-Type": "application/json"}
        answer = await call(client, "getMe", data=body, headers=headers)
        assert answer["description"] == "Bad Request: can't parse the request"


async def test_what_the_sandbox_does_not_know_yet_is_said_loudly(bot: Bot, alice: Person) -> None:
    with pytest.raises(TelegramServerError, match="the sandbox does not know sendDice yet"):
        await bot.send_dice(1)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/bot{TOKEN}/getMe", 200),
        (f"/bot{TOKEN}/sendPoll", 501),
        (f"/bot{TOKEN}/getNothing", 404),
        (f"/bot{TOKEN}/", 404),
        (f"/bot{TOKEN}", 404),
        ("/bot42:WRONG/getMe", 401),
        ("/bot7:TEST/getMe", 401),
        ("/botnonsense/getMe", 404),
        ("/bot/getMe", 404),
        (f"/file/bot{TOKEN}/photos/nothing.jpg", 404),
        ("/file/bot42:WRONG/photos/file_0.jpg", 404),
    ],
)
async def test_paths_answer_as_telegrams(
    client: aiohttp.ClientSession, path: str, status: int
) -> None:
    async with client.get(path) as response:
        assert response.status == status
        answer = await response.json()
        assert answer["ok"] is (status == 200)
        assert answer.get("error_code", 200) == status


async def test_a_wrong_token_is_unauthorized(bot: Bot) -> None:
    async with Bot("42:WRONG", bot.session) as stranger:
        with pytest.raises(TelegramUnauthorizedError, match="Unauthorized"):
            await stranger.get_me()


async def test_a_download_of_nothing_fails_alike_over_http_and_in_process(bot: Bot) -> None:
    with pytest.raises(aiohttp.ClientResponseError) as failure:
        await bot.download_file("photos/nothing.jpg")
    assert failure.value.status == 404


async def test_getme_and_getchat_say_who_is_who(bot: Bot, alice: Person) -> None:
    me = await bot.get_me()
    assert (me.id, me.username, me.first_name) == (42, "sarafan_bot", "Сарафан")
    assert not me.supports_inline_queries
    alice.start()
    chat = await bot.get_chat(1)
    assert (chat.full_name, chat.username, chat.type) == ("Алиса Ким", "alice", "private")


async def test_every_method_here_is_one_that_aiogram_knows() -> None:
    assert set(METHODS) <= {method.__api_method__ for method in known_methods().values()}


async def test_what_would_go_elsewhere_is_not_passed_over(
    client: aiohttp.ClientSession, alice: Person
) -> None:
    alice.start()
    thread = {"chat_id": "1", "text": "x", "message_thread_id": "7"}
    answer = await call(client, "sendMessage", data=thread)
    assert answer["error_code"] == 501
    assert '"message_thread_id"' in answer["description"]
    quote = {"chat_id": "1", "text": "x", "reply_parameters": '{"message_id":1,"quote":"/"}'}
    assert (await call(client, "sendMessage", data=quote))["error_code"] == 501
    assert alice.texts == []


async def test_a_body_beyond_all_limits_is_too_large(
    telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.server.BODY_LIMIT", 1000)
    form = aiohttp.FormData({"chat_id": "1"})
    form.add_field("document", io.BytesIO(bytes(1001)), filename="huge.bin")
    async with await serve(telegram) as server, aiohttp.ClientSession(server.url) as client:
        answer = await call(client, "sendDocument", data=form)
    assert answer["error_code"] == 413


async def test_only_get_and_post_are_answered(client: aiohttp.ClientSession) -> None:
    async with client.put(f"/bot{TOKEN}/getMe") as response:
        assert response.status == 404
