"""The one arbiter: may this nudge go to this customer now?

Every nudge passes `decide` just before it is sent. The answer is to send, to put off until a
moment, or to skip, with the reason, which is kept and told to whoever asks. It is asked again when
a deferral ends: much may have happened by then.

Answers to what a person just did are no nudges, and do not come here. Notices do not either: they
have `decide_notice`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.rules.clock import QuietHours, quiet_end


class Topic(StrEnum):
    """What a customer may switch off."""

    SURVEYS = "surveys"
    REMINDERS = "reminders"
    GREETINGS = "greetings"
    OFFERS = "offers"
    REFERRALS = "referrals"


class Kind(StrEnum):
    """Nudges, the most important first: it is the order in which they go to one customer."""

    RECOVERY = "recovery"
    REASK = "reask"
    REMINDER = "reminder"
    GREETING = "greeting"
    SURVEY = "survey"
    REFERRAL = "referral"
    OFFER = "offer"
    INVITATION = "invitation"
    """To a birthday, ahead of it: an offer that no admin sends."""
    COUPON = "coupon"
    """It will expire: to who took it and has not used it yet."""

    @property
    def priority(self) -> int:
        """The lower goes first."""
        return list(Kind).index(self)

    @property
    def topics(self) -> frozenset[Topic]:
        """Any of these switched off stops it."""
        return TOPICS[self]


TOPICS = {
    Kind.RECOVERY: frozenset[Topic](),  # it ends a conversation that the customer began
    Kind.REASK: frozenset({Topic.SURVEYS}),
    Kind.REMINDER: frozenset({Topic.REMINDERS, Topic.SURVEYS}),
    Kind.GREETING: frozenset({Topic.GREETINGS}),
    Kind.SURVEY: frozenset({Topic.SURVEYS}),
    Kind.REFERRAL: frozenset({Topic.REFERRALS}),
    Kind.OFFER: frozenset({Topic.OFFERS}),
    Kind.INVITATION: frozenset({Topic.OFFERS}),
    Kind.COUPON: frozenset({Topic.OFFERS}),
}
FREE_OF_GAP_AND_CAPS = frozenset({Kind.RECOVERY, Kind.REASK, Kind.COUPON})
"""A case's own, and what the customer has taken: a coupon that expires unheard of is worse."""
OFFERS = frozenset({Kind.OFFER, Kind.INVITATION})
"""They count in the caps of offers."""
NEEDS_OFFERS_CONSENT = OFFERS | {Kind.COUPON}
NOT_WHILE_A_CASE_IS_OPEN = OFFERS | {Kind.REFERRAL, Kind.COUPON}
MAY_BE_HELD_OUT = OFFERS | {Kind.REMINDER, Kind.GREETING, Kind.REFERRAL}
"""What is done without for some, to see whether it helps. Never the question, nor a case."""


class Reason(StrEnum):
    """Why a nudge did not go, or not yet."""

    NOT_CUSTOMER = "not_customer"
    BLOCKED = "blocked"
    CONSENT = "consent"
    STOPPED = "stopped"
    TOPIC_OFF = "topic_off"
    OFFERS_CONSENT = "offers_consent"
    OPEN_CASE = "open_case"
    TOO_LATE = "too_late"
    CAP = "cap"
    GAP = "gap"
    QUIET_HOURS = "quiet_hours"
    HELD_OUT = "held_out"


@dataclass(frozen=True, slots=True)
class Nudge:
    """From `good_until` on it is stale: a greeting of yesterday is worse than none."""

    kind: Kind
    good_until: datetime


@dataclass(frozen=True, slots=True)
class Customer:
    zone: ZoneInfo
    consented: bool = False
    offers_allowed: bool = False
    topics_off: frozenset[Topic] = frozenset()
    stopped: bool = False
    blocked: bool = False
    open_case: bool = False
    staff: bool = False
    erased: bool = False
    bucket: int = 99
    """0-99, by chance, for life."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A nudge that went to the customer, or may have gone. Notices and answers don't count."""

    kind: Kind
    at: datetime


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `count` in any `window`. A count of 0 limits nothing."""

    count: int
    window: timedelta

    def __post_init__(self) -> None:
        if self.count < 0 or self.window <= timedelta(0):
            raise ValueError(f"a cap is a count and a time to count in: {self}")


NIGHT = QuietHours(time(21), time(10))
WEEK, MONTH = timedelta(days=7), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Policy:
    """The owner's limits. Whatever is empty or zero limits nothing. Offers keep to both caps."""

    quiet: QuietHours | None = NIGHT
    gap: timedelta | None = timedelta(hours=24)
    caps: tuple[Cap, ...] = (Cap(2, WEEK), Cap(6, MONTH))
    offer_caps: tuple[Cap, ...] = (Cap(1, WEEK), Cap(4, MONTH))
    held_out: int = 0
    """Per cent of customers who go without what may be held out: the lowest buckets."""

    @property
    def looks_back(self) -> timedelta:
        """How much of the past a decision depends on."""
        windows = [cap.window for cap in (*self.caps, *self.offer_caps)]
        return max([self.gap or timedelta(0), *windows])


