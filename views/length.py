"""How long a text is to Telegram, which counts UTF-16 units once the tags are gone."""

import re
from html import unescape

TEXT = 4096
CAPTION = 1024
TAG = re.compile(r"<[^<>]*>")


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def bare(html: str) -> str:
    """The words without their formatting."""
    return unescape(TAG.sub("", html))


def units_of_html(html: str) -> int:
    return units(bare(html))


def cut(text: str, limit: int) -> str:
    """Within so many units, the ellipsis included; lines stay as they are."""
    return text if units(text) <= limit else _first(text, limit - 1).rstrip() + "…"


def shortened(text: str, limit: int) -> str:
    """On one line and within so many units: whole words, and an ellipsis where some are left
    out."""
    text = " ".join(text.split())
    if units(text) <= limit:
        return text
    head = _first(text, limit - 1)
    words = head if text[len(head)] == " " else head.rpartition(" ")[0] or head
    return words.rstrip(" ,.;:-–—") + "…"


def _first(text: str, limit: int) -> str:
    """Never half of a character that takes two units."""
    return text.encode("utf-16-le")[: 2 * max(limit, 0)].decode("utf-16-le", "ignore")
