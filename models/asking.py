"""A wave of questions that an admin sends to an audience: who is asked, who is not and why, and
when the questions go."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, CursorResult, case, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import arbiter, audiences, questions, staff
from models.database import among
from models.rules.audience import Audience
from models.rules.cadence import Cadence
from models.rules.clock import DAY, QuietHours
from models.rules.contact import Topic
from models.surveys import OPEN
from models.tables import Act, Person, Response, Survey

ACT = "wave_asked"
LEAST_APART = timedelta(days=30)
"""Nobody is asked again sooner, whatever the audience."""


class Why(StrEnum):
    """Why somebody of the audience is not asked; the first that holds is told."""

    BLOCKED = "blocked"
    CONSENT = "consent"
    STOPPED = "stopped"
    TOPIC_OFF = "topic_off"
    OPEN_CASE = "open_case"
    OPEN_SURVEY = "open_survey"
    RECENT = "recent"
    """Asked, or answered, not long ago."""
    WAITING = "waiting"
    """Their turn comes by itself within a day."""


@dataclass(frozen=True, slots=True)
class Forecast:
    people: int = 0
    skipped: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Wave:
    """Who are asked, and when the first and the last of them is."""

    people: int
    first: datetime
    last: datetime
    is_sure: bool
    """Questions of more than a day: how many others fall due meanwhile is not known yet."""


def _why_not(now: datetime) -> ColumnElement[str | None]:
    theirs, since = Survey.customer_id == Person.id, now - LEAST_APART
    answered_lately = exists().where(
        Response.customer_id == Person.id, Response.answered_at > since
    )
    refusals = {
        Why.BLOCKED: Person.blocked_at.is_not(None),
        Why.CONSENT: Person.consented_at.is_(None),
        Why.STOPPED: Person.stopped_at.is_not(None),
        Why.TOPIC_OFF: arbiter.has_off(Topic.SURVEYS),
        Why.OPEN_CASE: arbiter.IN_TALK,
        Why.OPEN_SURVEY: exists().where(theirs, among(Survey.state, *OPEN)),
        # The function keeps the planner to the index by customer: there is one of all moments.
        Why.RECENT: exists().where(theirs, func.coalesce(Survey.asked_at, since) > since)
        | answered_lately,
        Why.WAITING: func.coalesce(Person.survey_at <= now + DAY, False),
    }
    return case(*((holds, str(why)) for why, holds in refusals.items()), else_=None)


async def forecast(session: AsyncSession, audience: Audience, now: datetime) -> Forecast:
    why = _why_not(now).label("why")
    rows = await session.execute(
        select(why, func.count()).where(*audiences.members(audience, now)).group_by(why)
    )
    counts = [(row[0], row[1]) for row in rows]
    return Forecast(
        people=sum(count for why_not, count in counts if why_not is None),
        skipped=Counter({why_not: count for why_not, count in counts if why_not is not None}),
    )


async def ask(
    session: AsyncSession,
    admin_id: int,
    audience: Audience,
    token: str,
    *,
    business_zone: ZoneInfo,
    quiet: QuietHours | None,
    cadence: Cadence,
    now: datetime,
) -> Wave:
    """Sets the next question of each for now, and plans what goes today. `token` names the tap:
    the same one again asks nobody, and is told the same."""
    if (wave := await _asked(session, admin_id, token)) is not None:
        return wave
    newest = await session.scalar(select(func.max(Survey.id))) or 0
    asked = await session.execute(
        update(Person)
        .where(*audiences.members(audience, now), _why_not(now).is_(None))
        .values(survey_at=now)
        .execution_options(synchronize_session=False)
    )
    people = cast("CursorResult[Any]", asked).rowcount
    await questions.plan_due(session, now, business_zone, quiet, cadence)
    first, last, is_sure = await _span(session, newest, cadence, now)
    wave = Wave(people, first, last, is_sure)
    await staff.keep_act(session, admin_id, ACT, now, {"token": token, **_dump(wave)})
    return wave


async def _span(
    session: AsyncSession, newest: int, cadence: Cadence, now: datetime
) -> tuple[datetime, datetime, bool]:
    """What was planned just now is sure; the rest takes a day for each day's share."""
    planned = select(func.min(Survey.due_at), func.max(Survey.due_at)).where(Survey.id > newest)
    first, last = (await session.execute(planned)).one()
    waiting = select(func.count(), func.min(Person.survey_at)).where(Person.survey_at <= now + DAY)
    count, next_day = (await session.execute(waiting)).one()
    if next_day is None:
        return first or now, last or now, True
    days = -(-count // cadence.surveys_a_day)
    return first or next_day, next_day + (days - 1) * DAY, False


async def _asked(session: AsyncSession, admin_id: int, token: str) -> Wave | None:
    about = await session.scalar(
        select(Act.about).where(
            Act.person_id == admin_id, Act.kind == ACT, Act.about["token"].as_string() == token
        )
    )
    if about is None:
        return None
    first, last = (datetime.fromisoformat(about[name]) for name in ("first", "last"))
    return Wave(about["people"], first, last, about["is_sure"])


def _dump(wave: Wave) -> dict[str, int | str | bool]:
    return {
        "people": wave.people,
        "first": wave.first.isoformat(),
        "last": wave.last.isoformat(),
        "is_sure": wave.is_sure,
    }
