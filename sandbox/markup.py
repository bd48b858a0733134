"""Telegram's HTML parse mode, read byte by byte as Telegram reads it.

The order of checks and the wording of errors follow td's do_parse_html; offsets in errors are bytes
of the UTF-8 text, offsets in entities are UTF-16 units.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from sandbox.entities import Entity, Formatted, clean, units
from sandbox.refusals import Refusal, bad_request

SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
}
TAGS = {*SIMPLE, "a", "code", "pre", "blockquote", "tg-emoji"}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SPACE = frozenset(b" \t\r\n\v\0")
NAME_ENDS = SPACE | frozenset(b"=>/\"'")
REFERENCE = re.compile(rb"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")


def refuse(words: str) -> Refusal:
    return bad_request(f"can't parse entities: {words}")


@dataclass
class Open:
    """A tag that waits for its end."""

    tag: str
    argument: str
    offset: int


def parse_html(text: str) -> Formatted:
    reader = Reader(clean(text).encode())
    reader.read()
    return Formatted("".join(reader.out), reader.entities)


class Reader:
    def __init__(self, source: bytes) -> None:
        self.source = source + b"\0"  # the end counts as a space, as in Telegram's reader
        self.at = 0
        self.out: list[str] = []
        self.offset = 0
        self.open: list[Open] = []
        self.entities: list[Entity] = []

    def read(self) -> None:
        while self.at < len(self.source) - 1:
            if self.source[self.at] == ord("<"):
                self._tag()
            else:
                self._write(self._reference() or self._plain())
        if self.open:
            tag = self.open[-1].tag
            raise refuse(f'Can\'t find end tag corresponding to start tag "{tag}"')
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)

    def _write(self, piece: str) -> None:
        self.out.append(piece)
        self.offset += units(piece)

    def _plain(self) -> str:
        """All up to the next character that may mean something."""
        begin = self.at
        self.at += 1
        while self.at < len(self.source) - 1 and self.source[self.at] not in b"<&":
            self.at += 1
        return self.source[begin : self.at].decode()

    def _reference(self) -> str:
        """A named or numeric character; nothing where an & is just an &."""
        if not (match := REFERENCE.match(self.source, self.at)):
            return ""
        hexadecimal, decimal, name = match.groups()
        if name:
            character = NAMED.get(name.decode(), "")
        else:
            character = _character(int(hexadecimal, 16) if hexadecimal else int(decimal))
        if character:
            self.at = match.end()
        return character

    def _tag(self) -> None:
        begin = self.at
        self.at += 1
        if self.source[self.at] == ord("/"):
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _start_tag(self, begin: int) -> None:
        self._skip_until(SPACE | {ord(">")})
        if self._ended():
            raise refuse(f"Unclosed start tag at byte offset {begin}")
        tag = self.source[begin + 1 : self.at].decode().lower()
        if tag not in TAGS:
            raise refuse(f'Unsupported start tag "{tag}" at byte offset {begin}')
        argument = self._attributes(tag, begin)
        if tag == "span" and argument != "spoiler":
            raise refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.open.append(Open(tag, argument, self.offset))

    def _attributes(self, tag: str, begin: int) -> str:
        argument = ""
        while True:
            self._skip_spaces()
            if self.source[self.at] == ord(">"):
                self.at += 1
                return argument
            name, value = self._attribute(tag, begin)
            argument = _argument(tag, name, value) or argument

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        start = self.at
        self._skip_until(NAME_ENDS)
        if self._ended():
            raise refuse(f'Unclosed start tag "{tag}" at byte offset {begin}')
        name = self.source[start : self.at].decode()
        if not name:
            raise refuse(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self._skip_spaces()
        value = ""
        if self.source[self.at] == ord("="):
            self.at += 1
            self._skip_spaces()
            value = self._value()
        if self._ended():
            raise refuse(f'Unclosed start tag "{tag}" at byte offset {begin}')
        return name, value

    def _value(self) -> str:
        quote = self.source[self.at]
        if quote not in b"\"'":
            return self._token()
        self.at += 1
        value = ""
        while self.source[self.at] != quote and not self._ended():
            if character := self._reference():
                value += character
                continue
            start = self.at
            self.at += 1
            self._skip_until(frozenset({quote, ord("&"), 0}))
            value += self.source[start : self.at].decode()
        if self.source[self.at] == quote:
            self.at += 1
        return value

    def _token(self) -> str:
        start = self.at
        while chr(self.source[self.at]).isascii() and (
            chr(self.source[self.at]).isalnum() or self.source[self.at] in b".-"
        ):
            self.at += 1
        if self.source[self.at] not in SPACE | {ord(">")}:
            raise refuse(f"Unexpected end of name token at byte offset {start}")
        return self.source[start : self.at].decode().lower()

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise refuse(f"Unexpected end tag at byte offset {begin}")
        self._skip_until(SPACE | {ord(">")})
        name = self.source[begin + 2 : self.at].decode()
        self._skip_spaces()
        if self.source[self.at] != ord(">"):
            raise refuse(f"Unclosed end tag at byte offset {begin}")
        tag = self.open[-1].tag
        if name not in ("", tag):
            raise refuse(
                f'Unmatched end tag at byte offset {begin}, expected "</{tag}>", found "</{name}>"'
            )
        self.at += 1
        self._close(self.open.pop())

    def _close(self, tag: Open) -> None:
        span = {"offset": tag.offset, "length": self.offset - tag.offset}
        if span["length"] == 0:
            return
        if tag.tag == "a":
            self._close_link(tag, span)
        elif tag.tag in ("pre", "code"):
            self._close_code(tag, span)
        elif tag.tag == "blockquote":
            kind = "expandable_blockquote" if tag.argument else "blockquote"
            self.entities.append({"type": kind, **span})
        elif tag.tag == "tg-emoji":
            self._close_emoji(tag, span)
        else:
            self.entities.append({"type": SIMPLE[tag.tag], **span})

    def _close_link(self, tag: Open, span: dict[str, int]) -> None:
        url = tag.argument or "".join(self.out).encode("utf-16-le")[2 * tag.offset :].decode(
            "utf-16-le"
        )
        if link := checked_link(url):
            self.entities.append({"type": "text_link", **span, "url": link})

    def _close_code(self, tag: Open, span: dict[str, int]) -> None:
        """<pre><code class="language-x"> is one entity with a language, in either nesting."""
        last = self.entities[-1] if self.entities else {}
        same = {key: last.get(key) for key in span} == span
        language = tag.argument or last.get("language", "")
        if same and language and {last["type"], tag.tag} == {"pre", "code"}:
            self.entities[-1] = {"type": "pre", **span, "language": language}
            return
        entity: Entity = {"type": tag.tag, **span}
        if tag.argument:
            entity["language"] = tag.argument
        self.entities.append(entity)

    def _close_emoji(self, tag: Open, span: dict[str, int]) -> None:
        if not tag.argument.isdecimal():
            raise refuse("Invalid custom emoji identifier specified")
        self.entities.append({"type": "custom_emoji", **span, "custom_emoji_id": tag.argument})

    def _skip_until(self, stops: frozenset[int]) -> None:
        while self.source[self.at] not in stops:
            self.at += 1

    def _skip_spaces(self) -> None:
        while self.source[self.at] in SPACE and not self._ended():
            self.at += 1

    def _ended(self) -> bool:
        return self.at >= len(self.source) - 1


def checked_link(url: str) -> str:
    """The link as Telegram keeps it, or nothing where it is no link: then no entity is made."""
    url = url.strip()
    if re.match(r"(tg|ton|mailto|tel):", url):
        return url
    if "://" not in url:
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or "." not in host or re.search(r"\s", url):
        return ""
    return url if parts.path or parts.query or parts.fragment else f"{url}/"


def _character(code: int) -> str:
    return "" if code == 0 or code >= 0x10FFFF or 0xD800 <= code <= 0xDFFF else chr(code)


def _argument(tag: str, name: str, value: str) -> str:
    if (tag, name) in (("a", "href"), ("tg-emoji", "emoji-id")):
        return value
    if (tag, name) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, name) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    return "1" if (tag, name) == ("blockquote", "expandable") else ""
