"""Whom a campaign, or a wave of questions, is for: conditions that all hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import NoneType
from typing import Any


class Is(StrEnum):
    """What a customer may be. Those in the second half need a value."""

    PROMOTER = "promoter"
    PASSIVE = "passive"
    DETRACTOR = "detractor"
    """Whose case is closed; denied, whatever their case."""
    SILENT = "silent"
    """Asked, and no answer."""
    NEVER_ASKED = "never_asked"
    REFERRED = "referred"
    """Came by a customer's link."""
    SHARED = "shared"
    TOUCHPOINT = "touchpoint"
    """The value is its id."""
    LANGUAGE = "language"
    ANSWERED_BEFORE = "answered_before"
    """The last answer is older than so many days."""
    BIRTH_MONTH = "birth_month"

    @property
    def needs_value(self) -> bool:
        return self in WITH_VALUE


WITH_VALUE = (Is.TOUCHPOINT, Is.LANGUAGE, Is.ANSWERED_BEFORE, Is.BIRTH_MONTH)
GROUPS = (Is.PROMOTER, Is.PASSIVE, Is.DETRACTOR)
ONE_OF = (GROUPS, (Is.SILENT, Is.NEVER_ASKED), (Is.LANGUAGE,), (Is.BIRTH_MONTH,))
"""Nobody is two of these at once: to choose one is to leave the others."""
MONTHS = tuple(range(1, 13))
AGES = (30, 60, 90, 180)
"""Days since the last answer."""
MOST = 12
"""Conditions in one audience: more can't be read in a message."""


@dataclass(frozen=True, slots=True)
class Condition:
    name: Is
    value: int | str | None = None
    negated: bool = False

    @property
    def fact(self) -> tuple[Is, int | str | None]:
        """What it is about, said or denied."""
        return self.name, self.value


Audience = tuple[Condition, ...]
"""No condition: all customers."""


class Said(StrEnum):
    """What an audience says of a fact."""

    NOTHING = "nothing"
    YES = "yes"
    NOT = "not"

    @property
    def next(self) -> "Said":
        """By another tap on its button."""
        all_three = list(Said)
        return all_three[(all_three.index(self) + 1) % len(all_three)]


def said_of(audience: Audience, name: Is, value: int | str | None = None) -> Said:
    for one in audience:
        if one.fact == (name, value):
            return Said.NOT if one.negated else Said.YES
    return Said.NOTHING


def change(audience: Audience, name: Is, value: int | str | None, said: Said) -> Audience:
    """The same audience with this said of the fact, and of nothing that rules it out."""
    rest = tuple(one for one in audience if one.fact != (name, value))
    if said is Said.NOTHING:
        return rest
    if said is Said.YES:
        rivals = next((family for family in ONE_OF if name in family), ())
        rest = tuple(one for one in rest if one.name not in rivals)
    if len(rest) >= MOST:
        return audience
    return _in_order((*rest, Condition(name, value, said is Said.NOT)))


def _in_order(audience: Audience) -> Audience:
    """However they were chosen, the same conditions are the same audience."""
    names = list(Is)
    return tuple(sorted(audience, key=lambda one: (names.index(one.name), str(one.value).zfill(9))))


def dump(audience: Audience) -> list[dict[str, Any]]:
    return [{"is": str(one.name), "value": one.value, "negated": one.negated} for one in audience]


def load(kept: Iterable[Any]) -> Audience:
    """Without what isn't known any more: another version has kept it."""
    return tuple(
        Condition(Is(one["is"]), one["value"], one["negated"]) for one in kept if _is_known(one)
    )


def is_all_known(kept: Iterable[Any]) -> bool:
    return all(_is_known(one) for one in kept)


def _is_known(one: Any) -> bool:
    if not isinstance(one, Mapping) or not {"is", "value", "negated"} <= one.keys():
        return False
    if one["is"] not in tuple(Is):
        return False
    kind = str if one["is"] == Is.LANGUAGE else int if one["is"] in WITH_VALUE else NoneType
    return type(one["value"]) is kind and isinstance(one["negated"], bool)
