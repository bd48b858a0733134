"""What a campaign would come to if it were sent now: what the arbiter would say, counted by the
database, without asking it of everybody."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import arbiter, audiences
from models.database import Sessions
from models.people import zone_named
from models.rules import contact
from models.rules.audience import Audience
from models.rules.cadence import WORTH_SENDING_FOR
from models.rules.contact import (
    Customer,
    Decision,
    Defer,
    Kind,
    Reason,
    Sent,
    Skip,
    Topic,
    decide,
)
from models.tables import Nudge, Person

SPAN = 2_000
"""Customers in one transaction: others wait for it."""


@dataclass(slots=True)
class Forecast:
    """How many would get an offer now, how many later and how many never, and why."""

    now: int = 0
    later: Counter[str] = field(default_factory=Counter)
    never: Counter[str] = field(default_factory=Counter)

    @property
    def reached(self) -> int:
        return self.now + self.later.total()

    def count(self, said: Decision, people: int) -> None:
        match said:
            case Defer(_, reason):
                self.later[reason] += people
            case Skip(reason):
                self.never[reason] += people
            case _:
                self.now += people

    def dump(self) -> dict[str, Any]:
        return {"now": self.now, "later": dict(self.later), "never": dict(self.never)}

    @classmethod
    def load(cls, kept: dict[str, Any]) -> "Forecast":
        return cls(kept["now"], Counter(kept["later"]), Counter(kept["never"]))


async def of(
    sessions: Sessions,
    audience: Audience,
    now: datetime,
    policy: contact.Policy,
    business_zone: ZoneInfo,
) -> Forecast:
    """Takes many short transactions, not one: nobody waits for the whole of it."""
    expected, whose = Forecast(), and_(*audiences.members(audience, now))
    offer = contact.Nudge(Kind.OFFER, now + WORTH_SENDING_FOR)
    async with sessions.begin() as session:
        last = await session.scalar(select(func.max(Person.id))) or 0
    for first in range(1, last + 1, SPAN):
        of_span = whose & Person.id.between(first, first + SPAN - 1)
        async with sessions.begin() as session:
            alike = await _alike(session, of_span, now, policy)
            known = await _known(session, of_span, now, policy)
        for refusal, zone, bucket, people in alike:
            customer = _customer(zone, bucket, business_zone)
            said = Skip(Reason(refusal)) if refusal else decide(offer, customer, (), now, policy)
            expected.count(said, people)
        for customer, history in _lives(known, business_zone):
            expected.count(decide(offer, customer, history, now, policy), 1)
    return expected


def _refusal() -> ColumnElement[str | None]:
    """What no waiting can mend, as the arbiter says it of an offer: the first that holds."""
    refusals = {
        Reason.BLOCKED: Person.blocked_at.is_not(None),
        Reason.CONSENT: Person.consented_at.is_(None),
        Reason.STOPPED: Person.stopped_at.is_not(None),
        Reason.TOPIC_OFF: arbiter.has_off(Topic.OFFERS),
        Reason.OFFERS_CONSENT: Person.offers_at.is_(None),
        Reason.OPEN_CASE: arbiter.IN_TALK,
    }
    return case(*((holds, str(reason)) for reason, holds in refusals.items()), else_=None)


async def _alike(
    session: AsyncSession, whose: ColumnElement[bool], now: datetime, policy: contact.Policy
) -> list[Any]:
    """Of those whom one decision fits: why not, the zone, the bucket of any of them, how many."""
    refusal = _refusal().label("refusal")
    heard = exists().where(
        Nudge.person_id == Person.id, arbiter.counts_since(now - policy.looks_back)
    )
    is_held_out = Person.bucket < policy.held_out
    query = (
        select(refusal, Person.zone, func.min(Person.bucket), func.count())
        .where(whose, refusal.is_not(None) | ~heard)
        .group_by(refusal, Person.zone, is_held_out)
    )
    return list(await session.execute(query))


async def _known(
    session: AsyncSession, whose: ColumnElement[bool], now: datetime, policy: contact.Policy
) -> list[Any]:
    """A row for each nudge that the others have had lately."""
    query = (
        select(Person.id, Person.zone, Person.bucket, Nudge.kind, Nudge.sent_at)
        .join(Nudge, Nudge.person_id == Person.id)
        .where(whose, arbiter.counts_since(now - policy.looks_back), _refusal().is_(None))
        .order_by(Person.id)
    )
    return list(await session.execute(query))


def _lives(rows: list[Any], business_zone: ZoneInfo) -> Iterator[tuple[Customer, list[Sent]]]:
    for (_, zone, bucket), theirs in groupby(rows, key=lambda row: tuple(row[:3])):
        history = [Sent(Kind(kind), at) for *_, kind, at in theirs]
        yield _customer(zone, bucket, business_zone), history


def _customer(zone: str | None, bucket: int, business_zone: ZoneInfo) -> Customer:
    """With nothing that could be refused: it was counted by then."""
    zone_of = zone_named(zone, business_zone)
    return Customer(zone_of, consented=True, offers_allowed=True, bucket=bucket)
