"""What holds of the arbiter whatever it is asked, by a checker that shares none of its code."""

import random
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.rules.clock import QuietHours
from models.rules.contact import (
    Cap,
    Customer,
    Decision,
    Defer,
    Kind,
    Nudge,
    Policy,
    Reason,
    Send,
    Sent,
    Skip,
    Topic,
    decide,
)

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
EXEMPT = {"recovery", "reask", "coupon"}
OFFERS = {"offer", "invitation"}
WANT_A_SECOND_YES = OFFERS | {"coupon"}
DONE_WITHOUT_FOR_SOME = OFFERS | {"reminder", "greeting", "referral"}
TOPICS = {
    "recovery": set[str](),
    "reask": {"surveys"},
    "reminder": {"reminders", "surveys"},
    "greeting": {"greetings"},
    "survey": {"surveys"},
    "referral": {"referrals"},
    "offer": {"offers"},
    "invitation": {"offers"},
    "coupon": {"offers"},
}


class Asked(NamedTuple):
    nudge: Nudge
    customer: Customer
    history: list[Sent]
    now: datetime
    policy: Policy

    def decision(self) -> Decision:
        return decide(*self)


def is_night(asked: Asked, moment: datetime) -> bool:
    """Seconds since the quiet began, on the wall, against how long it lasts there."""
    quiet = asked.policy.quiet
    if quiet is None:
        return False
    wall, start, end = (
        each.hour * 3600 + each.minute * 60 + each.second
        for each in (moment.astimezone(asked.customer.zone), quiet.start, quiet.end)
    )
    return (wall - start) % 86400 < (end - start) % 86400


def is_in_the_gap(asked: Asked, moment: datetime) -> bool:
    gap = asked.policy.gap
    if not gap or asked.nudge.kind in EXEMPT:
        return False
    return any(moment - sent.at < gap for sent in asked.history)


def is_over_a_cap(asked: Asked, moment: datetime) -> bool:
    if asked.nudge.kind in EXEMPT:
        return False
    limits = [(cap, asked.history) for cap in asked.policy.caps]
    if asked.nudge.kind in OFFERS:
        offers = [sent for sent in asked.history if sent.kind in OFFERS]
        limits += [(cap, offers) for cap in asked.policy.offer_caps]
    return any(
        cap.count and sum(moment - sent.at < cap.window for sent in counted) >= cap.count
        for cap, counted in limits
    )


def is_free(asked: Asked, moment: datetime) -> bool:
    rules = is_night, is_in_the_gap, is_over_a_cap
    return not any(rule(asked, moment) for rule in rules)


def refusals(asked: Asked) -> set[str]:
    kind, customer = asked.nudge.kind, asked.customer
    off = {str(topic) for topic in customer.topics_off}
    all_of_them = {
        "not_customer": customer.staff or customer.erased,
        "blocked": customer.blocked,
        "consent": not customer.consented,
        "stopped": customer.stopped,
        "topic_off": bool(TOPICS[kind] & off),
        "offers_consent": kind in WANT_A_SECOND_YES and not customer.offers_allowed,
        "open_case": kind in WANT_A_SECOND_YES | {"referral"} and customer.open_case,
    }
    return {reason for reason, holds in all_of_them.items() if holds}


def is_a_repeated_hour(asked: Asked, moment: datetime) -> bool:
    """Where an hour comes again, a night that began in it may be left and entered once more; the
    arbiter waits for the morning."""
    return moment.astimezone(asked.customer.zone).fold == 1


