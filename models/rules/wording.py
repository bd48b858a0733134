"""What an admin types into the wizard of broadcasts: read, or None where it can't be."""

import re
from unicodedata import category
from urllib.parse import parse_qs, urlsplit

LABEL = 30
"""Characters on a button: of more, phones show no end."""
COUPON = 100
LONGEST_URL = 2048
MOST_DAYS = 365
JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
"""Kept: families of emoji and Persian words fall apart without them."""
TAGS = range(0xE0020, 0xE0080)
"""Kept too: the flag of Scotland is a black one with these behind it."""
BLANKS = "\N{HANGUL FILLER}\N{HALFWIDTH HANGUL FILLER}\N{BRAILLE PATTERN BLANK}" + (
    "\N{HANGUL CHOSEONG FILLER}\N{HANGUL JUNGSEONG FILLER}"
)
"""Letters by their category, and yet nothing is seen of them."""
BARE = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?([/?#].*)?$")
"""An address that somebody typed without its beginning: `astra.ru/sale`."""
HOST = re.compile(r"(?:(?!-)[\w-]{1,63}(?<!-)\.)+(?:[^\W\d_]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])")
"""Its last word is of letters, which tells it from a date and from a price."""
USERNAME = re.compile(r"[a-zA-Z]\w{3,31}", re.ASCII)


def is_seen(text: str) -> bool:
    """Whether there is anything to read, or to look at."""
    kinds = ((char, category(char)) for char in text)
    return any(
        kind[0] not in "ZM" and kind not in ("Cc", "Cf", "Cs") and char not in BLANKS
        for char, kind in kinds
    )


def line_in(said: str | None, limit: int) -> str | None:
    """With no marks in it that nobody sees, and that would turn the words around."""
    kept = "".join(char for char in said or "" if char.isspace() or not _is_mark(char))
    line = " ".join(kept.split())
    return line if len(line) <= limit and is_seen(line) else None


def _is_mark(char: str) -> bool:
    return category(char) in ("Cc", "Cf") and char not in JOINERS and ord(char) not in TAGS


def link_in(said: str | None) -> str | None:
    url = (said or "").strip()
    if BARE.match(url):
        url = f"https://{url}"
    if len(url) > LONGEST_URL or len(url.split()) != 1 or any(map(_is_mark, url)):
        return None
    return url if _leads_to_a_site(url) or _leads_into_telegram(url) else None


def _leads_to_a_site(url: str) -> bool:
    try:
        parts = urlsplit(url)
        is_whole = parts.port != 0 and parts.username is None
    except ValueError:
        return False
    is_found = HOST.fullmatch(parts.hostname or "") is not None
    return parts.scheme in ("http", "https") and is_whole and is_found


def _leads_into_telegram(url: str) -> bool:
    """By a public name only: whom the other links open, depends on who taps."""
    if not url.startswith("tg://resolve?"):
        return False
    [name, *more] = parse_qs(urlsplit(url).query).get("domain", [""])
    return not more and USERNAME.fullmatch(name) is not None


def number_in(said: str | None) -> int | None:
    digits = (said or "").strip()
    return int(digits) if digits.isdecimal() and len(digits) < 5 else None


def days_in(said: str | None) -> int | None:
    days = number_in((said or "").split(maxsplit=1)[0] if (said or "").split() else None)
    return days if days is not None and 1 <= days <= MOST_DAYS else None
