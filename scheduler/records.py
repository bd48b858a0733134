"""What became of each message, and what follows from it, in one transaction."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from models import erasure, nudges, people
from models.tables import Nudge, NudgeState, Person
from scheduler.failures import Failure, Meaning
from scheduler.plan import Album, nothing_follows
from scheduler.plans import OF_KIND
from scheduler.terms import Terms

log = logging.getLogger(__name__)

WAITS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=1),
)
"""Before the next attempt, and the last of them before each one after that."""

NOT_NEEDED = "not_needed"
"""Why a message was not sent that nobody has to read any more."""
Outcome = Sequence[int | None] | Failure
"""The id of each message that has one, or what went wrong."""
Skipped = tuple[Nudge, str]
"""With the reason."""


Sent = list[tuple[Nudge, int | None]]
"""With the id of its message."""


@dataclass(frozen=True, slots=True)
class Landed:
    """What one request has carried, and what became of it."""

    rows: Sequence[Nudge]
    outcome: Outcome
    is_followed: bool = True
    """Whether what its plan does next is more than nothing."""

    @property
    def sent(self) -> Sent:
        """The first of several messages, where one row is an album by itself."""
        if isinstance(self.outcome, Failure):
            return []
        if len(self.rows) == 1:
            return [(self.rows[0], self.outcome[0])]
        return list(zip(self.rows, self.outcome, strict=True))


def landed(album: Album, outcome: Outcome) -> Landed:
    plan, row = OF_KIND[album.rows[0].kind], album.rows[0]
    has_more = plan.sent is not nothing_follows and plan.is_followed(album.message)
    return Landed(album.rows, outcome, has_more or row.case_id is not None)


async def write_down(
    session: AsyncSession, landed: Sequence[Landed], terms: Terms, now: datetime
) -> None:
    followed = [pair for one in landed if one.is_followed for pair in one.sent]
    about = await people.hold_all(session, {nudge.person_id for nudge, _ in followed})
    await nudges.end_sent(session, [pair for one in landed for pair in one.sent], now)
    for nudge, message_id in followed:
        person = about[nudge.person_id]
        await OF_KIND[nudge.kind].sent(session, nudge, person, message_id, terms, now)
        if nudge.case_id is not None:  # whom it is about may have been erased meanwhile
            await erasure.plan_traces(session, now, nudge.id)
    for one in landed:
        if isinstance(one.outcome, Failure):
            await _write_failures(session, one.rows, one.outcome, terms, now)


async def _write_failures(
    session: AsyncSession, rows: Sequence[Nudge], failure: Failure, terms: Terms, now: datetime
) -> None:
    person = await people.hold(session, rows[0].person_id)
    for nudge in rows:
        log.info("%s %s: %s, %s", nudge.kind, nudge.id, failure.meaning, failure.reason)
        if len(rows) > 1 and failure.meaning is Meaning.REFUSED:
            await _send_alone(session, nudge, failure, now)
        else:
            await _write_failure(session, nudge, person, failure, terms, now)


async def _send_alone(session: AsyncSession, nudge: Nudge, failure: Failure, now: datetime) -> None:
    """Of an album that was refused, what can go goes by itself."""
    about = (nudge.about or {}) | {"alone": True}
    await nudges.try_again(session, nudge, now, failure.reason, about=about)


async def _write_failure(
    session: AsyncSession,
    nudge: Nudge,
    person: Person,
    outcome: Failure,
    terms: Terms,
    now: datetime,
) -> None:
    match _meaning_for(nudge, outcome):
        case Meaning.NOT_SENT:
            await _put_off(session, nudge, outcome, now)
        case Meaning.UNCLEAR:
            await nudges.end(session, nudge, NudgeState.UNKNOWN, now, reason=outcome.reason)
            await OF_KIND[nudge.kind].sent(session, nudge, person, None, terms, now)
        case Meaning.MOOT:
            await nudges.end(session, nudge, NudgeState.SENT, now, reason=outcome.reason)
        case Meaning.UNREACHABLE:
            await people.block(session, person, now)
            await _fail(session, nudge, person, outcome.reason, terms, now)
        case Meaning.REFUSED:
            log.error("%s %s was refused: %s", nudge.kind, nudge.id, outcome.reason)
            await _fail(session, nudge, person, outcome.reason, terms, now)


def _meaning_for(nudge: Nudge, failure: Failure) -> Meaning:
    """Somebody waits for a notice: twice is better than never."""
    if failure.meaning is Meaning.UNCLEAR and nudges.is_notice(nudge.kind):
        return Meaning.NOT_SENT
    return failure.meaning


async def _put_off(session: AsyncSession, nudge: Nudge, failure: Failure, now: datetime) -> None:
    wait = failure.wait or WAITS[min(nudge.attempts, len(WAITS) - 1)]
    attempts = nudge.attempts + 1
    await nudges.try_again(session, nudge, now + wait, failure.reason, attempts=attempts)


async def _fail(
    session: AsyncSession,
    nudge: Nudge,
    person: Person,
    reason: str,
    terms: Terms,
    now: datetime,
) -> None:
    await nudges.end(session, nudge, NudgeState.FAILED, now, reason=reason)
    await OF_KIND[nudge.kind].skipped(session, nudge, person, terms, now)


async def skip(
    session: AsyncSession, skipped: Sequence[Skipped], terms: Terms, now: datetime
) -> None:
    if not skipped:
        return
    await nudges.end_skipped(session, skipped, now)
    about = await people.by_id(session, {nudge.person_id for nudge, _ in skipped})
    for nudge, _ in skipped:
        person = about[nudge.person_id]
        await OF_KIND[nudge.kind].skipped(session, nudge, person, terms, now)


async def may_have_arrived(
    session: AsyncSession, left: Sequence[Nudge], terms: Terms, now: datetime
) -> None:
    """Life goes on as if they had: a question that got lost will be reminded of."""
    about = await people.by_id(session, {nudge.person_id for nudge in left})
    for nudge in left:
        log.warning("%s %s may have been sent before a crash", nudge.kind, nudge.id)
        person = about[nudge.person_id]
        await OF_KIND[nudge.kind].sent(session, nudge, person, None, terms, now)
