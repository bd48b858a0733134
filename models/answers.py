"""What customers answered: the score, kept at the tap, and the why, message by message."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models.database import insert_into
from models.rules.cadence import Cadence
from models.tables import Chip, Person, Reason, Response, Survey, SurveyState

SAID = selectinload(Response.reasons), selectinload(Response.chips)
"""The why as it was said: its messages and its chips."""


async def latest(session: AsyncSession, customer_id: int) -> Response | None:
    query = (
        select(Response)
        .where(Response.customer_id == customer_id)
        .order_by(Response.answered_at.desc(), Response.id.desc())
        .limit(1)
        .options(selectinload(Response.reasons))
    )
    return await session.scalar(query)


async def of_survey(session: AsyncSession, survey_id: int) -> Response | None:
    query = select(Response).where(Response.survey_id == survey_id).options(*SAID)
    return await session.scalar(query)


async def keep_score(
    session: AsyncSession, survey_id: int, score: int, cadence: Cadence, now: datetime
) -> Response:
    """The first score answers the survey; a later one replaces it, where `surveys.standing`
    allows."""
    survey = await session.get_one(Survey, survey_id)
    customer = await session.get_one(Person, survey.customer_id)
    response = await of_survey(session, survey_id)
    if response is None:
        response = Response(
            survey_id=survey_id,
            customer_id=customer.id,
            answered_at=now,
            why_closes_at=cadence.expiry_due(now),
            reasons=[],
            chips=[],
        )
        session.add(response)
        survey.state, survey.remind_at = SurveyState.ANSWERED, None
        customer.survey_at = cadence.next_survey_after_answer(now)
    response.score = score
    customer.referral_at = cadence.referral_due(
        score, response.answered_at, customer.referral_shown_at
    )
    await session.flush()
    return response


async def note_why(session: AsyncSession, response_id: int, message_id: int) -> None:
    await session.execute(
        update(Response).where(Response.id == response_id).values(why_message_id=message_id)
    )


async def open_why(session: AsyncSession, customer_id: int, now: datetime) -> Response | None:
    """The answer that waits for a reason, or for the rest of one."""
    response = await latest(session, customer_id)
    return response if response is not None and now < response.why_closes_at else None


async def close_why(
    session: AsyncSession, survey_id: int, customer_id: int, now: datetime
) -> Response | None:
    """The answer whose why this ends; none where the talk about it has ended already."""
    response = await of_survey(session, survey_id)
    if response is None or response.customer_id != customer_id or response.thanked_at is not None:
        return None
    response.why_closes_at = min(response.why_closes_at, now)
    return response


async def note_thanks(session: AsyncSession, response_id: int, now: datetime) -> None:
    await session.execute(update(Response).where(Response.id == response_id).values(thanked_at=now))


async def mark_chip(
    session: AsyncSession,
    survey_id: int,
    customer_id: int,
    name: str,
    *,
    taken: bool,
    now: datetime,
) -> Response | None:
    """Takes the chip, or takes it back, in an open why; none where there is no open one."""
    response = await _open_why_of(session, survey_id, customer_id, now)
    if response is None:
        return None
    chip = {"response_id": response.id, "name": name}
    if taken:
        await session.execute(insert_into(session, Chip).values(chip).on_conflict_do_nothing())
    else:
        await session.execute(delete(Chip).filter_by(**chip))
    session.expire(response, ["chips"])
    return await of_survey(session, survey_id)


async def _open_why_of(
    session: AsyncSession, survey_id: int, customer_id: int, now: datetime
) -> Response | None:
    response = await of_survey(session, survey_id)
    if response is None or response.customer_id != customer_id or response.why_closes_at <= now:
        return None
    return response


async def add_reason(
    session: AsyncSession,
    response_id: int,
    *,
    message_id: int,
    kind: str,
    text: str | None,
    file_id: str | None,
    closes_at: datetime,
    now: datetime,
) -> Response:
    """Joins the message to the reason; an update that comes again joins nothing twice."""
    await session.execute(
        insert_into(session, Reason)
        .values(
            response_id=response_id,
            message_id=message_id,
            kind=kind,
            text=text,
            file_id=file_id,
            at=now,
        )
        .on_conflict_do_nothing()
    )
    response = await session.get_one(Response, response_id, options=SAID)
    response.why_closes_at = closes_at
    return response


async def correct_reason(
    session: AsyncSession,
    customer_id: int,
    message_id: int,
    *,
    kind: str,
    text: str | None,
    file_id: str | None,
) -> Reason | None:
    """The reason, where the message is one and now says something else."""
    reason = await session.scalar(
        select(Reason)
        .join(Response)
        .where(Response.customer_id == customer_id, Reason.message_id == message_id)
    )
    if reason is None or (reason.kind, reason.text, reason.file_id) == (kind, text, file_id):
        return None
    reason.kind, reason.text, reason.file_id = kind, text, file_id
    reason.publishable = False  # what was allowed is what was said then
    return reason
