"""An open conversation as the customer has it: what to expect, the call taken back, and what was
said last."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import cards, cases, people
from models.nudges import Notice
from models.rules import expectation
from models.rules.business import Business
from models.rules.contact import Policy
from models.rules.expectation import Expectation
from models.rules.nps import Group, group_of
from models.tables import Case, CaseState, Closing, Line, Nudge, Person, Response


async def expect(
    session: AsyncSession, business: Business, policy: Policy, now: datetime
) -> Expectation:
    answered = await session.execute(
        select(Case.since, Case.answered_at)
        .where(Case.answered_at.is_not(None))
        .order_by(Case.answered_at.desc())
        .limit(expectation.MOST)
    )
    waits = [at - since for since, at in answered if at is not None]
    there = await _is_anybody_there(session)
    return expectation.expect(waits, now, business.zone, policy.quiet, is_anybody_there=there)


async def _is_anybody_there(session: AsyncSession) -> bool:
    """An owner who can be written to."""
    return bool(await session.scalar(select(exists().where(people.is_owner_in_reach()))))


async def has_begun(session: AsyncSession, case: Case) -> bool:
    """Whether anybody has said a word since the customer called."""
    said = exists().where(Line.case_id == case.id, Line.at >= (case.called_at or case.since))
    return bool(await session.scalar(select(said)))


async def is_first_word(session: AsyncSession, case: Case, message_id: int) -> bool:
    """Whether it is the customer's first since they began to wait, and nobody has answered yet."""
    if case.answered_at is not None:
        return False
    first = await session.scalar(
        select(func.min(Line.message_id)).where(
            Line.case_id == case.id, Line.sender_id == case.customer_id, Line.at >= case.since
        )
    )
    return first == message_id


async def last_message(session: AsyncSession, case: Case) -> int:
    """The latest of the conversation in the customer's chat, where message ids only grow; 0 where
    nothing was said. What we asked above it is asked no more."""
    said = select(func.max(Line.message_id)).where(
        Line.case_id == case.id, Line.sender_id == case.customer_id
    )
    heard = select(func.max(Nudge.message_id)).where(
        Nudge.case_id == case.id, Nudge.person_id == case.customer_id, Nudge.kind == Notice.LINE
    )
    return max(await session.scalar(said) or 0, await session.scalar(heard) or 0)


def is_below(case: Case, last: int, response: Response) -> bool:
    """Whether the conversation, whose `last_message` that is, has gone on since the why: the call
    for a human about something else, or the case's opening anew, is a word too."""
    if case.called_at is not None and case.response_id != response.id:
        began = case.called_at
    elif case.since > case.opened_at:
        began = case.since
    else:
        began = response.answered_at
    asked = max([response.why_message_id or 0, *(one.message_id for one in response.reasons)])
    return began > response.answered_at or last > asked


class CallOff(StrEnum):
    """What came of it; the value names the words."""

    DONE = "human-called-off"
    BEGUN = "human-begun"
    STALE = "stale-button"


async def call_off(session: AsyncSession, case_id: int, customer: Person, now: datetime) -> CallOff:
    """The call is taken back while nobody has said a word. A case that has a low score of its own,
    or an answer, goes on without it."""
    case = await cases.hold(session, case_id)
    if case is None or case.customer_id != customer.id:
        return CallOff.STALE
    if case.closing == Closing.CALLED_OFF:
        return CallOff.DONE
    if case.state == CaseState.CLOSED:
        return CallOff.STALE
    if case.called_at is None:
        return CallOff.DONE
    if await has_begun(session, case):
        return CallOff.BEGUN
    if case.answered_at is None and not await _is_unhappy(session, case):
        await cases.close(session, case, Closing.CALLED_OFF, now)
    else:
        case.called_at = None
        await session.flush()
        await cards.plan_edits(session, case, now)
    return CallOff.DONE


async def _is_unhappy(session: AsyncSession, case: Case) -> bool:
    score = await session.scalar(select(Response.score).where(Response.id == case.response_id))
    return score is not None and group_of(score) is Group.DETRACTOR
