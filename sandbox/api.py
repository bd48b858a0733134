"""The one door for requests, over HTTP and in process alike."""

import asyncio
import inspect
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sandbox.bots import BotAccount
from sandbox.faults import HTML_502, Kind
from sandbox.methods import METHODS
from sandbox.parameters import Method, known_methods, read
from sandbox.refusals import Refusal
from sandbox.requests import Request, Upload
from sandbox.telegram import Call, Telegram

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
# What makes many messages at once, and the parameter that says how many.
SEVERAL = {
    "sendMediaGroup": "media",
    "copyMessages": "message_ids",
    "forwardMessages": "message_ids",
}
UNLIMITED = frozenset({"getUpdates", "answerCallbackQuery", "getChat"})


class Dropped(Exception):
    """The connection broke, before or after the request took effect."""


class Answer(NamedTuple):
    status: int
    body: str
    content_type: str = "application/json"


@dataclass
class Incoming:
    """A request as it came: names and texts, not yet understood."""

    telegram: Telegram
    token: str
    method: str
    raw: Mapping[str, str]
    files: Mapping[str, Upload] = field(default_factory=dict)

    @property
    def chat_id(self) -> int | None:
        chat_id = self.raw.get("chat_id", "")
        return int(chat_id) if chat_id.lstrip("-").isdecimal() else None

    @property
    def messages(self) -> int:
        """How many messages come of it, as far as it can be read."""
        name = SEVERAL.get(self.method)
        try:
            several = json.loads(self.raw.get(name, "")) if name else None
        except ValueError:
            return 1
        return max(len(several), 1) if isinstance(several, list) else 1

    def note(self, outcome: int | str, description: str = "") -> None:
        now = self.telegram.clock.now()
        self.telegram.log.append(Call(self.method, dict(self.raw), outcome, description, now))

    def refuse(self, refusal: Refusal) -> Answer:
        self.note(refusal.code, refusal.description)
        return Answer(refusal.code, json.dumps(refusal.body(), ensure_ascii=False))


async def call(incoming: Incoming) -> Answer:
    """Who asks, and for what; then faults on order; then limits and the method itself."""
    try:
        bot = _bot(incoming)
        method = _method(incoming)
    except Refusal as refusal:
        return incoming.refuse(refusal)
    incoming.method = method.__api_method__
    kind = incoming.telegram.faults.take(incoming.method, incoming.chat_id)
    if kind is not None and kind.instead:
        return _fail(incoming, kind)
    answer = await _run(incoming, bot, method)
    if kind is not None:
        await asyncio.sleep(kind.seconds)
        if kind.trouble == "drop_after":
            raise Dropped(incoming.method)
    return answer


def _fail(incoming: Incoming, kind: Kind) -> Answer:
    if kind.refusal is not None:
        return incoming.refuse(kind.refusal)
    incoming.note(kind.trouble)
    if kind.trouble == "drop_before":
        raise Dropped(incoming.method)
    return Answer(502, HTML_502, "text/html")


async def _run(incoming: Incoming, bot: BotAccount, method: Method) -> Answer:
    try:
        if "chat_id" in method.model_fields and incoming.method not in UNLIMITED:
            incoming.telegram.limits.check(bot.id, incoming.chat_id, incoming.messages)
        result = await _result(incoming, bot, method)
    except Refusal as refusal:
        return incoming.refuse(refusal)
    incoming.note(200)
    return Answer(200, json.dumps({"ok": True, "result": result}, ensure_ascii=False))


async def _result(incoming: Incoming, bot: BotAccount, method: Method) -> Any:
    if incoming.method not in METHODS:
        raise Refusal(501, f"the sandbox does not know {incoming.method} yet")
    params = read(method, incoming.raw, incoming.files)
    request = Request(incoming.telegram, bot, params, dict(incoming.files))
    result = METHODS[incoming.method](request)
    return await result if inspect.isawaitable(result) else result


def _bot(incoming: Incoming) -> BotAccount:
    if not TOKEN.fullmatch(incoming.token):
        raise Refusal(404)
    if incoming.token not in incoming.telegram.bots:
        raise Refusal(401)
    return incoming.telegram.bots[incoming.token]


def _method(incoming: Incoming) -> Method:
    if incoming.method.lower() not in known_methods():
        raise Refusal(404)
    return known_methods()[incoming.method.lower()]
