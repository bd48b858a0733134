"""Copies and forwards, of one message and of many."""

from collections import Counter
from typing import Any

from sandbox.cards import can_be_copied, copied
from sandbox.chats import Message
from sandbox.entities import Formatted
from sandbox.methods.sending import send
from sandbox.refusals import bad_request
from sandbox.requests import Request

Json = dict[str, Any]


def copy_message(request: Request) -> Json:
    """Keeps media, words and formatting; a new caption replaces the old one, a keyboard is new."""
    source = _source(request, "copy", "copied")
    if source.media is None or not source.media.captioned or "caption" not in request.params:
        return _copy(request, source, _words(source))
    above = request.get("show_caption_above_media", False)
    return _copy(request, source, request.caption(), caption_above=above)


def copy_messages(request: Request) -> list[Json]:
    sources = [one for one in _sources(request) if _can_be_copied(one)]
    albums = _albums(request, sources)
    bare = request.get("remove_caption", False)
    return [
        _copy(
            request,
            source,
            Formatted("", []) if bare and source.media else _words(source),
            album=albums.get(source.media_group_id),
        )
        for source in sources
    ]


def forward_message(request: Request) -> Json:
    return _forward(request, _source(request, "forward", "forwarded"))


def forward_messages(request: Request) -> list[Json]:
    sources = _sources(request)
    albums = _albums(request, sources)
    sent = [_forward(request, one, albums.get(one.media_group_id)) for one in sources]
    return [{"message_id": one["message_id"]} for one in sent]


def _copy(
    request: Request,
    source: Message,
    words: Formatted,
    *,
    album: str | None = None,
    caption_above: bool | None = None,
) -> Json:
    media = source.media and copied(source.media, request.telegram.new_poll_id())
    sent = send(
        request,
        words,
        media=media,
        link_preview_options=source.link_preview_options,
        media_group_id=album,
        spoiler=source.spoiler,
        caption_above=source.caption_above if caption_above is None else caption_above,
    )
    return {"message_id": sent["message_id"]}


def _forward(request: Request, source: Message, album: str | None = None) -> Json:
    return send(
        request,
        _words(source),
        media=source.media,
        origin=source.origin or _origin(source),
        media_group_id=album,
        spoiler=source.spoiler,
        caption_above=source.caption_above,
    )


def _albums(request: Request, sources: list[Message]) -> dict[str | None, str]:
    """A new album for each old one; what is left alone of one is an album no more."""
    sizes = Counter(source.media_group_id for source in sources if source.media_group_id)
    return {old: request.telegram.new_media_group_id() for old, size in sizes.items() if size > 1}


def _source(request: Request, verb: str, participle: str) -> Message:
    message = request.chat("from_chat_id").find(request.params["message_id"])
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if message.protected or (verb == "copy" and not _can_be_copied(message)):
        raise bad_request(f"message can't be {participle}")
    return message


def _sources(request: Request) -> list[Message]:
    """Those that can't be found or copied are passed over."""
    ids = request.message_ids()
    if ids != sorted(set(ids)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    chat = request.chat("from_chat_id")
    found = [one for number in ids if (one := chat.find(number)) and not one.protected]
    if not found:
        raise bad_request("there are no messages to forward")
    return found


def _can_be_copied(message: Message) -> bool:
    return message.media is None or can_be_copied(message.media)


def _words(source: Message) -> Formatted:
    return Formatted(source.text, source.entities)


def _origin(message: Message) -> Json:
    author = message.chat.bot.json() if message.from_bot else message.chat.person.json()
    return {"type": "user", "date": int(message.date.timestamp()), "sender_user": author}
