"""Words that customers let us show to others: asked about, allowed, taken back."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.answers import SAID
from models.database import among
from models.rules.nps import Group, group_of
from models.rules.question import SCORES
from models.tables import Consent, Person, Publish, Reason, Response

PROMOTERS = [score for score in SCORES if group_of(score) is Group.PROMOTER]
PUBLISH_TEXT = 1
"""Version of the question; raise it when its words change in substance."""


def is_publishable() -> ColumnElement[bool]:
    """Whoever has become less happy since is not shown as a happy customer."""
    return and_(
        _has_yes(),
        Response.score.in_(PROMOTERS),
        exists().where(Reason.response_id == Response.id, Reason.publishable),
    )


def _has_yes() -> ColumnElement[bool]:
    return among(Response.publish, Publish.NAMED, Publish.NAMELESS)


async def was_asked(session: AsyncSession, customer_id: int) -> bool:
    """About any of their words."""
    asked = Response.customer_id == customer_id, Response.publish_asked_at.is_not(None)
    return bool(await session.scalar(select(exists().where(*asked))))


async def note_asked(session: AsyncSession, response_id: int, now: datetime) -> None:
    """The first time; an answer may have been quicker than we."""
    asked_at = func.coalesce(Response.publish_asked_at, now)
    await session.execute(
        update(Response).where(Response.id == response_id).values(publish_asked_at=asked_at)
    )


async def decide(
    session: AsyncSession, customer: Person, response_id: int, publish: Publish, now: datetime
) -> bool:
    """Whether it was kept: false where these are not the customer's words.

    A yes covers what was said until then, as it was said: what is added or edited later is not
    shown, unless the customer says yes again."""
    response = await session.get(Response, response_id, options=SAID)
    if response is None or response.customer_id != customer.id:
        return False
    words = [reason for reason in response.reasons if reason.text]
    if not words:
        return False
    given = publish is not Publish.NO
    if response.publish != publish or any(said.publishable != given for said in words):
        session.add(_consent(customer, given, f"answer:{response.id}", now))
    response.publish = publish
    response.publish_asked_at = response.publish_asked_at or now
    for said in words:
        said.publishable = given
    return True


async def shows_words(session: AsyncSession, customer_id: int) -> bool:
    """Whether there is anything to take back."""
    yes = select(Response.id).where(Response.customer_id == customer_id, _has_yes())
    shown = exists().where(Reason.response_id.in_(yes), Reason.publishable)
    return bool(await session.scalar(select(shown)))


async def take_back(session: AsyncSession, customer: Person, *, source: str, now: datetime) -> None:
    """Every yes of this customer's."""
    theirs = Response.customer_id == customer.id, _has_yes()
    options = {"synchronize_session": False}
    if not await session.scalar(select(exists().where(*theirs))):
        return
    await session.execute(
        update(Reason)
        .where(Reason.response_id.in_(select(Response.id).where(*theirs)))
        .values(publishable=False),
        execution_options=options,
    )
    await session.execute(
        update(Response).where(*theirs).values(publish=Publish.NO), execution_options=options
    )
    session.add(_consent(customer, False, source, now))


def _consent(customer: Person, given: bool, source: str, now: datetime) -> Consent:
    return Consent(
        person_id=customer.id,
        kind="publish",
        given=given,
        at=now,
        text_version=PUBLISH_TEXT,
        source=source,
    )
