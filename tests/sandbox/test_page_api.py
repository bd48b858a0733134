"""What the chat page is given and may do, as JSON over HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.types import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
)

from sandbox.clock import Clock
from sandbox.files import PIXEL
from sandbox.people import Person
from sandbox.server import Server, serve
from sandbox.session import SandboxSession
from sandbox.telegram import Telegram
from tests.sandbox.conftest import MORNING, TOKEN

Json = dict[str, Any]


class Page:
    """The chat page's own requests, without its looks."""

    def __init__(self, client: aiohttp.ClientSession) -> None:
        self.client = client

    async def state(self) -> Json:
        async with self.client.get("/sandbox/state") as response:
            state: Json = await response.json()
            return state

    async def person(self, id: int) -> Json:
        return next(one for one in (await self.state())["people"] if one["id"] == id)

    async def last(self, id: int) -> Json:
        message: Json = (await self.person(id))["chat"]["messages"][-1]
        return message

    async def post(self, path: str, status: int = 200, **body: Any) -> Json:
        return await self.send(path, status, json=body)

    async def send(self, path: str, status: int = 200, **how: Any) -> Json:
        async with self.client.post(f"/sandbox/{path}", **how) as response:
            answer: Json = await response.json()
            assert response.status == status, answer
            return answer


@pytest.fixture
async def page(server: Server) -> AsyncIterator[Page]:
    async with aiohttp.ClientSession(server.url) as client:
        yield Page(client)


@pytest.fixture
def bot(telegram: Telegram) -> Bot:
    return Bot(TOKEN, SandboxSession(telegram))


async def test_the_state_tells_all_that_the_page_shows(
    page: Page, bot: Bot, alice: Person, bob: Person
) -> None:
    said = alice.start()
    yes = InlineKeyboardButton(text="Да", callback_data="yes")
    url = InlineKeyboardButton(text="Сайт", url="https://a.ru")
    await bot.send_message(
        1,
        "<b>Привет</b> &amp; <i>&lt;мир&gt;</i>",
        parse_mode="HTML",
        reply_to_message_id=said.id,
        disable_notification=True,
        reply_markup=InlineKeyboardMarkup(inline_keyboard=[[yes], [url]]),
    )
    await bot.send_chat_action(1, "typing")
    await bot.set_my_commands([BotCommand(command="rate", description="Оценить")])
    alice.tap("Да")
    state = await page.state()
    assert state["bot"] == {
        "name": "Сарафан",
        "username": "sarafan_bot",
        "supports_inline": False,
    }
    assert datetime.fromisoformat(state["now"]) == MORNING
    assert state["clock"] == {"can_next": False, "next": None, "moving": False}
    shown, other = state["people"]
    assert (shown["name"], shown["blocked"], shown["language_code"]) == ("Алиса Ким", False, "ru")
    assert shown["commands"] == [{"command": "rate", "description": "Оценить"}]
    assert shown["chat"]["started"]
    assert shown["chat"]["chat_action"] == "typing"
    assert not other["chat"]["started"]
    message = shown["chat"]["messages"][-1]
    assert message["text_html"] == "<b>Привет</b> &amp; <i>&lt;мир&gt;</i>"
    assert message["text"] == "Привет & <мир>"
    assert (message["from"], message["reply_to"], message["silent"]) == ("bot", said.id, True)
    assert message["buttons"] == [
        [{"text": "Да", "kind": "callback", "index": 0, "pending": True}],
        [{"text": "Сайт", "kind": "url", "index": 1, "pending": False, "url": "https://a.ru"}],
    ]


async def test_only_the_last_60_messages_are_shown(page: Page, alice: Person) -> None:
    for number in range(70):
        alice.send(f"{number}")
    messages = (await page.person(1))["chat"]["messages"]
    assert [message["text"] for message in messages] == [f"{number}" for number in range(10, 70)]


