"""The sandbox over HTTP: the Bot API, its files, and the chat page."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from aiohttp import web

from sandbox.api import Dropped, Incoming, call
from sandbox.page_api import page_routes
from sandbox.page_clock import LiveThrough, NextEvent, PageClock
from sandbox.requests import Upload
from sandbox.telegram import Telegram

PAGE = Path(__file__).parent / "page"
# More than Telegram takes, so that the sandbox itself says what is too large.
BODY_LIMIT = 64 * 1024 * 1024
NOT_FOUND = {"ok": False, "error_code": 404, "description": "Not Found"}


@dataclass
class Server:
    """A running server; `async with await serve(telegram) as server` closes it at the end."""

    url: str
    runner: web.AppRunner

    async def close(self) -> None:
        await self.runner.cleanup()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.close()


async def serve(
    telegram: Telegram,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    next_event: NextEvent | None = None,
    live_through: LiveThrough | None = None,
) -> Server:
    """`live_through` moves the clock itself, step by step; without it the clock just jumps."""
    app = build_app(telegram, PageClock(telegram, next_event, live_through))
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    address = runner.addresses[0]
    return Server(f"http://{address[0]}:{address[1]}", runner)


def build_app(telegram: Telegram, clock: PageClock) -> web.Application:
    api = BotApi(telegram)
    app = web.Application(client_max_size=BODY_LIMIT)
    app.add_routes(page_routes(telegram, clock))
    app.router.add_route("*", r"/bot{token:[^/]*}/{method:[^/]*}", api.answer)
    app.router.add_get(r"/file/bot{token:[^/]*}/{path:.+}", api.download)
    app.router.add_route("*", r"/{anything:(?:bot|file/).*}", _not_found)
    app.router.add_get("/", _index)
    if PAGE.is_dir():
        app.router.add_static("/", PAGE)
    return app


class BotApi:
    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.method not in ("GET", "POST"):
            return await _not_found(request)
        try:
            raw, files = await read_form(request)
        except ValueError:
            return _refuse(400, "Bad Request: can't parse the request")
        except web.HTTPRequestEntityTooLarge:
            return _refuse(413, "Request Entity Too Large")
        token, method = request.match_info["token"], request.match_info["method"]
        try:
            answer = await call(Incoming(self.telegram, token, method, raw, files))
        except Dropped:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        return web.Response(
            status=answer.status, text=answer.body, content_type=answer.content_type
        )

    async def download(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] not in self.telegram.bots:
            return await _not_found(request)
        file = self.telegram.files.at(request.match_info["path"])
        if file is None:
            return await _not_found(request)
        return web.Response(body=file.content, content_type="application/octet-stream")


async def read_form(request: web.Request) -> tuple[dict[str, str], dict[str, Upload]]:
    """Parameters from the query, and from a form, a multipart or a JSON body."""
    raw: dict[str, str] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.method == "GET" or not request.can_read_body:
        return raw, files
    if request.content_type == "application/json":
        return raw | _read_json(await request.text()), files
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = Upload(value.file.read(), value.filename)
            value.file.close()
        elif isinstance(value, str):
            raw[name] = value
        else:
            raw[name] = bytes(value).decode()
    return raw, files


def _read_json(text: str) -> dict[str, str]:
    """Texts stay as they are; all else goes on as JSON, as a form would carry it."""
    body = json.loads(text)
    if not isinstance(body, dict):
        raise ValueError("an object is expected")
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in body.items()
        if value is not None
    }


def _refuse(code: int, words: str) -> web.Response:
    body = {"ok": False, "error_code": code, "description": words}
    return web.json_response(body, status=code)


async def _not_found(request: web.Request) -> web.StreamResponse:
    return web.json_response(NOT_FOUND, status=404)


async def _index(request: web.Request) -> web.StreamResponse:
    if not (PAGE / "index.html").exists():
        return web.Response(text="The chat page is not here.", status=404)
    return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})
