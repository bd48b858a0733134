"""Answers to taps, and reactions."""

import re
from datetime import timedelta
from typing import Any

from sandbox.account import Toast
from sandbox.refusals import bad_request
from sandbox.requests import Request

# Telegram gives no number; after about this long its apps stop waiting.
CALLBACK_LASTS = timedelta(seconds=15)
ANSWER_LIMIT = 200
REACTIONS_TEXT = """
❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌
🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓
🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡
🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀
😡
"""
REACTIONS = frozenset(REACTIONS_TEXT.split())


def answer_callback_query(request: Request) -> bool:
    text = request.get("text", "")
    if len(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    _check_url(request)
    tap = request.bot.taps.pop(request.params["callback_query_id"], None)
    now = request.telegram.clock.now()
    if tap is None or now - tap.at > CALLBACK_LASTS:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if text:
        toast = Toast(text, request.get("show_alert", False))
        tap.person.toasts.append(toast)
        request.telegram.tell(kind="toast", person=tap.person.id, text=text, alert=toast.alert)
    request.telegram.tell(tap.person)
    return True


def set_message_reaction(request: Request) -> bool:
    wanted: list[dict[str, Any]] = request.get("reaction", [])
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(one["type"] != "emoji" or one["emoji"] not in REACTIONS for one in wanted):
        raise bad_request("REACTION_INVALID")
    chat = request.open_chat()
    message = chat.find(request.params["message_id"])
    if message is None:
        raise bad_request("message to react not found")
    message.reactions.pop(request.bot.id, None)
    if wanted:
        message.reactions[request.bot.id] = [one["emoji"] for one in wanted]
    request.telegram.tell(chat.person)
    return True


def _check_url(request: Request) -> None:
    """A callback's answer may open nothing but a link to the bot itself."""
    own = rf"(https?://)?t\.me/{request.bot.username}\?start=[\w-]{{1,64}}"
    if (url := request.get("url")) and not re.fullmatch(own, url, re.IGNORECASE):
        raise bad_request("URL_INVALID")
