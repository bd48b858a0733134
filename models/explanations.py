"""Why a customer was written to or not: what holds now, what comes next, what was lately."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import case, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import arbiter, surveys
from models.database import among
from models.nudges import UNDECIDED
from models.rules import contact
from models.rules.business import Business
from models.rules.contact import Kind, Policy, Reason
from models.tables import Case, CaseState, Coupon, Nudge, Person, Role, Survey, SurveyState

RECENT = 10
COMING = 5
SOME_DAY = timedelta(days=366)
NO_LIMITS = Policy(quiet=None, gap=None, caps=(), offer_caps=())
"""Under it the arbiter refuses only what no waiting can mend."""
IS_NUDGE = Nudge.kind.in_(tuple(Kind))
WAITS_FOR_IT = Survey.state == case(
    (Nudge.kind == Kind.REMINDER, SurveyState.ASKED), else_=SurveyState.PLANNED
)
"""Else the customer has called for the question, or answered, and the message will not go."""


@dataclass(frozen=True, slots=True)
class Coming:
    kind: Kind
    at: datetime
    nudge: Nudge | None = None
    """None where it is foreseen, and not planned yet."""
    refusal: Reason | None = None
    """Why it would not go, as things stand."""


@dataclass(frozen=True, slots=True)
class Explanation:
    person: Person
    customer: contact.Customer
    verdict: contact.Decision
    """On one more message, of a kind that no topic stops."""
    held_out: bool = False
    survey: Survey | None = None
    """The question that waits for an answer."""
    coming: Sequence[Coming] = ()
    """The nearest first."""
    recent: Sequence[Nudge] = ()
    """What was sent, skipped, given up or lost sight of, the newest first."""

    @property
    def is_erased(self) -> bool:
        return self.person.telegram_id is None

    @property
    def is_staff(self) -> bool:
        return self.person.role != Role.CUSTOMER


async def explain(
    session: AsyncSession, person: Person, business: Business, policy: Policy, now: datetime
) -> Explanation:
    customer = (await arbiter.customers(session, [person.id], business.zone))[person.id]
    verdict = await _verdict(session, person, customer, policy, now)
    if verdict == contact.Skip(Reason.NOT_CUSTOMER):
        return Explanation(person, customer, verdict)
    survey = await surveys.asked_of(session, person.id)
    known = [
        *await _planned(session, person),
        *_set(person, survey, business),
        *await _set_by_cases(session, person),
        *await _set_by_coupons(session, person),
    ]
    return Explanation(
        person,
        customer,
        verdict,
        held_out=customer.bucket < policy.held_out,
        survey=survey,
        coming=_coming(known, customer, policy, now),
        recent=await _recent(session, person),
    )


async def _verdict(
    session: AsyncSession,
    person: Person,
    customer: contact.Customer,
    policy: Policy,
    now: datetime,
) -> contact.Decision:
    sent = await arbiter.histories(session, [person.id], now - policy.looks_back)
    anything = contact.Nudge(Kind.SURVEY, now + SOME_DAY)
    any_topic = replace(customer, topics_off=frozenset())
    return contact.decide(anything, any_topic, sent.get(person.id, ()), now, policy)


async def _planned(session: AsyncSession, person: Person) -> list[Coming]:
    query = (
        select(Nudge)
        .outerjoin(Survey, Survey.id == Nudge.survey_id)
        .where(
            Nudge.person_id == person.id,
            IS_NUDGE,
            among(Nudge.state, *UNDECIDED),
            Survey.id.is_(None) | WAITS_FOR_IT,
        )
    )
    rows = (await session.scalars(query)).all()
    wanted = [row for row in rows if row.kind != Kind.REFERRAL or _is_news(row, person)]
    return [Coming(Kind(row.kind), row.due_at, row) for row in wanted]


def _is_news(prompt: Nudge, person: Person) -> bool:
    """False where the customer has asked for the link since, or a later prompt was set."""
    shown_at, due_at = person.referral_shown_at, prompt.first_due_at or prompt.due_at
    return person.referral_at is None and (shown_at is None or shown_at < due_at)


def _set(person: Person, survey: Survey | None, business: Business) -> list[Coming]:
    """The moments at which the plans will find this customer."""
    moments = {
        Kind.SURVEY: person.survey_at,
        Kind.REMINDER: survey.remind_at if survey else None,
        Kind.REFERRAL: person.referral_at,
        Kind.GREETING: person.greeting_at,
        Kind.INVITATION: person.invitation_at if business.birthday_gift else None,
    }
    return [Coming(kind, at) for kind, at in moments.items() if at is not None]


async def _set_by_cases(session: AsyncSession, person: Person) -> list[Coming]:
    rows = await session.execute(
        select(Case.check_at, Case.reask_at).where(
            Case.customer_id == person.id,
            Case.state == CaseState.CLOSED,
            or_(Case.check_at.is_not(None), Case.reask_at.is_not(None)),
        )
    )
    moments = [
        moment for row in rows for moment in zip((Kind.RECOVERY, Kind.REASK), row, strict=True)
    ]
    return [Coming(kind, at) for kind, at in moments if at is not None]


async def _set_by_coupons(session: AsyncSession, person: Person) -> list[Coming]:
    moments = await session.scalars(
        select(Coupon.warn_at).where(Coupon.person_id == person.id, Coupon.warn_at.is_not(None))
    )
    return [Coming(Kind.COUPON, at) for at in moments if at is not None]


def _coming(
    known: Sequence[Coming], customer: contact.Customer, policy: Policy, now: datetime
) -> list[Coming]:
    """What would be refused is told where there is a row, for that is looked at again when it
    falls due; else it is nothing to tell of."""
    judged = [replace(one, refusal=_refusal(one.kind, customer, policy, now)) for one in known]
    told = [one for one in judged if one.nudge is not None or one.refusal is None]
    return sorted(told, key=lambda one: one.at)[:COMING]


def _refusal(
    kind: Kind, customer: contact.Customer, policy: Policy, now: datetime
) -> Reason | None:
    limits = replace(NO_LIMITS, held_out=policy.held_out)
    decision = contact.decide(contact.Nudge(kind, now + SOME_DAY), customer, (), now, limits)
    return decision.reason if isinstance(decision, contact.Skip) else None


async def _recent(session: AsyncSession, person: Person) -> Sequence[Nudge]:
    query = (
        select(Nudge)
        .where(Nudge.person_id == person.id, IS_NUDGE, Nudge.ended_at.is_not(None))
        .order_by(Nudge.ended_at.desc(), Nudge.id.desc())
        .limit(RECENT)
    )
    return (await session.scalars(query)).all()
