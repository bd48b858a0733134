"""What owners are told of a case: its card, kept true, and what is said under it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    JSON,
    ColumnElement,
    and_,
    exists,
    func,
    literal,
    literal_column,
    null,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import nudges, people
from models.nudges import Notice
from models.rules import contact
from models.tables import (
    Case,
    CaseState,
    Nudge,
    NudgeState,
    Person,
    Reason,
    Response,
)

SHOWN = (Notice.CARD, Notice.CARD_AGAIN)
"""The messages that are a card."""


KEY = nudges.key("card", Case.id, Person.id)
OPEN = Case.state != literal_column(f"'{CaseState.CLOSED}'")
"""As the index of open ones has it."""


def are_missing() -> ColumnElement[bool]:
    """Some owner who can be written to lacks the card of an open case."""
    card = aliased(Nudge)
    has_one = exists().where(card.key == KEY)
    return exists().where(*_theirs(), ~has_one)


def _theirs() -> tuple[ColumnElement[bool], ...]:
    return OPEN, Case.customer_id != Person.id, people.is_owner_in_reach()


def were_kept() -> ColumnElement[bool]:
    """What a block has kept from an owner who is back, and the card of a case that had closed
    before it could be sent, and is open again."""
    by_block = Nudge.reason == contact.Reason.BLOCKED
    was_not_needed = (Nudge.kind == Notice.CARD) & (Nudge.state == NudgeState.SKIPPED)
    return and_(
        Nudge.case_id.in_(select(Case.id).where(OPEN)),
        Nudge.kind.in_((Notice.CARD, Notice.CARD_EDIT, Notice.WORDS)),
        Nudge.state.in_((NudgeState.SKIPPED, NudgeState.FAILED)),
        by_block | was_not_needed,
        exists().where(Person.id == Nudge.person_id, people.is_owner_in_reach()),
    )


async def plan(session: AsyncSession, now: datetime) -> None:
    """A card of each open case to each owner who can be written to; late ones get theirs too."""
    await nudges.plan(session, Notice.CARD, KEY, Person.id, now, *_theirs(), case_id=Case.id)
    await session.execute(
        update(Nudge)
        .where(were_kept())
        .values(state=NudgeState.PLANNED, due_at=now, attempts=0, ended_at=null())
        .execution_options(synchronize_session=False)
    )


async def plan_again(
    session: AsyncSession, case_id: int, owner_id: int, asked: str, now: datetime
) -> None:
    """The card once more, as the owner's newest message. `asked`: what tells one wish for it from
    another, so that the same update, come again, brings one card."""
    await nudges.plan(
        session,
        Notice.CARD_AGAIN,
        nudges.key("card_again", literal(case_id), literal(owner_id), literal(asked)),
        literal(owner_id),
        now,
        case_id=literal(case_id),
    )


async def bring_up(session: AsyncSession, case: Case, now: datetime) -> None:
    """The card once more, to all who have it: something has happened that can't wait."""
    card = aliased(Nudge)
    await nudges.plan(
        session,
        Notice.CARD_AGAIN,
        nudges.key("card_again", card.case_id, card.person_id, literal(now.isoformat())),
        card.person_id,
        now,
        card.case_id == case.id,
        card.kind == Notice.CARD,
        card.state == NudgeState.SENT,
        case_id=card.case_id,
    )


async def plan_edits(session: AsyncSession, case: Case, now: datetime) -> None:
    """The newest card of each owner is made to say what holds now."""
    card, edit = aliased(Nudge), aliased(Nudge)
    newest = (
        select(func.max(Nudge.id))
        .where(Nudge.case_id == case.id, Nudge.kind.in_(SHOWN))
        .group_by(Nudge.person_id)
    )
    edits_begun = (
        select(func.count())
        .where(
            edit.case_id == card.case_id,
            edit.person_id == card.person_id,
            edit.kind == Notice.CARD_EDIT,
            edit.state != NudgeState.PLANNED,
        )
        .scalar_subquery()
    )
    await nudges.plan(
        session,
        Notice.CARD_EDIT,
        nudges.key("card_edit", card.id, literal(now.isoformat()), edits_begun),
        card.person_id,
        now,
        card.id.in_(newest),
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
    for reason in await reasons_of(session, card.case_id):
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


async def message_of(session: AsyncSession, case_id: int, owner_id: int) -> int | None:
    """The newest message that shows this owner the card, once one has been sent."""
    return await session.scalar(
        select(Nudge.message_id)
        .where(
            Nudge.case_id == case_id,
            Nudge.kind.in_(SHOWN),
            Nudge.person_id == owner_id,
            Nudge.state == NudgeState.SENT,
            Nudge.message_id.is_not(None),
        )
        .order_by(Nudge.id.desc())
        .limit(1)
    )


async def words_of(session: AsyncSession, customer_id: int, message_id: int) -> Reason | None:
    """What the customer said in that message; the ids are of the chat with this customer."""
    return await session.scalar(
        select(Reason)
        .join(Response)
        .where(Response.customer_id == customer_id, Reason.message_id == message_id)
    )


async def reasons_of(session: AsyncSession, case_id: int) -> Sequence[Reason]:
    """The messages of the why that the case is about."""
    query = (
        select(Reason)
        .join(Case, Case.response_id == Reason.response_id)
        .where(Case.id == case_id)
        .order_by(Reason.id)
    )
    return (await session.scalars(query)).all()
