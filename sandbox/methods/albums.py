"""sendMediaGroup."""

from typing import Any

from sandbox.albums import loner_among
from sandbox.chats import Media
from sandbox.methods.sending import looks, media_of, post
from sandbox.refusals import Refusal, bad_request
from sandbox.requests import Request

Json = dict[str, Any]


def send_media_group(request: Request) -> list[Json]:
    """All of it is checked before the first message goes."""
    items: list[Json] = request.params["media"]
    for item in items:
        _check_attached(request, item["media"])
    captions = [request.caption(item) for item in items]
    chat = request.open_chat()
    reply_to = request.reply_to(chat)
    _check_together(items)
    media = [_media(request, number, item) for number, item in enumerate(items, 1)]
    group = request.telegram.new_media_group_id()
    messages = [
        post(
            request,
            chat,
            words,
            media=one,
            reply_to=reply_to,
            media_group_id=group,
            **looks(item),
        )
        for words, one, item in zip(captions, media, items, strict=True)
    ]
    return [message.json() for message in messages]


def _check_attached(request: Request, value: str) -> None:
    if value.startswith("attach://") and value.removeprefix("attach://") not in request.files:
        raise bad_request("can't parse InputMedia: media not found")


def _check_together(items: list[Json]) -> None:
    if loner := loner_among([item["type"] for item in items]):
        raise bad_request(f"{loner} can't be mixed with other media types")
    if len({item.get("show_caption_above_media", False) for item in items}) > 1:
        raise bad_request("parameter show_caption_above_media must be the same for all messages")


def _media(request: Request, number: int, item: Json) -> Media:
    try:
        return media_of(request, item["type"], item["media"], item)
    except Refusal as refusal:
        if refusal.code != 400:
            raise
        words = refusal.description.removeprefix("Bad Request: ")
        words = words[0].upper() + words[1:]
        raise bad_request(
            f'failed to send message #{number} with the error message "{words}"'
        ) from refusal
