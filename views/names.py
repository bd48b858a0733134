"""People's names as we show them: whatever they hold, the words around them stay readable."""

from unicodedata import bidirectional, category

from models.rules.wording import BLANKS, JOINERS
from views.length import cut
from views.say import Say

LONGEST = 64
FIRST = 24


def shown(say: Say, name: str, limit: int = LONGEST) -> str:
    """On one line, with no control or direction marks of its own. A name that is read from right
    to left is isolated: numbers and marks beside it would change places."""
    kept = "".join(" " if char.isspace() else char for char in name if not _is_hidden(char))
    kept = cut(" ".join(kept.split()), limit)
    if not any(_is_seen(char) for char in kept):
        return say.plain("no-name")
    if any(bidirectional(char) in ("R", "AL", "AN") for char in kept):
        return f"\N{FIRST STRONG ISOLATE}{kept}\N{POP DIRECTIONAL ISOLATE}"
    return kept


def first(say: Say, name: str) -> str:
    """To greet by. «none» where there is none: nobody is greeted as «Без имени»."""
    word, *_ = name.split() or [""]
    seen = shown(say, word, FIRST)
    return "none" if seen == say.plain("no-name") else seen


def _is_hidden(char: str) -> bool:
    """Controls, marks of direction, zero-width spaces; what is white stays, as a space."""
    return category(char).startswith("C") and char not in JOINERS and not char.isspace()


def _is_seen(char: str) -> bool:
    return category(char)[0] not in "CZM" and char not in BLANKS