NIGHTS_WHEN_THE_CLOCKS_CHANGE = [
    ("Europe/Berlin", datetime(2024, 3, 31, 1, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2024, 10, 27, 1, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2024, 4, 6, 15, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2024, 10, 5, 15, 30, tzinfo=UTC)),
    ("America/St_Johns", datetime(2010, 11, 7, 2, 31, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
]
LEAP_DAYS = [  # from -12 to +14; the sign is turned round in these names
    (f"Etc/GMT{hours:+d}", datetime(2024, 2, 29, 12, tzinfo=UTC)) for hours in range(-14, 13)
]
ORDINARY_DAYS = [("Europe/Moscow", datetime(2026, 5, 5, 12, tzinfo=UTC))]


def spans(at_least: int, at_most: int) -> st.SearchStrategy[timedelta]:
    """In hours: mostly whole ones, so that limits meet each other to the second, or any else."""
    hours = st.integers(at_least, at_most).map(lambda each: each * HOUR)
    seconds = st.integers(at_least * 3600, at_most * 3600).map(lambda each: each * SECOND)
    return hours | seconds


WAYS_TO_BE_LEFT_ALONE: list[dict[str, Any]] = [
    {"consented": False},
    {"offers_allowed": False},
    {"stopped": True},
    {"blocked": True},
    {"open_case": True},
    {"staff": True},
    {"erased": True},
    *({"topics_off": frozenset({topic})} for topic in Topic),
]
days = st.one_of(
    st.sampled_from(NIGHTS_WHEN_THE_CLOCKS_CHANGE),
    st.sampled_from(LEAP_DAYS),
    st.sampled_from(ORDINARY_DAYS),
)
walls = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
caps = st.lists(st.builds(Cap, st.integers(0, 4), spans(1, 200)), max_size=2).map(tuple)
policies = st.builds(
    Policy,
    quiet=st.none() | st.builds(QuietHours, walls, walls),
    gap=st.none() | spans(0, 72),
    caps=caps,
    offer_caps=caps,
)


@st.composite
def welcome(draw: st.DrawFn) -> Asked:
    """Nudges that only time may stand against. Some of the history lies ahead: clocks jump."""
    zone, day = draw(days)
    now = day + draw(spans(-30, 30))
    kind = draw(st.sampled_from(Kind))
    kinds = st.sampled_from([kind, Kind.OFFER, *Kind])
    history = st.lists(
        st.builds(Sent, kinds, spans(-12, 200).map(lambda ago: now - ago)), max_size=6
    )
    return Asked(
        Nudge(kind, now + draw(spans(1, 300))),
        Customer(ZoneInfo(zone), consented=True, offers_allowed=True),
        draw(history),
        now,
        draw(policies),
    )


@st.composite
def any_asking(draw: st.DrawFn) -> Asked:
    asked = draw(welcome())
    changes = draw(st.lists(st.sampled_from(WAYS_TO_BE_LEFT_ALONE), max_size=3))
    customer = asked.customer
    for change in changes:
        customer = replace(customer, **change)
    good_until = asked.nudge.good_until - draw(st.just(0) | st.integers(1, 600)) * HOUR
    nudge = replace(asked.nudge, good_until=good_until)
    return asked._replace(customer=customer, nudge=nudge)


often = settings(max_examples=100)


@often
@given(any_asking())
def test_it_sends_only_what_no_rule_forbids(asked: Asked) -> None:
    if asked.decision() == Send():
        assert not refusals(asked)
        assert asked.now < asked.nudge.good_until
        assert not is_night(asked, asked.now)
        assert not is_in_the_gap(asked, asked.now)
        assert not is_over_a_cap(asked, asked.now)


@often
@given(welcome())
def test_it_sends_whatever_no_rule_forbids(asked: Asked) -> None:
    assert (asked.decision() == Send()) is is_free(asked, asked.now)


@often
@given(any_asking())
def test_a_refusal_names_a_rule_that_forbids_it(asked: Asked) -> None:
    decision, reasons = asked.decision(), refusals(asked)

    if reasons:
        assert isinstance(decision, Skip)
        assert decision.reason in reasons
    elif asked.now >= asked.nudge.good_until:
        assert decision == Skip(Reason.TOO_LATE)


@often
@given(any_asking())
def test_a_deferral_is_never_into_the_past_nor_beyond_good_until(asked: Asked) -> None:
    decision = asked.decision()

    if isinstance(decision, Defer):
        assert asked.now < decision.until < asked.nudge.good_until


@often
@given(any_asking())
def test_when_a_deferral_ends_the_nudge_goes_if_nothing_else_came(asked: Asked) -> None:
    decision = asked.decision()

    if isinstance(decision, Defer):
        assert asked._replace(now=decision.until).decision() == Send()


@often
@given(welcome(), st.floats(0, 1))
def test_a_deferral_is_no_longer_than_it_must_be(asked: Asked, part: float) -> None:
    decision = asked.decision()

    if isinstance(decision, Defer):
        earlier = asked.now + (decision.until - asked.now - SECOND) * part
        assert not is_free(asked, earlier) or is_a_repeated_hour(asked, earlier)


@often
@given(welcome())
def test_a_deferral_names_the_rule_that_ends_last(asked: Asked) -> None:
    decision = asked.decision()

    if isinstance(decision, Defer):
        rules = {"quiet_hours": is_night, "gap": is_in_the_gap, "cap": is_over_a_cap}
        assert rules[decision.reason](asked, decision.until - SECOND)


@often
@given(welcome(), st.floats(0, 1))
def test_too_late_means_that_no_moment_was_left(asked: Asked, part: float) -> None:
    if asked.decision() == Skip(Reason.TOO_LATE):
        moment = asked.now + (asked.nudge.good_until - asked.now - SECOND) * part
        assert not is_free(asked, moment) or is_a_repeated_hour(asked, moment)


@often
@given(welcome())
def test_over_a_cap_an_offer_is_skipped_and_nothing_else_is(asked: Asked) -> None:
    is_offer_over_a_cap = asked.nudge.kind in OFFERS and is_over_a_cap(asked, asked.now)

    assert (asked.decision() == Skip(Reason.CAP)) is is_offer_over_a_cap


@settings(max_examples=30)
@given(asked=any_asking())
@pytest.mark.parametrize(
    ("empty", "reason"),
    [
        ({"quiet": None}, Reason.QUIET_HOURS),
        ({"quiet": QuietHours(time(10), time(10))}, Reason.QUIET_HOURS),
        ({"gap": None}, Reason.GAP),
        ({"gap": timedelta(0)}, Reason.GAP),
        ({"caps": (), "offer_caps": ()}, Reason.CAP),
        ({"caps": (Cap(0, HOUR),), "offer_caps": (Cap(0, HOUR),)}, Reason.CAP),
    ],
)
def test_an_empty_rule_limits_nothing(asked: Asked, empty: dict[str, Any], reason: Reason) -> None:
    decision = asked._replace(policy=replace(asked.policy, **empty)).decision()

    assert not isinstance(decision, Defer | Skip) or decision.reason is not reason


@often
@given(welcome())
def test_with_no_rule_at_all_nothing_waits(asked: Asked) -> None:
    free = Policy(quiet=None, gap=None, caps=(), offer_caps=())

    assert asked._replace(policy=free).decision() == Send()


@often
@given(any_asking(), st.integers(0, 99), st.integers(0, 100))
def test_being_held_out_is_the_only_difference(asked: Asked, bucket: int, share: int) -> None:
    """To whoever isn't: at the moment at which the one is written to, the other goes without."""
    would_be = asked.decision()
    goes_without = asked.nudge.kind in DONE_WITHOUT_FOR_SOME and bucket < share
    is_sent = would_be == Send()

    decision = in_bucket(asked, bucket, share).decision()

    assert decision == (Skip(Reason.HELD_OUT) if goes_without and is_sent else would_be)


@often
@given(welcome(), st.integers(0, 99))
def test_where_nobody_is_held_out_the_bucket_does_not_matter(asked: Asked, bucket: int) -> None:
    assert in_bucket(asked, bucket, share=0).decision() == asked.decision()


@often
@given(welcome(), st.integers(0, 99), st.integers(0, 100))
def test_the_question_a_coupon_and_what_follows_a_case_are_never_held_out(
    asked: Asked, bucket: int, share: int
) -> None:
    for kind in Kind.SURVEY, Kind.RECOVERY, Kind.REASK, Kind.COUPON:
        decision = in_bucket(of_kind(asked, kind), bucket, share).decision()

        assert decision != Skip(Reason.HELD_OUT)


def in_bucket(asked: Asked, bucket: int, share: int) -> Asked:
    return asked._replace(
        customer=replace(asked.customer, bucket=bucket),
        policy=replace(asked.policy, held_out=share),
    )


def of_kind(asked: Asked, kind: Kind) -> Asked:
    return asked._replace(nudge=replace(asked.nudge, kind=kind))


@often
@given(welcome(), st.randoms())
def test_the_order_of_the_history_does_not_matter(asked: Asked, chance: random.Random) -> None:
    shuffled = chance.sample(asked.history, len(asked.history))

    assert asked._replace(history=shuffled).decision() == asked.decision()


@often
@given(welcome())
def test_what_lies_further_back_than_the_policy_looks_does_not_matter(asked: Asked) -> None:
    recent = [sent for sent in asked.history if sent.at > asked.now - asked.policy.looks_back]

    assert asked._replace(history=recent).decision() == asked.decision()


@often
@given(welcome())
def test_whoever_was_written_to_less_never_waits_longer(asked: Asked) -> None:
    less = asked._replace(history=asked.history[1:])

    assert goes_at(less) <= goes_at(asked)


def goes_at(asked: Asked) -> datetime:
    match asked.decision():
        case Send():
            return asked.now
        case Defer(until):
            return until
        case Skip():
            return datetime.max.replace(tzinfo=UTC)
