"""Formatting as it is typed: apps take the marks away, and format what stood between."""

import re

from sandbox.entities import Entity, Formatted, units

KINDS = {"**": "bold", "__": "italic", "~~": "strikethrough", "||": "spoiler", "`": "code"}
MARKED = re.compile(r"(?<!\w)(\*\*|__|~~|\|\||`)(?=\S)(.+?)(?<=\S)\1(?!\w)")


def read(typed: str) -> Formatted:
    """One kind at a time: there are no marks inside marks."""
    text, entities, at = "", list[Entity](), 0
    for found in MARKED.finditer(typed):
        text += typed[at : found.start()]
        mark, words = found.groups()
        entities.append({"type": KINDS[mark], "offset": units(text), "length": units(words)})
        text, at = text + words, found.end()
    return Formatted(text + typed[at:], entities)
