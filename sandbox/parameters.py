"""Parameters of a request, checked against aiogram's own method types.

What comes over HTTP is text: scalars stay as they are written ("7" is a fine message), objects are
JSON. What Telegram would pass over in silence (an unknown name, a bool spelt otherwise) is refused
here, since it is a mistake of the bot's all the same.
"""

import json
import types
from collections.abc import Mapping
from datetime import datetime
from functools import cache, reduce
from operator import or_
from typing import Any, Union, get_args, get_origin

import aiogram.methods
from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from aiogram.types import (
    ForceReply,
    InlineKeyboardMarkup,
    InputFile,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from pydantic import BaseModel, TypeAdapter, ValidationError

from sandbox.albums import check_media
from sandbox.refusals import Refusal, bad_request

Method = type[TelegramMethod[Any]]
Params = dict[str, Any]

BOOLS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}

# Passing over these in silence would put a message where it does not belong.
NOT_YET = frozenset(
    (
        "business_connection_id",
        "direct_messages_topic_id",
        "ephemeral_message_parameters",
        "message_thread_id",
        "receiver_user_id",
        "rich_message",
        "suggested_post_parameters",
    )
)

KEYBOARDS: dict[str, TypeAdapter[Any]] = {
    "inline_keyboard": TypeAdapter(InlineKeyboardMarkup),
    "keyboard": TypeAdapter(ReplyKeyboardMarkup),
    "remove_keyboard": TypeAdapter(ReplyKeyboardRemove),
    "force_reply": TypeAdapter(ForceReply),
}

# Telegram's own words for what is missing or cannot be read.
MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
    "video": "there is no video in the request",
    "media": "input media is not specified",
    "file_id": "file_id not specified",
    "action": "wrong parameter action in request",
    "commands": "can't parse commands list JSON object",
    "callback_query_id": ("query is too old and response timeout expired or query ID is invalid"),
    "inline_query_id": ("query is too old and response timeout expired or query ID is invalid"),
}
MALFORMED = {
    "reply_markup": "can't parse reply keyboard markup JSON object",
    "entities": "can't parse entities JSON object",
    "caption_entities": "can't parse entities JSON object",
    "media": "can't parse InputMedia JSON object",
    "message_ids": "can't parse message identifiers JSON object",
    "commands": "can't parse commands list JSON object",
    "results": "can't parse inline query result",
    "button": "can't parse inline query results button",
    "reply_parameters": "can't parse ReplyParameters JSON object",
}


@cache
def known_methods() -> dict[str, Method]:
    """All that aiogram knows, by lower-case name: Telegram does not mind the case."""
    named = (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    return {
        one.__api_method__.lower(): one
        for one in named
        if isinstance(one, type) and issubclass(one, TelegramMethod) and one is not TelegramMethod
    }


def read(method: Method, raw: Mapping[str, str], files: Mapping[str, Any]) -> Params:
    """Typed values: objects as plain JSON, without the fields that are null."""
    given = {**{name: f"attach://{name}" for name in files if name in method.model_fields}, **raw}
    for name in given:
        if name not in method.model_fields:
            raise bad_request(f'unknown parameter "{name}" in {method.__api_method__}')
        if name in NOT_YET:
            raise Refusal(501, f'the sandbox does not know "{name}" yet')
    for name, field in method.model_fields.items():
        if field.is_required() and given.get(name, "") == "":
            raise bad_request(MISSING.get(name, f'parameter "{name}" is required'))
    return {
        name: _value(method, name, text)
        for name, text in given.items()
        if text != "" or _is_text(method, name)
    }


@cache
def _members(method: Method, name: str) -> tuple[Any, ...]:
    """The types that a field takes, without those that only aiogram knows."""
    annotation = method.model_fields[name].annotation
    members = get_args(annotation) if _is_union(annotation) else (annotation,)
    return tuple(one for one in members if one not in (Default, type(None)))


def _is_union(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, types.UnionType)


@cache
def _adapter(method: Method, name: str) -> TypeAdapter[Any]:
    return TypeAdapter(reduce(or_, _members(method, name)))


def _is_text(method: Method, name: str) -> bool:
    members = _members(method, name)
    return str in members or InputFile in members


def _keyboard(plain: Any) -> TypeAdapter[Any]:
    """By its first field: aiogram's types alone would take a broken keyboard for a removal."""
    for name, kind in KEYBOARDS.items():
        if isinstance(plain, dict) and name in plain:
            return kind
    raise ValueError("object expected as reply markup")


def _value(method: Method, name: str, text: str) -> Any:
    members = _members(method, name)
    if _is_text(method, name):
        return int(text) if int in members and text.lstrip("-").isdecimal() else text
    if bool in members:
        return _bool(name, text)
    if int in members or datetime in members or float in members:
        return _number(name, text, whole=float not in members)
    return _object(method, name, text)


def _bool(name: str, text: str) -> bool:
    if text.lower() not in BOOLS:
        raise bad_request(f'can\'t parse "{name}": a Boolean is expected')
    return BOOLS[text.lower()]


def _number(name: str, text: str, *, whole: bool) -> float:
    try:
        return int(text) if whole else float(text)
    except ValueError:
        raise bad_request(f'can\'t parse "{name}": a number is expected') from None


def _object(method: Method, name: str, text: str) -> Any:
    words = MALFORMED.get(name, f'can\'t parse "{name}"')
    try:
        plain = without_nulls(json.loads(text))
        if (method.__api_method__, name) == ("sendMediaGroup", "media"):
            check_media(plain)
        adapter = _keyboard(plain) if name == "reply_markup" else _adapter(method, name)
        parsed = adapter.validate_python(plain)
    except ValidationError as trouble:
        first = trouble.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise bad_request(f"{words}: {first['msg']} ({where})") from None
    except ValueError:
        raise bad_request(words) from None
    if unknown := _unknown(parsed):
        raise bad_request(f'{words}: unknown field "{unknown}"')
    return plain


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_nulls(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [without_nulls(one) for one in value]
    return value


def _unknown(value: Any) -> str | None:
    """A field that aiogram's type does not have, however deep."""
    if isinstance(value, BaseModel):
        for name in value.model_extra or {}:
            return name
        return _unknown([getattr(value, name) for name in value.model_fields_set])
    if isinstance(value, list):
        return next((found for one in value if (found := _unknown(one))), None)
    return None