async def test_what_people_write_never_becomes_html(page: Page, alice: Person) -> None:
    await page.post("people/1/send", text='<img src=x onerror="alert(1)"> & "')
    message = await page.last(1)
    assert message["text_html"] == '&lt;img src=x onerror="alert(1)"&gt; &amp; "'


async def test_a_person_writes_replies_edits_and_reacts(
    page: Page, alice: Person, telegram: Telegram
) -> None:
    sent = await page.post("people/1/send", text="Раз")
    await page.post("people/1/send", text="Два", reply_to=sent["id"])
    await page.post("people/1/edit", message_id=sent["id"], text="Три")
    await page.post("people/1/react", message_id=sent["id"], emoji="👍")
    messages = (await page.person(1))["chat"]["messages"]
    assert [message["text"] for message in messages] == ["Три", "Два"]
    assert messages[1]["reply_to"] == sent["id"]
    assert messages[0]["edited"]
    assert messages[0]["reactions"] == ["👍"]
    await page.post("people/1/react", message_id=sent["id"])
    assert alice.messages[0].reactions == {}


async def test_media_go_up_and_come_back(page: Page, bot: Bot, alice: Person) -> None:
    form = aiohttp.FormData({"kind": "photo", "caption": "Вот"})
    form.add_field("file", PIXEL, filename="p.png", content_type="image/png")
    await page.send("people/1/media", data=form)
    message = await page.last(1)
    assert message["text"] == "Вот"
    assert message["media"]["size"] == len(PIXEL)
    async with page.client.get(message["media"]["url"]) as response:
        assert await response.read() == PIXEL
        assert response.headers["Content-Disposition"].startswith("inline")
    for kind in ("contact", "sticker", "voice", "video", "video_note", "audio", "animation"):
        await page.send("people/1/media", data={"kind": kind, "reply_to": str(message["id"])})
        last = await page.last(1)
        assert last["media"]["kind"] == kind
        assert last["reply_to"] == message["id"]
    assert len(await bot.get_updates()) == 8  # and aiogram reads each of them
    wrong = await page.send("people/1/media", 400, data={"kind": "hologram"})
    assert "hologram" in wrong["error"]


async def test_an_album_goes_up_as_one(page: Page, alice: Person) -> None:
    said = alice.send("Вот")
    form = aiohttp.FormData({"caption": "раз", "reply_to": str(said.id)})
    for kind, name in (("photo", "p.png"), ("video", "v.mp4")):
        form.add_field("kind", kind)
        form.add_field("file", PIXEL, filename=name)
    await page.send("people/1/album", data=form)
    first, second = alice.messages[-2:]
    assert first.text == "раз"
    assert first.reply_to is second.reply_to is said
    shown = await page.last(1)
    assert shown["album"] == first.media_group_id == second.media_group_id
    assert shown["media"]["name"] == "v.mp4"
    for wrong, error in (
        ({"kind": "photo"}, "Each file has a kind of its own"),
        ({}, "An album has 2 to 10 files"),
    ):
        refused = await page.send("people/1/album", 400, data=wrong)
        assert error in refused["error"]


async def test_a_document_is_downloaded_never_shown(page: Page, alice: Person) -> None:
    alice.send_document(b"<script>alert(1)</script>", name='a"\n.html', mime="text/html")
    message = await page.last(1)
    async with page.client.get(message["media"]["url"]) as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"] == (
            "attachment; filename*=UTF-8''a%22%0A.html"
        )
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    async with page.client.get("/sandbox/files/nothing") as response:
        assert response.status == 404


