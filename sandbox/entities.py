"""Text with entities: offsets and lengths count UTF-16 units, as Telegram's do."""

import re
from typing import Any, NamedTuple

from sandbox.refusals import bad_request

Entity = dict[str, Any]

INVISIBLE = frozenset(
    "\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d"
    "\u200e\u200f\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc"
)
"""What Telegram takes for no character at all where a text must not be empty."""

# Inside these Telegram looks for no links or commands of its own.
OPAQUE = frozenset({"code", "pre", "text_link", "text_mention", "url", "mention", "bot_command"})
FOUND_BY_ITSELF = {
    "url": re.compile(r"(?<![\w@./])(?:https?://|t\.me/)[^\s<>\"«»]*[^\s<>\"«».,:;!?()]"),
    "mention": re.compile(r"(?<![\w@/])@\w{4,32}\b", re.ASCII),
    "bot_command": re.compile(r"(?<![\w/])/[a-zA-Z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])"),
}


class Formatted(NamedTuple):
    text: str
    entities: list[Entity]


def units(text: str) -> int:
    """Length in UTF-16 units: an emoji counts two."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, offset: int, length: int) -> str:
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")


def clean(text: str) -> str:
    """As Telegram does before it reads a text: no control characters, no carriage returns."""
    return re.sub(r"[\x00-\x09\x0b-\x1f]", " ", text.replace("\r", ""))


def is_empty(text: str) -> bool:
    return all(char.isspace() or char in INVISIBLE for char in text)


def tidy(formatted: Formatted) -> Formatted:
    """Trims the text, moves and cuts its entities accordingly, and adds those found by itself."""
    text = formatted.text.strip()
    skipped = units(formatted.text[: len(formatted.text) - len(formatted.text.lstrip())])
    entities = [_fit(entity, skipped, units(text)) for entity in formatted.entities]
    kept = [entity for entity in entities if entity["length"] > 0 and _has_words(text, entity)]
    return Formatted(text, in_order(kept + _found(text, kept)))


def in_order(entities: list[Entity]) -> list[Entity]:
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def check(text: str, entities: list[Entity]) -> list[Entity]:
    """Entities given by the caller: bounds must make sense, what hangs over the end is cut."""
    total = units(text)
    for entity in entities:
        if entity["offset"] < 0 or entity["length"] <= 0:
            raise bad_request("ENTITY_BOUNDS_INVALID")
        for edge in (entity["offset"], entity["offset"] + entity["length"]):
            if edge < total and _splits_a_pair(text, edge):
                raise bad_request("ENTITY_BOUNDS_INVALID")
    return [_fit(entity, 0, total) for entity in entities if entity["offset"] < total]


def _splits_a_pair(text: str, edge: int) -> bool:
    unit = text.encode("utf-16-le")[2 * edge : 2 * edge + 2]
    return 0xDC00 <= int.from_bytes(unit, "little") <= 0xDFFF


def _fit(entity: Entity, skipped: int, total: int) -> Entity:
    start = max(entity["offset"] - skipped, 0)
    end = min(entity["offset"] + entity["length"] - skipped, total)
    return {**entity, "offset": start, "length": end - start}


def _has_words(text: str, entity: Entity) -> bool:
    return bool(cut(text, entity["offset"], entity["length"]).strip())


def _found(text: str, taken: list[Entity]) -> list[Entity]:
    opaque = [entity for entity in taken if entity["type"] in OPAQUE]
    for kind, pattern in FOUND_BY_ITSELF.items():
        for match in pattern.finditer(text):
            offset, length = units(text[: match.start()]), units(match.group())
            if not any(_overlap(other, offset, length) for other in opaque):
                opaque.append({"type": kind, "offset": offset, "length": length})
    return [entity for entity in opaque if entity not in taken]


def _overlap(entity: Entity, offset: int, length: int) -> bool:
    end: int = entity["offset"] + entity["length"]
    return bool(entity["offset"] < offset + length and offset < end)
