"""Who came by whom: what becomes of a code, and when there are too many friends at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

TYPED_WITHIN = timedelta(hours=24)
"""Apps lose a link's payload: a code typed so soon after the first start belongs to it."""
WINDOW = timedelta(minutes=10)
MOST_IN_WINDOW = 3
PREFIX = "r_"


class Verdict(StrEnum):
    """What became of a code; the value names the words for whoever has typed it."""

    BOUND = "code-bound"
    UNKNOWN = "code-unknown"
    """Nobody's: mistyped, made up, or of somebody who was erased and has another since."""
    OWN = "code-own"
    OF_STAFF = "code-of-staff"
    BY_STAFF = "code-by-staff"
    """Never said: the staff are shown whose code it is."""
    TAKEN = "code-taken"
    """Somebody else has invited this person already."""
    KNOWN = "code-known"
    """Who was here before is no new friend, erased or not."""


@dataclass(frozen=True, slots=True)
class Host:
    """Whose code it is."""

    id: int
    is_staff: bool


@dataclass(frozen=True, slots=True)
class Guest:
    """Who brings it, as they were the moment before."""

    id: int
    is_staff: bool
    started_at: datetime | None
    was_erased: bool
    is_settled: bool
    """Has answered, or invited a friend: both are what a customer does."""
    invited_by: int | None
    typed: bool
    """By hand, and not by the link."""


def judge(guest: Guest, host: Host | None, now: datetime) -> Verdict:
    """A friend is bound to the first inviter, once, at the first start ever. The inviter's code
    again is the same arrival: an update may come twice."""
    if guest.is_staff:
        return Verdict.BY_STAFF
    if host is None:
        return Verdict.UNKNOWN
    if host.id == guest.id:
        return Verdict.OWN
    if host.id == guest.invited_by:
        return Verdict.BOUND
    if host.is_staff:
        return Verdict.OF_STAFF
    if guest.invited_by is not None:
        return Verdict.TAKEN
    return Verdict.BOUND if _is_arriving(guest, now) else Verdict.KNOWN


def _is_arriving(guest: Guest, now: datetime) -> bool:
    """At the first start; or after it where only the payload was lost: the code comes by hand,
    within a day, and before anything that only a customer does."""
    if guest.was_erased:
        return False
    if guest.started_at is None:
        return True
    is_soon = now - guest.started_at <= TYPED_WITHIN
    return guest.typed and is_soon and not guest.is_settled


def is_burst(joined: int, flagged: int) -> bool:
    """Of those who joined by one inviter within the window that ends now, the newest included.
    A burst goes on until nobody has joined for as long as the window is."""
    return joined > MOST_IN_WINDOW or flagged > 0


def is_meant_as_code(said: str) -> bool:
    """Right or wrong: whoever types a person's code is told what became of it."""
    return said.strip().lower().startswith(PREFIX)
