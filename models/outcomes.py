"""What a campaign would come to if it were sent now, and what it came to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import nudges
from models.campaigns import AUDIENCE, IS_OFFER, SOURCE_GONE, worth_sending_until
from models.database import Sessions
from models.rules import contact
from models.rules.contact import Defer, Kind, Reason, Skip
from models.tables import Nudge, NudgeState, Person

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many would get an offer now, how many later and how many never, and why."""

    now: int = 0
    later: Counter[str] = field(default_factory=Counter)
    never: Counter[str] = field(default_factory=Counter)

    @property
    def reached(self) -> int:
        return self.now + self.later.total()

    def __add__(self, other: "Forecast") -> "Forecast":
        return Forecast(self.now + other.now, self.later + other.later, self.never + other.never)


@dataclass(slots=True)
class Tally:
    """What became of the customers of a campaign so far; each is counted once."""

    sent: int = 0
    unknown: int = 0
    """May have arrived: Telegram's answer was lost."""
    blocked: int = 0
    failed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    waiting: int = 0
    deferred: int = 0
    """Of those waiting, whom the arbiter put off."""
    source_gone: bool = False

    @property
    def decided(self) -> int:
        return self.sent + self.unknown + self.blocked + self.failed + self.skipped.total()

    @property
    def total(self) -> int:
        return self.decided + self.waiting

    def count(self, state: NudgeState, reason: str, people: int) -> None:
        match state:
            case NudgeState.SENT:
                self.sent += people
            case NudgeState.UNKNOWN:
                self.unknown += people
            case NudgeState.FAILED | NudgeState.SKIPPED if reason == Reason.BLOCKED:
                self.blocked += people
            case NudgeState.FAILED:
                self.failed += people
                self.source_gone |= reason == SOURCE_GONE
            case NudgeState.SKIPPED:
                self.skipped[reason] += people
            case _:
                self.waiting += people
                self.deferred += people if reason in tuple(Reason) else 0


async def forecast(
    sessions: Sessions, now: datetime, policy: contact.Policy, business_zone: ZoneInfo
) -> Forecast:
    """What the arbiter would say now to an offer to each customer.

    Takes many short transactions, not one: nobody waits for the whole of it.
    """
    total, after = Forecast(), 0
    while True:
        async with sessions.begin() as session:
            query = select(Person).where(*AUDIENCE, Person.id > after).order_by(Person.id)
            people = (await session.scalars(query.limit(BATCH))).all()
            customers = await nudges.customers(session, people, business_zone)
            sent = await nudges.histories(session, customers.keys(), now - policy.looks_back)
        if not people:
            return total
        total += _decide_all(customers, sent, now, policy)
        after = people[-1].id


def _decide_all(
    customers: Mapping[int, contact.Customer],
    sent: Mapping[int, Sequence[contact.Sent]],
    now: datetime,
    policy: contact.Policy,
) -> Forecast:
    offer = contact.Nudge(Kind.OFFER, worth_sending_until(now))
    decisions = [
        contact.decide(offer, customer, sent.get(person_id, ()), now, policy)
        for person_id, customer in customers.items()
    ]
    later = Counter[str](said.reason for said in decisions if isinstance(said, Defer))
    never = Counter[str](said.reason for said in decisions if isinstance(said, Skip))
    return Forecast(len(decisions) - later.total() - never.total(), later, never)


async def tally(session: AsyncSession, campaign_id: int) -> Tally:
    rows = await session.execute(
        select(Nudge.state, Nudge.reason, func.count())
        .where(Nudge.campaign_id == campaign_id, IS_OFFER)
        .group_by(Nudge.state, Nudge.reason)
    )
    counted = Tally()
    for state, reason, people in rows:
        counted.count(NudgeState(state), reason or "", people)
    return counted
