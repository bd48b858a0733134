"""Albums: two to ten files that are sent together, each a message of its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sandbox.account import NotPossible
from sandbox.chats import Media
from sandbox.files import DETAILS, SAMPLES, Files
from sandbox.refusals import Refusal, bad_request

LEAST, MOST = 2, 10
KINDS = ("photo", "video", "document", "audio")
ALONE = ("document", "audio")


@dataclass(frozen=True)
class Item:
    """A file as a person picks it; a small one of its kind where nobody says which."""

    kind: str = "photo"
    content: bytes | None = None
    name: str = ""
    mime: str | None = None
    caption: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    def media(self, files: Files) -> Media:
        sample, sample_name = SAMPLES[self.kind]
        content = sample if self.content is None else self.content
        file = files.keep(self.kind, content, self.name or sample_name, self.mime)
        return Media(self.kind, file, DETAILS.get(self.kind, {}) | self.details)


def compose(items: Sequence[Item | str | bytes], caption: str = "") -> list[Item]:
    """An album as an app lets a person put it together: kinds, pictures or whole items."""
    album = [_item(one) for one in items]
    if not LEAST <= len(album) <= MOST:
        raise NotPossible(f"An album has {LEAST} to {MOST} files, not {len(album)}")
    for kind in {one.kind for one in album} - set(KINDS):
        raise NotPossible(f"No album takes a file of this kind: {kind!r}")
    if loner := loner_among([one.kind for one in album]):
        raise NotPossible(f"In an album a file of the kind {loner!r} can't be mixed with others")
    if caption:
        album[0] = replace(album[0], caption=caption)
    return album


def loner_among(kinds: Collection[str]) -> str | None:
    """The kind that is mixed with others and may not be."""
    return next((kind for kind in ALONE if {kind} < set(kinds)), None)


def check_media(plain: Any) -> None:
    """The shape of sendMediaGroup's `media`, in Telegram's own words.

    Telegram sends an album of one as a plain message; its documents ask for two, and so do we.
    """
    if not isinstance(plain, list):
        raise bad_request("expected an Array of InputMedia")
    if len(plain) > MOST:
        raise bad_request("too many messages to send as an album")
    if not plain:
        raise bad_request("there are no messages to send")
    if len(plain) < LEAST:
        raise bad_request(f"an album has at least {LEAST} messages")
    for one in plain:
        _check_kind(one)


def _check_kind(one: Any) -> None:
    if not isinstance(one, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    if "type" not in one:
        raise bad_request("can't parse InputMedia: Can't find field \"type\"")
    kind = one["type"]
    if kind == "animation":
        raise bad_request(
            "can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup"
        )
    if kind == "live_photo":
        raise Refusal(501, "the sandbox does not know live photos yet")
    if kind not in KINDS:
        raise bad_request(f'can\'t parse InputMedia: type "{kind}" is unsupported')
    if not one.get("media"):
        raise bad_request("can't parse InputMedia: media not found")


def _item(one: Item | str | bytes) -> Item:
    if isinstance(one, Item):
        return one
    return Item(one) if isinstance(one, str) else Item(content=one)
