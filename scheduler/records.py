"""What became of each message, and what follows from it, in one transaction."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from models import erasure, nudges, people
from models.tables import Nudge, NudgeState, Person
from scheduler.failures import Failure, Meaning
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


async def write_down(
    session: AsyncSession, rows: Sequence[Nudge], outcome: Outcome, terms: Terms, now: datetime
) -> None:
    """`rows`: what one request has carried."""
    person = await people.hold(session, rows[0].person_id)
    if not isinstance(outcome, Failure):
        for nudge, message_id in zip(rows, outcome, strict=True):
            await nudges.end(session, nudge, NudgeState.SENT, now, message_id=message_id)
            await OF_KIND[nudge.kind].sent(session, nudge, person, message_id, terms, now)
            if nudge.case_id is not None:  # whom it is about may have been erased meanwhile
                await erasure.plan_traces(session, now, nudge.id)
        return
    for nudge in rows:
        log.info("%s %s: %s, %s", nudge.kind, nudge.id, outcome.meaning, outcome.reason)
        if len(rows) > 1 and outcome.meaning is Meaning.REFUSED:
            await _send_alone(session, nudge, outcome, now)
        else:
            await _write_failure(session, nudge, person, outcome, terms, now)


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
    session: AsyncSession,
    nudge: Nudge,
    person: Person,
    reason: str,
    terms: Terms,
    now: datetime,
) -> None:
    await nudges.end(session, nudge, NudgeState.SKIPPED, now, reason=reason, sent_at=None)
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
