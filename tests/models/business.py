"""A business for tests to count: people, answers and nudges, written straight into the tables."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from models.rules.question import WORDING_VERSION
from models.tables import Nudge, Person, Reason, Response, Role, Survey, SurveyState

NOW = datetime(2026, 5, 15, 9, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


async def person(session: AsyncSession, role: Role = Role.CUSTOMER, **of: Any) -> Person:
    met_at = NOW - 300 * DAY
    some = {"name": "Алиса", "language": "ru", "met_at": met_at, "started_at": met_at, "code": ""}
    one = Person(role=role, **(some | of))
    session.add(one)
    await session.flush()
    one.telegram_id, one.code = 1000 + one.id, one.code or f"code{one.id}"
    await session.flush()
    return one


async def ask(
    session: AsyncSession,
    customer: Person,
    at: datetime,
    state: SurveyState = SurveyState.ASKED,
    wording: int = WORDING_VERSION,
) -> Survey:
    survey = Survey(
        customer_id=customer.id,
        state=state,
        source="repeat",
        wording=wording,
        due_at=at,
        asked_at=at,
    )
    session.add(survey)
    await session.flush()
    return survey


async def answer(
    session: AsyncSession,
    customer: Person,
    score: int,
    at: datetime = NOW - DAY,
    *,
    why: str | None = None,
    kind: str = "text",
    wording: int = WORDING_VERSION,
) -> Response:
    survey = await ask(session, customer, at, SurveyState.ANSWERED, wording)
    response = Response(
        survey_id=survey.id, customer_id=customer.id, score=score, answered_at=at, why_closes_at=at
    )
    session.add(response)
    await session.flush()
    if why is not None or kind != "text":
        reason = Reason(response_id=response.id, message_id=survey.id, kind=kind, text=why, at=at)
        session.add(reason)
        await session.flush()
    return response


async def answers(
    session: AsyncSession, scores: Mapping[int, int], at: datetime = NOW - DAY
) -> None:
    """So many customers gave each score."""
    for score, count in scores.items():
        for _ in range(count):
            await answer(session, await person(session), score, at)


async def nudge(session: AsyncSession, to: Person, kind: str, state: str, **of: Any) -> Nudge:
    row = Nudge(
        key=f"{kind}:{uuid4()}",
        kind=kind,
        person_id=to.id,
        priority=0,
        due_at=NOW,
        state=state,
    )
    for name, value in of.items():
        setattr(row, name, value)
    session.add(row)
    await session.flush()
    return row
