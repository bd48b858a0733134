"""Words of an offer that differ by customer: `{имя}`, `{имя|дорогой гость}`, `{name|friend}`."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aiogram.types import MessageEntity

from models.rules.content import Content
from models.rules.wording import is_seen
from views import names
from views.length import units
from views.say import Say

VARIABLE = re.compile(r"\{\s*(?:имя|name)\s*(?P<rest>\|\s*(?P<fallback>[^{}]*?)\s*)?\}", re.I)
LONGEST_NAME = "я" * (names.FIRST + 2)
"""With the marks around what is read from right to left."""
AFTER_NOTHING = re.compile(r"[ \t]*[,.!:;]*[ \t]*")
BEFORE_NOTHING = re.compile(r"(?:,[ \t]*|[ \t]+)$")


class Edit(NamedTuple):
    """Instead of these characters; none of two edits overlap."""

    start: int
    end: int
    words: str


def has_variables(content: Content) -> bool:
    return any(VARIABLE.search(part.text) for part in content.parts)


def called(say: Say, name: str) -> str:
    """What to put for a name; empty where nothing is seen of it."""
    word = names.first(say, name)
    return "" if word == "none" else word


def fill(
    text: str, entities: Sequence[MessageEntity], name: str
) -> tuple[str, list[MessageEntity]]:
    """Entities stay on their words: what was on a variable is on what stands instead of it."""
    edits: list[Edit] = []
    for found in VARIABLE.finditer(text):
        edits += _edits(text, found, name, after=edits[-1].end if edits else 0)
    moved = (_moved(text, entity, edits) for entity in entities)
    return _applied(text, edits), [entity for entity in moved if entity.length > 0]


def nameless(text: str) -> str:
    """With nothing where names go: what is said is seen in the first few words."""
    return fill(VARIABLE.sub("{name}", text), (), "")[0]


def longest(text: str) -> int:
    """In units, whoever the customer is."""
    return max(units(fill(text, (), name)[0]) for name in (LONGEST_NAME, ""))


def _edits(text: str, found: re.Match[str], name: str, after: int) -> Iterator[Edit]:
    start, end = found.span()
    if name:
        cut = found.start("rest") if found["rest"] else end
        yield Edit(start, cut, name)
        yield Edit(cut, end, "")
    elif is_seen(found["fallback"] or ""):
        yield Edit(start, found.start("fallback"), "")
        yield Edit(found.end("fallback"), end, "")
    else:
        yield from _nothing(text, start, end, after)


def _nothing(text: str, start: int, end: int, after: int) -> Iterator[Edit]:
    """«Анна, ждём вас» becomes «Ждём вас», and «Ждём вас, Анна!» becomes «Ждём вас!»."""
    before = text[after:start].rstrip(" \t")
    if before and (before[-1].isalnum() or before[-1] == ","):
        gap = BEFORE_NOTHING.search(text, after, start)
        yield Edit(gap.start() if gap else start, end, "")
        return
    gone = AFTER_NOTHING.match(text, end)
    assert gone is not None, "it matches nothing too"
    yield Edit(start, gone.end(), "")
    letter = text[gone.end() : gone.end() + 1]
    if letter.isalpha() and units(letter.upper()) == units(letter):
        yield Edit(gone.end(), gone.end() + 1, letter.upper())


def _applied(text: str, edits: Sequence[Edit]) -> str:
    pieces, done = [], 0
    for edit in edits:
        pieces += [text[done : edit.start], edit.words]
        done = edit.end
    return "".join([*pieces, text[done:]])


def _moved(text: str, entity: MessageEntity, edits: Sequence[Edit]) -> MessageEntity:
    start = _place(text, entity.offset, edits, at_end=False)
    end = _place(text, entity.offset + entity.length, edits, at_end=True)
    return entity.model_copy(update={"offset": start, "length": max(end - start, 0)})


def _place(text: str, place: int, edits: Sequence[Edit], *, at_end: bool) -> int:
    """Where a place in units has come to; one inside an edit goes to the edge of its words."""
    shift = 0
    for edit in edits:
        start, end = units(text[: edit.start]), units(text[: edit.end])
        if start < place < end:
            return start + shift + (units(edit.words) if at_end else 0)
        if end <= place and (start, end) != (place, place):
            shift += units(edit.words) - (end - start)
    return place + shift