async def test_taps_links_and_blocks(page: Page, bot: Bot, alice: Person) -> None:
    await page.post("people/1/start", payload="t_1")
    await page.post("people/1/open", link="https://t.me/sarafan_bot?start=r_2")
    await page.post("people/1/open", link="c_3")
    assert [message.text for message in alice.messages] == [
        "/start t_1",
        "/start r_2",
        "/start c_3",
    ]
    buttons = [
        InlineKeyboardButton(text="Да", callback_data="yes"),
        InlineKeyboardButton(text="Сайт", url="https://a.ru"),
    ]
    markup = InlineKeyboardMarkup(inline_keyboard=[buttons])
    sent = await bot.send_message(1, "Да?", reply_markup=markup)
    at = sent.message_id
    assert await page.post("people/1/tap", message_id=at, index=0) == {"ok": True}
    tapped = await page.post("people/1/tap", message_id=at, index=1)
    assert tapped == {"ok": True, "url": "https://a.ru"}
    assert alice.spinners == 1
    await page.post("people/1/block")
    assert (await page.person(1))["blocked"]
    assert "blocked" in (await page.post("people/1/send", 400, text="Эй"))["error"]
    await page.post("people/1/unblock")
    assert not alice.blocked


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("people/1/send", {"text": ""}, 400),
        ("people/1/send", {"text": 7}, 400),
        ("people/1/send", {"words": "x"}, 400),
        ("people/1/send", {"text": "x", "reply_to": 99}, 404),
        ("people/9/send", {"text": "x"}, 404),
        ("people/1/tap", {"message_id": 99, "index": 0}, 404),
        ("people/1/tap", {"message_id": 1, "index": 7}, 400),
        ("people/1/start", {"payload": "a b"}, 400),
        ("people/1/open", {"link": "https://example.org"}, 400),
        ("people/1/edit", {"message_id": 99, "text": "x"}, 404),
        ("people", {"name": ""}, 400),
        ("people", {"name": "  "}, 400),
        ("clock", {"to": "yesterday"}, 400),
        ("clock", {"hours": -1}, 400),
        ("clock", {"to": "next"}, 400),
    ],
)
async def test_a_wrong_request_is_answered_in_words(
    page: Page, alice: Person, path: str, body: Json, status: int
) -> None:
    alice.start()
    answer = await page.post(path, status, **body)
    assert answer["error"]
    assert len(alice.messages) == 1


async def test_a_body_that_is_no_json_is_answered_in_words(page: Page, alice: Person) -> None:
    assert (await page.send("people/1/send", 400, data="{"))["error"]


async def test_another_site_may_not_use_the_sandbox(page: Page, alice: Person) -> None:
    foreign = {"Origin": "https://evil.example"}
    await page.send("people/1/block", 403, json={}, headers=foreign)
    own = {"Origin": str(page.client._base_url).rstrip("/")}
    await page.send("people/1/start", 200, json={}, headers=own)
    assert not alice.blocked
    async with page.client.get("/sandbox/state", headers=foreign) as response:
        assert "Access-Control-Allow-Origin" not in response.headers


async def test_people_who_are_not_on_the_page_are_not_shown(
    page: Page, telegram: Telegram, alice: Person
) -> None:
    telegram.add_person(500, "Гость", on_page=False).start()
    assert [person["id"] for person in (await page.state())["people"]] == [1]


async def test_another_person_can_be_added(page: Page, alice: Person) -> None:
    added = await page.post("people", name="<b>Зоя</b>")
    assert (await page.person(added["id"]))["name"] == "<b>Зоя</b>"
    await page.post(f"people/{added['id']}/start")


async def test_events_tell_of_changes_toasts_and_the_clock(
    page: Page, bot: Bot, alice: Person
) -> None:
    alice.start()
    markup = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]]
    )
    await bot.send_message(1, "Да?", reply_markup=markup)
    alice.tap("Да")
    query = (await bot.get_updates(offset=-1))[0].callback_query
    assert query is not None
    async with page.client.get("/sandbox/events") as stream:
        assert stream.content_type == "text/event-stream"
        await stream.content.readuntil(b"\n\n")
        await query.answer("Сохранено").as_(bot)
        await page.post("clock", hours=1)
        events = [await read_event(stream) for _ in range(6)]
    later = (MORNING + timedelta(hours=1)).isoformat()
    assert events == [
        {"kind": "toast", "person": 1, "text": "Сохранено", "alert": False},
        {"kind": "changed", "people": [1]},
        {"kind": "clock", "now": MORNING.isoformat()},
        {"kind": "changed", "people": [1]},
        {"kind": "clock", "now": later},
        {"kind": "changed", "people": [1]},
    ]


