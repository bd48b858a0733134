"""Forgetting a person, at once and for good. Numbers stay; nobody can tell whose they were."""

import hmac
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, null, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import campaigns, nudges, receipts
from models.belongings import BELONGINGS, Belongings
from models.database import insert_into, later, stain
from models.nudges import Notice
from models.rules.codes import new_code
from models.surveys import OPEN
from models.tables import (
    Case,
    CaseState,
    Closing,
    Erasure,
    Nudge,
    NudgeState,
    Person,
    Referral,
    Survey,
    SurveyState,
)

ERASED = "erased"
"""Why a message was not sent."""
DELETABLE_FOR = timedelta(hours=48)
"""How long Telegram lets a bot delete what it sent."""
CARDS = (Notice.CARD, Notice.CARD_AGAIN, Notice.RED, Notice.UNSOLVED)
"""Messages to owners that tell of a customer: they are changed, and tell no more."""
WORDS = (Notice.WORDS, Notice.LINE)
"""Copies of what was said: they are deleted."""
COPIES = (*CARDS, *WORDS, Notice.CARD_EDIT, Notice.LINE_EDIT)


def hash_of(key: str, telegram_id: int) -> str:
    return hmac.digest(key.encode(), str(telegram_id).encode(), "sha256").hex()


async def was_erased(session: AsyncSession, key: str | None, telegram_id: int | None) -> bool:
    """Whether this person was here before; nobody can tell where there is no key."""
    if key is None or telegram_id is None:
        return False
    return await session.get(Erasure, hash_of(key, telegram_id)) is not None


async def erase(
    session: AsyncSession, who: Person, *, key: str | None, language: str, now: datetime
) -> None:
    """`language`: the business's own, which tells nothing. After the commit: `database.scrub`."""
    if key is not None and who.telegram_id is not None:
        row = insert_into(session, Erasure).values(hash=hash_of(key, who.telegram_id), at=now)
        await session.execute(row.on_conflict_do_nothing())
    await stain(session)
    await _end_what_is_open(session, who.id, now)
    for belongings, theirs in [(kept, kept.of(who)) for kept in BELONGINGS.values()]:
        await _clear(session, belongings, theirs)
    who.code, who.language = new_code(), language
    await session.flush()
    await _plan_flags(session, who.id, now)
    await plan_traces(session, now)


async def _clear(session: AsyncSession, kept: Belongings, theirs: ColumnElement[bool]) -> None:
    options = {"synchronize_session": False}
    if kept.erased is None:
        await session.execute(delete(kept.table).where(theirs), execution_options=options)
    elif kept.erased:
        values = {name: null() if value is None else value for name, value in kept.erased.items()}
        clearing = update(kept.table).where(theirs).values(values)
        await session.execute(clearing, execution_options=options)


async def _end_what_is_open(session: AsyncSession, person_id: int, now: datetime) -> None:
    their_cases = select(Case.id).where(Case.customer_id == person_id)
    await receipts.plan_never(session, person_id, now)
    await session.execute(
        update(Nudge)
        .where(
            (Nudge.person_id == person_id)
            | (Nudge.case_id.in_(their_cases) & Nudge.kind.in_(COPIES)),
            Nudge.state.in_((NudgeState.PLANNED, NudgeState.CLAIMED)),
        )
        .values(state=NudgeState.SKIPPED, reason=ERASED, lease_until=None, ended_at=now)
    )
    await session.execute(
        update(Nudge)
        .where(Nudge.case_id.in_(their_cases), Nudge.state != NudgeState.SENDING)
        .values(about=null())
    )
    await session.execute(
        update(Survey)
        .where(Survey.customer_id == person_id, Survey.state.in_(OPEN))
        .values(state=SurveyState.SKIPPED, remind_at=None)
    )
    await session.execute(
        update(Case)
        .where(Case.customer_id == person_id, Case.state != CaseState.CLOSED)
        .values(state=CaseState.CLOSED, closed_at=now, closing=Closing.ERASED, red_at=None)
    )
    await session.execute(  # the lines go
        update(Nudge).where(Nudge.case_id.in_(their_cases)).values(line_id=null())
    )
    await session.execute(
        update(Case).where(Case.customer_id == person_id).values(check_at=None, reask_at=None)
    )
    await campaigns.end_those_of(session, person_id, now)


async def _plan_flags(session: AsyncSession, inviter_id: int, now: datetime) -> None:
    """Owners were told whose friends were too many: that names them too, and belongs to no case."""
    flag = aliased(Nudge)
    theirs = select(Referral.id).where(Referral.inviter_id == inviter_id)
    await nudges.plan(
        session,
        Notice.ERASE_CARD,
        nudges.key("erase_card", flag.id),
        flag.person_id,
        now,
        flag.kind == Notice.FLAG,
        flag.about["referral"].as_integer().in_(theirs),
        flag.state == NudgeState.SENT,
        flag.message_id.is_not(None),
        message_id=flag.message_id,
    )


async def plan_traces(session: AsyncSession, now: datetime, sent: int | None = None) -> None:
    """Cards of the erased are edited, and copies of their words deleted while Telegram lets us.
    Planned with the erasure; and for what was on its way just then, when it was `sent`."""
    copy = aliased(Nudge)
    of_the_erased = (
        *([] if sent is None else [copy.id == sent]),
        Person.telegram_id.is_(None),
        Case.customer_id == Person.id,
        copy.case_id == Case.id,
        copy.person_id != Person.id,
        copy.state == NudgeState.SENT,
        copy.message_id.is_not(None),
    )
    await nudges.plan(
        session,
        Notice.ERASE_CARD,
        nudges.key("erase_card", copy.id),
        copy.person_id,
        now,
        *of_the_erased,
        copy.kind.in_(CARDS),
        case_id=copy.case_id,
        message_id=copy.message_id,
    )
    await nudges.plan(
        session,
        Notice.ERASE_WORDS,
        nudges.key("erase_words", copy.id),
        copy.person_id,
        now,
        *of_the_erased,
        copy.kind.in_(WORDS),
        copy.sent_at > now - DELETABLE_FOR,
        good_until=later(copy.sent_at, DELETABLE_FOR),
        case_id=copy.case_id,
        message_id=copy.message_id,
    )