@dataclass(frozen=True, slots=True)
class Send:
    pass


@dataclass(frozen=True, slots=True)
class Defer:
    until: datetime
    reason: Reason


@dataclass(frozen=True, slots=True)
class Skip:
    reason: Reason


Decision = Send | Defer | Skip


def decide(
    nudge: Nudge, customer: Customer, history: Sequence[Sent], now: datetime, policy: Policy
) -> Decision:
    """`history` holds what was sent to this customer as far as the policy looks back; older rows
    do no harm, and the order does not matter.

    What no waiting can mend comes first. Then the nudge waits for the first moment that is free
    of everything that is a matter of time, and is skipped where it would be stale by then. Who is
    held out is so at the very moment of sending, so that the two sides differ in nothing else.
    """
    if refusal := _refusal(nudge.kind, customer):
        return Skip(refusal)
    if now >= nudge.good_until:
        return Skip(Reason.TOO_LATE)
    waits = [wait for wait in _waits(nudge.kind, history, policy) if wait.until > now]
    if nudge.kind in OFFERS and any(wait.reason is Reason.CAP for wait in waits):
        return Skip(Reason.CAP)
    wait = max(waits, key=lambda wait: wait.until, default=None)
    free_at = wait.until if wait else now
    awake_at = quiet_end(free_at, customer.zone, policy.quiet)
    if awake_at > free_at:
        wait = Defer(awake_at, Reason.QUIET_HOURS)
    if wait is None:
        return Skip(Reason.HELD_OUT) if _is_held_out(nudge.kind, customer, policy) else Send()
    return wait if wait.until < nudge.good_until else Skip(Reason.TOO_LATE)


def decide_notice(*, blocked: bool) -> Send | Skip:
    """Somebody waits for a notice, so only a block stops it. Inside the quiet hours it goes at
    once too, without sound."""
    return Skip(Reason.BLOCKED) if blocked else Send()


def _refusal(kind: Kind, customer: Customer) -> Reason | None:
    """The most telling reason first: whoever blocked the bot may have switched off topics too."""
    refusals = (
        (customer.staff or customer.erased, Reason.NOT_CUSTOMER),
        (customer.blocked, Reason.BLOCKED),
        (not customer.consented, Reason.CONSENT),
        (customer.stopped, Reason.STOPPED),
        (not kind.topics.isdisjoint(customer.topics_off), Reason.TOPIC_OFF),
        (kind in NEEDS_OFFERS_CONSENT and not customer.offers_allowed, Reason.OFFERS_CONSENT),
        (kind in NOT_WHILE_A_CASE_IS_OPEN and customer.open_case, Reason.OPEN_CASE),
    )
    return next((reason for holds, reason in refusals if holds), None)


def _is_held_out(kind: Kind, customer: Customer, policy: Policy) -> bool:
    return kind in MAY_BE_HELD_OUT and customer.bucket < policy.held_out


def _waits(kind: Kind, history: Sequence[Sent], policy: Policy) -> Iterator[Defer]:
    """When each limit is, or was, over. Once over, it stays so until the next nudge is sent; so
    the latest of them is free of all."""
    if kind in FREE_OF_GAP_AND_CAPS:
        return
    sent = sorted((nudge.at for nudge in history), reverse=True)
    if policy.gap and sent:
        yield Defer(sent[0] + policy.gap, Reason.GAP)
    yield from _full(policy.caps, sent)
    if kind in OFFERS:
        offers = sorted((nudge.at for nudge in history if nudge.kind in OFFERS), reverse=True)
        yield from _full(policy.offer_caps, offers)


def _full(caps: Sequence[Cap], latest_first: Sequence[datetime]) -> Iterator[Defer]:
    """There is room again when the oldest of the last `count` leaves the sliding window."""
    for cap in caps:
        if 0 < cap.count <= len(latest_first):
            yield Defer(latest_first[cap.count - 1] + cap.window, Reason.CAP)
