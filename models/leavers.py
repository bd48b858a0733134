"""Who has left after an offer: blocked the bot, or wants no more of them."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.database import later
from models.offers import IS_OFFER
from models.rules.contact import Topic
from models.rules.first_batch import Leavers
from models.tables import Consent, Mute, Nudge, NudgeState, Person

AFTER = timedelta(days=7)
"""Who leaves later does so for another reason."""


def _is_after(moment: ColumnElement[Any] | Any) -> ColumnElement[bool]:
    return and_(moment >= Nudge.sent_at, moment <= later(Nudge.sent_at, AFTER))


HAS_BLOCKED = _is_after(Person.blocked_at)
"""Of a row that was sent, and its person."""
HAS_OPTED_OUT = and_(
    ~func.coalesce(HAS_BLOCKED, false()),
    or_(
        _is_after(Person.stopped_at),
        and_(
            Person.offers_at.is_(None),  # else it was taken back
            exists().where(
                Consent.person_id == Person.id,
                Consent.kind == "offers",
                Consent.given.is_(False),
                _is_after(Consent.at),
            ),
        ),
        exists().where(Mute.person_id == Person.id, Mute.topic == Topic.OFFERS, _is_after(Mute.at)),
    ),
)
COUNTS = (func.count(), func.count().filter(HAS_BLOCKED), func.count().filter(HAS_OPTED_OUT))
"""What `Leavers` is made of."""
WAS_DELIVERED = or_(
    Nudge.state == NudgeState.SENT,
    and_(Nudge.state == NudgeState.UNKNOWN, Nudge.tapped_at.is_not(None)),  # so it had arrived
)


async def of(session: AsyncSession, campaign_id: int) -> Leavers:
    """Of all who have got the offer so far."""
    query = (
        select(*COUNTS)
        .select_from(Nudge)
        .join(Person, Person.id == Nudge.person_id)
        .where(Nudge.campaign_id == campaign_id, IS_OFFER, WAS_DELIVERED)
    )
    return Leavers(*(await session.execute(query)).one())
