"""The unhappy: a case a detractor, and what its owners are told."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, selectinload

from models import nudges
from models.database import insert_into
from models.nudges import Notice
from models.rules import contact
from models.rules.nps import Group, group_of
from models.tables import (
    Case,
    CaseState,
    Nudge,
    NudgeState,
    Person,
    Reason,
    Response,
    Role,
    Survey,
)


async def open_for(session: AsyncSession, customer_id: int) -> Case | None:
    query = select(Case).where(Case.customer_id == customer_id, Case.state != CaseState.CLOSED)
    return await session.scalar(query)


async def count_open(session: AsyncSession, touchpoint: int | None = None) -> int:
    """All of them, or those that an answer about this touchpoint opened."""
    query = select(func.count()).select_from(Case).where(Case.state != CaseState.CLOSED)
    if touchpoint is not None:
        answer = Survey.id == Response.survey_id
        query = query.join(Response, Response.id == Case.response_id).join(Survey, answer)
        query = query.where(Survey.touchpoint_id == touchpoint)
    return await session.scalar(query) or 0


async def follow_score(session: AsyncSession, response: Response, now: datetime) -> None:
    """A score of 0-6 opens a case; one raised above 6 before anyone answered closes it."""
    case = await open_for(session, response.customer_id)
    if group_of(response.score) is Group.DETRACTOR:
        case = case or await _open(session, response, now)
        case.response_id = response.id
    elif case is not None and case.state == CaseState.NEW and case.response_id == response.id:
        case.state, case.closed_at = CaseState.CLOSED, now
    else:
        return
    await session.flush()
    await plan_edits(session, case, now)
    await plan_cards(session, now)


async def _open(session: AsyncSession, response: Response, now: datetime) -> Case:
    await session.execute(
        insert_into(session, Case)
        .values(
            customer_id=response.customer_id,
            response_id=response.id,
            state=CaseState.NEW,
            opened_at=now,
        )
        .on_conflict_do_nothing()
    )
    case = await open_for(session, response.customer_id)
    assert case is not None
    return case


async def follow_words(
    session: AsyncSession, response: Response, message_id: int, now: datetime
) -> None:
    """A detractor's reason goes to the case too."""
    case = await open_for(session, response.customer_id)
    if case is not None and case.response_id == response.id:
        await plan_words(session, case, message_id, now)


async def follow_said(session: AsyncSession, response_id: int, now: datetime) -> None:
    """A chip, or words that were changed: the card says so, but is not brought up again."""
    for case in await session.scalars(select(Case).where(Case.response_id == response_id)):
        await plan_edits(session, case, now)


async def plan_cards(session: AsyncSession, now: datetime) -> None:
    """A card of each open case to each owner who can be written to; late ones get theirs too."""
    can_be_told = (
        Person.role == Role.OWNER,
        Person.started_at.is_not(None),
        Person.blocked_at.is_(None),
    )
    await nudges.plan(
        session,
        Notice.CARD,
        nudges.key("card", Case.id, Person.id),
        Person.id,
        now,
        Case.state != CaseState.CLOSED,
        Case.customer_id != Person.id,
        *can_be_told,
        case_id=Case.id,
    )
    await session.execute(  # what a block has kept from an owner who is back
        update(Nudge)
        .where(
            Nudge.case_id.in_(select(Case.id).where(Case.state != CaseState.CLOSED)),
            Nudge.kind.in_((Notice.CARD, Notice.CARD_EDIT, Notice.WORDS)),
            Nudge.state.in_((NudgeState.SKIPPED, NudgeState.FAILED)),
            Nudge.reason == contact.Reason.BLOCKED,
            Nudge.person_id.in_(select(Person.id).where(*can_be_told)),
        )
        .values(state=NudgeState.PLANNED, due_at=now, attempts=0)
        .execution_options(synchronize_session=False)
    )


async def plan_edits(session: AsyncSession, case: Case, now: datetime) -> None:
    """The cards that were sent already are made to say what holds now."""
    card = aliased(Nudge)
    await nudges.plan(
        session,
        Notice.CARD_EDIT,
        nudges.key("card_edit", card.id, literal(now.isoformat())),
        card.person_id,
        now,
        card.case_id == case.id,
        card.kind == Notice.CARD,
        case_id=card.case_id,
    )


async def plan_words(session: AsyncSession, case: Case, message_id: int, now: datetime) -> None:
    """What the customer added arrives as a reply under each card."""
    card = aliased(Nudge)
    await nudges.plan(
        session,
        Notice.WORDS,
        nudges.key("words", card.id, literal(message_id)),
        card.person_id,
        now,
        card.case_id == case.id,
        card.kind == Notice.CARD,
        case_id=card.case_id,
        about=literal({"message_id": message_id}, JSON),
    )
    await plan_edits(session, case, now)


async def plan_earlier_media(session: AsyncSession, card: Nudge, now: datetime) -> None:
    """What was said before this owner had the card, and the card has no place for."""
    assert card.case_id is not None
    response = (await file_of(session, card.case_id)).response
    for reason in response.reasons if response is not None else ():
        if reason.kind != "text":
            await nudges.plan(
                session,
                Notice.WORDS,
                nudges.key("words", literal(card.id), literal(reason.message_id)),
                literal(card.person_id),
                now,
                case_id=literal(card.case_id),
                about=literal({"message_id": reason.message_id}, JSON),
            )


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with all that its card says."""

    case: Case
    customer: Person
    response: Response | None
    """None where the customer has called a human without a score."""


async def file_of(session: AsyncSession, case_id: int) -> CaseFile:
    case = await session.get_one(Case, case_id)
    customer = await session.get_one(Person, case.customer_id)
    response = await session.scalar(
        select(Response)
        .where(Response.id == case.response_id)
        .options(selectinload(Response.reasons), selectinload(Response.chips))
    )
    return CaseFile(case, customer, response)


async def card_message(session: AsyncSession, case_id: int, owner_id: int) -> int | None:
    """The message that shows this owner the card, once it has been sent."""
    return await session.scalar(
        select(Nudge.message_id).where(
            Nudge.case_id == case_id,
            Nudge.kind == Notice.CARD,
            Nudge.person_id == owner_id,
            Nudge.state == NudgeState.SENT,
        )
    )


async def words_of(session: AsyncSession, customer_id: int, message_id: int) -> Reason | None:
    """What the customer said in that message; the ids are of the chat with this customer."""
    return await session.scalar(
        select(Reason)
        .join(Response)
        .where(Response.customer_id == customer_id, Reason.message_id == message_id)
    )