async def read_event(stream: aiohttp.ClientResponse) -> Json:
    line = await stream.content.readuntil(b"\n\n")
    event: Json = json.loads(line.removeprefix(b"data: "))
    return event


async def test_the_clock_jumps_by_hours_and_days(page: Page, clock: Clock) -> None:
    await page.post("clock", hours=1)
    answer = await page.post("clock", days=2)
    assert clock.now() == MORNING + timedelta(days=2, hours=1)
    assert datetime.fromisoformat(answer["now"]) == clock.now()


async def test_the_clock_lives_through_the_time_one_move_at_a_time(
    telegram: Telegram, clock: Clock
) -> None:
    moving, go_on = asyncio.Event(), asyncio.Event()
    event = MORNING + timedelta(hours=5)

    async def next_event() -> datetime | None:
        return event if clock.now() < event else None

    async def live_through(until: datetime) -> None:
        moving.set()
        await go_on.wait()
        clock.move_to(until)

    async with (
        await serve(telegram, next_event=next_event, live_through=live_through) as server,
        aiohttp.ClientSession(server.url) as client,
    ):
        page = Page(client)
        state = await page.state()
        assert state["clock"] == {"can_next": True, "next": event.isoformat(), "moving": False}
        first = asyncio.create_task(page.post("clock", to="next"))
        await moving.wait()
        assert (await page.state())["clock"]["moving"]
        await page.post("clock", 409, hours=1)
        go_on.set()
        assert (await first)["now"] == event.isoformat()
        assert (await page.state())["clock"] == {"can_next": False, "next": None, "moving": False}


async def test_inline_results_are_asked_for_and_sent_to_a_friend(
    page: Page, bot: Bot, alice: Person, bob: Person, telegram: Telegram
) -> None:
    await page.post("people/1/inline", 400, query="r_1")
    telegram.bot.supports_inline_queries = True
    await page.post("people/1/inline", query="r_1")
    list_of: Json = {"query": "r_1", "chat_type": "private", "results": [], "button": None}
    assert (await page.person(1))["inline"] == {**list_of, "pending": True}
    query = (await bot.get_updates(offset=-1))[0].inline_query
    assert query is not None
    card = InlineQueryResultArticle(
        id="card",
        title="Карточка",
        input_message_content=InputTextMessageContent(message_text="Приходите"),
        reply_markup=InlineKeyboardMarkup(
            inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]]
        ),
    )
    await bot.answer_inline_query(query.id, [card])
    shown = {"id": "card", "title": "Карточка", "description": "", "text": "Приходите"}
    expected = {**list_of, "pending": False, "results": [shown]}
    assert (await page.person(1))["inline"] == expected
    await page.post("people/1/choose", 404, result_id="card", to=99)
    await page.post("people/1/choose", 400, result_id="other", to=2)
    await page.post("people/1/choose", result_id="card", to=2)
    assert (await page.person(1))["inline"] is None
    letter = await page.last(2)
    assert (letter["from"], letter["text"]) == ("friend", "Приходите")
    assert letter["via"] == {"name": "Алиса Ким", "bot": "sarafan_bot"}
    await page.post("people/2/tap", message_id=letter["id"], index=0)
    assert (await page.last(2))["buttons"][0][0]["pending"]
    for verb in ({"text": "Нет"}, {"emoji": "👍"}):
        path = "edit" if "text" in verb else "react"
        await page.post(f"people/2/{path}", 404, message_id=letter["id"], **verb)


async def test_the_page_itself_is_served(page: Page) -> None:
    async with page.client.get("/") as response:
        assert response.status == 200
        assert "<html" in await response.text()
