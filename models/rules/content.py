"""What a campaign sends, as it is kept: plain values, in Telegram's own words."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """One message; an album has several."""

    kind: str
    """Telegram's content type: `text`, `photo`, …"""
    message_id: int
    """The admin's own message."""
    text: str = ""
    """Text or caption, with its variables still in it: `{имя|дорогой гость}`."""
    entities: tuple[dict[str, Any], ...] = ()
    file_id: str | None = None
    options: dict[str, Any] = field(default_factory=dict)
    """What else it has: `has_spoiler`, `show_caption_above_media`, the preview of a link."""


@dataclass(frozen=True, slots=True)
class Content:
    chat_id: int
    """The admin's chat, where both the parts and the copy stand."""
    parts: tuple[Part, ...] = ()
    message_ids: tuple[int, ...] = ()
    """The bot's own messages that customers get copies of: what the admin saw as the preview, so
    that nobody changes it afterwards. None until it was shown."""

    @property
    def is_album(self) -> bool:
        return len(self.parts) > 1


def dump(content: Content) -> dict[str, Any]:
    return asdict(content)


def load(kept: Mapping[str, Any]) -> Content:
    parts = [
        Part(**{**part, "entities": tuple(part.get("entities", ()))}) for part in kept["parts"]
    ]
    return Content(kept["chat_id"], tuple(parts), tuple(kept["message_ids"]))
