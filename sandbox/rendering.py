"""Text and entities back into HTML: Telegram's own, and the tags that a web page may show."""

import html
from collections.abc import Callable
from itertools import pairwise
from urllib.parse import urlsplit

from sandbox.entities import Entity, cut, in_order, units

Tags = Callable[[Entity, str], tuple[str, str]]

PLAIN = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "blockquote": "blockquote",
}


def render(text: str, entities: list[Entity], tags: Tags) -> str:
    """Entities that overlap without nesting are closed and opened again where they cross."""
    edges = {0, units(text)}
    for entity in entities:
        edges |= {entity["offset"], entity["offset"] + entity["length"]}
    out: list[str] = []
    opened: list[tuple[Entity, str]] = []
    for start, end in pairwise(sorted(edges)):
        inside = [entity for entity in in_order(entities) if _covers(entity, start, end)]
        shared = _shared([entity for entity, _ in opened], inside)
        out += [closing for _, closing in reversed(opened[shared:])]
        del opened[shared:]
        for entity in inside[shared:]:
            opening, closing = tags(entity, cut(text, entity["offset"], entity["length"]))
            out.append(opening)
            opened.append((entity, closing))
        out.append(html.escape(cut(text, start, end - start), quote=False))
    out += [closing for _, closing in reversed(opened)]
    return "".join(out)


def telegram_html(text: str, entities: list[Entity]) -> str:
    return render(text, entities, _telegram_tags)


def page_html(text: str, entities: list[Entity]) -> str:
    return render(text, entities, _page_tags)


def _covers(entity: Entity, start: int, end: int) -> bool:
    return bool(entity["offset"] <= start and end <= entity["offset"] + entity["length"])


def _shared(opened: list[Entity], inside: list[Entity]) -> int:
    same = 0
    while same < min(len(opened), len(inside)) and opened[same] is inside[same]:
        same += 1
    return same


def _telegram_tags(entity: Entity, words: str) -> tuple[str, str]:
    kind = entity["type"]
    if kind == "text_link":
        return f'<a href="{html.escape(entity["url"])}">', "</a>"
    if kind == "pre" and "language" in entity:
        return f'<pre><code class="language-{html.escape(entity["language"])}">', "</code></pre>"
    if kind == "pre":
        return "<pre>", "</pre>"
    if kind == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    if kind == "custom_emoji":
        return f'<tg-emoji emoji-id="{html.escape(entity["custom_emoji_id"])}">', "</tg-emoji>"
    if kind in PLAIN:
        return f"<{PLAIN[kind]}>", f"</{PLAIN[kind]}>"
    return "", ""


def _page_tags(entity: Entity, words: str) -> tuple[str, str]:
    kind = entity["type"]
    if kind in ("text_link", "url"):
        return _link(entity.get("url") or (words if "://" in words else f"https://{words}"))
    if kind == "spoiler":
        return '<span class="spoiler">', "</span>"
    if kind in ("pre", "blockquote", "expandable_blockquote"):
        tag = kind.removeprefix("expandable_")
        return f"<{tag}>", f"</{tag}>"
    if kind in PLAIN:
        return f"<{PLAIN[kind]}>", f"</{PLAIN[kind]}>"
    return "", ""


def _link(url: str) -> tuple[str, str]:
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        return "", ""
    if scheme not in ("http", "https", "tg", "mailto", "tel"):
        return "", ""
    return f'<a href="{html.escape(url)}" target="_blank" rel="noopener noreferrer">', "</a>"
