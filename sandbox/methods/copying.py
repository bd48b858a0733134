"""copyMessage and forwardMessage."""

from typing import Any

from sandbox.chats import Message
from sandbox.entities import Formatted
from sandbox.methods.sending import send
from sandbox.refusals import bad_request
from sandbox.requests import Request

Json = dict[str, Any]


def copy_message(request: Request) -> Json:
    """Keeps media, words and formatting; a new caption replaces the old one, a keyboard is new."""
    source = _source(request, "copy", "copied")
    words = Formatted(source.text, source.entities)
    if source.media is not None and "caption" in request.params:
        words = request.caption()
    sent = send(
        request,
        words,
        media=source.media,
        link_preview_options=source.link_preview_options,
    )
    return {"message_id": sent["message_id"]}


def forward_message(request: Request) -> Json:
    source = _source(request, "forward", "forwarded")
    return send(
        request,
        Formatted(source.text, source.entities),
        media=source.media,
        origin=source.origin or _origin(source),
    )


def _source(request: Request, verb: str, participle: str) -> Message:
    message = request.chat("from_chat_id").find(request.params["message_id"])
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if message.protected:
        raise bad_request(f"message can't be {participle}")
    return message


def _origin(message: Message) -> Json:
    author = message.chat.bot.json() if message.from_bot else message.chat.person.json()
    return {"type": "user", "date": int(message.date.timestamp()), "sender_user": author}
