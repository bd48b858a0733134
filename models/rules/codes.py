"""Codes in links: random, so that they can't be guessed, and opaque, so that they tell nothing.

Apps lose a link's payload now and then, so people type codes too: no two characters of the
alphabet look alike.
"""

import secrets
from dataclasses import dataclass
from enum import StrEnum

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 10


class CodeKind(StrEnum):
    """What a code stands for. The value is the letter before it in a link."""

    PERSON = "r"
    TOUCHPOINT = "t"
    COUPON = "c"
    STAFF = "s"


@dataclass(frozen=True, slots=True)
class StartCode:
    kind: CodeKind
    code: str

    def __str__(self) -> str:
        """As it stands in a link: ?start=r_..."""
        return f"{self.kind}_{self.code}"


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def parse_start(payload: str | None) -> StartCode | None:
    """What came with /start or was typed by hand; None for anything that is no code of ours.

    A phone likes to begin what is typed with a capital: the first letter may be one.
    """
    letter, _, code = (payload or "").strip().partition("_")
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return None
    kinds = {kind.value: kind for kind in CodeKind}
    kind = kinds.get(letter.lower())
    return StartCode(kind, code) if kind else None
