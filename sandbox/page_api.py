"""What the chat page asks of the sandbox: its state, its events, and a hand on each person."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sandbox.account import NotPossible
from sandbox.albums import Item
from sandbox.chats import Message
from sandbox.files import SAMPLES
from sandbox.page_clock import Busy, PageClock, until
from sandbox.page_state import show
from sandbox.people import Person
from sandbox.telegram import Telegram

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Form = TypeVar("Form", bound=BaseModel)

HEARTBEAT = 15.0
# What a browser may show in place; all else is a download.
SHOWN = ("image/png", "image/jpeg", "image/gif", "image/webp", "audio/", "video/")


class Missing(Exception):
    """No such person or message."""


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Send(Body):
    text: str
    reply_to: int | None = None


class Tap(Body):
    message_id: int
    index: int


class Ask(Body):
    query: str


class Choose(Body):
    result_id: str
    to: int | None = None


class Start(Body):
    payload: str | None = None


class Link(Body):
    link: str


class Edit(Body):
    message_id: int
    text: str


class React(Body):
    message_id: int
    emoji: str = ""


class Move(Body):
    to: str | None = Field(None, pattern="^next$")
    hours: float = Field(0, ge=0, le=24 * 366)
    days: float = Field(0, ge=0, le=366)


class Newcomer(Body):
    name: str = Field(min_length=1, max_length=64)


def page_routes(telegram: Telegram, clock: PageClock) -> list[web.RouteDef]:
    page = PageApi(telegram, clock)
    person = "/sandbox/people/{id:[0-9]+}"
    posts: dict[str, Handler] = {
        "/sandbox/clock": page.move,
        "/sandbox/people": page.add_person,
        f"{person}/send": page.send,
        f"{person}/media": page.send_media,
        f"{person}/album": page.send_album,
        f"{person}/tap": page.tap,
        f"{person}/inline": page.ask_inline,
        f"{person}/choose": page.choose,
        f"{person}/close_results": page.close_results,
        f"{person}/results_button": page.press_results_button,
        f"{person}/start": page.start,
        f"{person}/open": page.open_link,
        f"{person}/block": page.block,
        f"{person}/unblock": page.unblock,
        f"{person}/edit": page.edit,
        f"{person}/react": page.react,
    }
    return [
        web.get("/sandbox/state", page.state),
        web.get("/sandbox/events", page.events),
        web.get("/sandbox/files/{id}", page.file),
        *(web.post(path, in_words(handler)) for path, handler in posts.items()),
    ]


def in_words(handler: Handler) -> Handler:
    """Refuses other sites, and says in words what could not be done."""

    async def answer(request: web.Request) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != request.host:
            return _error(403, "Only the sandbox's own page may do this")
        try:
            return await handler(request)
        except (NotPossible, ValueError) as trouble:
            return _error(400, _in_words(trouble))
        except Missing as trouble:
            return _error(404, str(trouble))
        except Busy:
            return _error(409, "The clock is moving already")

    return answer


class PageApi:
    def __init__(self, telegram: Telegram, clock: PageClock) -> None:
        self.telegram = telegram
        self.clock = clock

    async def state(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(show(self.telegram, await self.clock.state()))

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events; a comment now and then shows that the line is alive."""
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
        response = web.StreamResponse(headers=headers)
        with self.telegram.changed.listen() as events:
            await response.prepare(request)
            await response.write(b": hello\n\n")
            while True:
                try:
                    event = await asyncio.wait_for(events.get(), HEARTBEAT)
                    line = f"data: {json.dumps(event, ensure_ascii=False)}\n\n"
                except TimeoutError:
                    line = ": still here\n\n"
                await response.write(line.encode())

    async def file(self, request: web.Request) -> web.StreamResponse:
        file = self.telegram.files.known(request.match_info["id"])
        if file is None:
            return _error(404, "There is no such file")
        shown = file.kind != "document" and file.mime.startswith(SHOWN)
        place = "inline" if shown else "attachment"
        headers = {
            "Content-Type": file.mime if shown else "application/octet-stream",
            "Content-Disposition": f"{place}; filename*=UTF-8''{quote(file.name, safe='')}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        }
        return web.Response(body=file.content, headers=headers)

    async def send(self, request: web.Request) -> web.StreamResponse:
        person, body = self._person(request), await _read(request, Send)
        return _done(person.type(body.text, reply_to=self._message(person, body.reply_to)))

    async def send_media(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request)
        form = await request.post()
        kind = _text(form.get("kind"))
        number = _text(form.get("reply_to"))
        reply_to = self._message(person, int(number) if number else None)
        if kind == "contact":
            return _done(person.send_contact(reply_to=reply_to))
        if kind == "sticker":
            return _done(person.send_sticker(reply_to=reply_to))
        if kind not in SAMPLES:
            raise ValueError(f"No media of this kind: {kind!r}")
        return _done(
            _send_file(person, kind, form.get("file"), _text(form.get("caption")), reply_to)
        )

    async def send_album(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request)
        form = await request.post()
        number = _text(form.get("reply_to"))
        reply_to = self._message(person, int(number) if number else None)
        files, kinds = form.getall("file", []), form.getall("kind", [])
        if len(files) != len(kinds):
            raise ValueError("Each file has a kind of its own")
        items = [_item(_text(kind), file) for kind, file in zip(kinds, files, strict=True)]
        caption = _text(form.get("caption"))
        return _done(person.send_album(*items, caption=caption, reply_to=reply_to)[0])

    async def tap(self, request: web.Request) -> web.StreamResponse:
        person, body = self._person(request), await _read(request, Tap)
        letters = {letter.id: letter for letter in person.inbox}
        message = letters.get(body.message_id) or self._existing(person, body.message_id)
        found = person.tap(message=message, index=body.index)
        return web.json_response({"ok": True, **({"url": found} if found else {})})

    async def ask_inline(self, request: web.Request) -> web.StreamResponse:
        person, body = self._person(request), await _read(request, Ask)
        person.asks_inline(body.query)
        return _done()

    async def choose(self, request: web.Request) -> web.StreamResponse:
        person, body = self._person(request), await _read(request, Choose)
        to = None if body.to is None else self._known(body.to)
        return _done(person.choose(body.result_id, to=to))

    async def close_results(self, request: web.Request) -> web.StreamResponse:
        self._person(request).close_results()
        return _done()

    async def press_results_button(self, request: web.Request) -> web.StreamResponse:
        url = self._person(request).press_results_button()
        return web.json_response({"ok": True, **({"url": url} if url else {})})

    async def start(self, request: web.Request) -> web.StreamResponse:
        person, body = self._person(request), await _read(request, Start)
        return _done(person.start(body.payload))

    async def open_link(self, request: web.Request) -> web.StreamResponse:
        """A link, or just what stands behind ?start= in one."""
        person, body = self._person(request), await _read(request, Link)
        link = body.link.strip()
        is_link = "/" in link or "." in link
        return _done(person.open_link(link) if is_link else person.start(link or None))

    async def block(self, request: web.Request) -> web.StreamResponse:
        self._person(request).block()
        return _done()

    async def unblock(self, request: web.Request) -> web.StreamResponse:
        self._person(request).unblock()
        return _done()

    async def edit(self, request: web.Request) -> web.StreamResponse:
        person, body = self._person(request), await _read(request, Edit)
        return _done(person.edit(self._existing(person, body.message_id), body.text))

    async def react(self, request: web.Request) -> web.StreamResponse:
        person, body = self._person(request), await _read(request, React)
        person.react(self._existing(person, body.message_id), *filter(None, [body.emoji]))
        return _done()

    async def add_person(self, request: web.Request) -> web.StreamResponse:
        body = await _read(request, Newcomer)
        name = body.name.strip()
        if not name:
            raise ValueError("A person has a name")
        person = self.telegram.add_person(max(self.telegram.people, default=0) + 1, name)
        return web.json_response({"id": person.id})

    async def move(self, request: web.Request) -> web.StreamResponse:
        body = await _read(request, Move)
        now = self.telegram.clock.now()
        if body.to == "next":
            coming = await self.clock.next()
            if coming is None:
                raise ValueError("Nothing is planned")
        else:
            coming = until(now, body.hours, body.days)
        await self.clock.move(max(coming, now))
        return web.json_response({"now": self.telegram.clock.now().isoformat()})

    def _person(self, request: web.Request) -> Person:
        return self._known(int(request.match_info["id"]))

    def _known(self, id: int) -> Person:
        person = self.telegram.people.get(id)
        if person is None:
            raise Missing("There is no such person")
        return person

    def _message(self, person: Person, message_id: int | None) -> Message | None:
        return None if message_id is None else self._existing(person, message_id)

    def _existing(self, person: Person, message_id: int) -> Message:
        message = person.chat.find(message_id)
        if message is None:
            raise Missing("There is no such message")
        return message


async def _read(request: web.Request, form: type[Form]) -> Form:
    return form.model_validate_json(await request.read() or b"{}")


def _send_file(
    person: Person, kind: str, file: Any, caption: str, reply_to: Message | None
) -> Message:
    one = _item(kind, file)
    return person.send_media(
        kind, one.content, name=one.name, mime=one.mime, caption=caption, reply_to=reply_to
    )


def _item(kind: str, file: Any) -> Item:
    if not isinstance(file, web.FileField):
        return Item(kind)
    content = file.file.read()
    file.file.close()
    return Item(kind, content, file.filename, file.content_type or None)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _done(message: Message | None = None) -> web.Response:
    return web.json_response({"ok": True, **({"id": message.id} if message else {})})


def _error(status: int, words: str) -> web.Response:
    return web.json_response({"error": words}, status=status)


def _in_words(trouble: Exception) -> str:
    if isinstance(trouble, ValidationError):
        first = trouble.errors()[0]
        return f"{'.'.join(map(str, first['loc'])) or 'body'}: {first['msg']}"
    return str(trouble).partition("\n")[0]
