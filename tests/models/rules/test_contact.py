"""The arbiter by example: one rule at a time, on an ordinary day in Moscow."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

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
    decide_notice,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOSCOW = ZoneInfo("Europe/Moscow")
NOON = datetime(2026, 5, 5, 9, tzinfo=UTC)
ALICE = Customer(MOSCOW, consented=True, offers_allowed=True)
FREE = Policy(quiet=None, gap=None, caps=(), offer_caps=())
EXEMPT = [Kind.RECOVERY, Kind.REASK, Kind.COUPON]
LIMITED = [kind for kind in Kind if kind not in EXEMPT]
OFFERS = [Kind.OFFER, Kind.INVITATION]
WANT_A_SECOND_YES = [*OFFERS, Kind.COUPON]
PUT_OFF_BY_CAPS = [kind for kind in LIMITED if kind not in OFFERS]
DONE_WITHOUT_FOR_SOME = [Kind.REMINDER, Kind.GREETING, Kind.REFERRAL, *OFFERS]


def moscow(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW).astimezone(UTC)


def ask(
    kind: Kind,
    customer: Customer = ALICE,
    history: Sequence[Sent] = (),
    now: datetime = NOON,
    policy: Policy = FREE,
    good_until: datetime | None = None,
) -> Decision:
    nudge = Nudge(kind, good_until or now + 40 * DAY)
    return decide(nudge, customer, history, now, policy)


def sent(kind: Kind, *ago: timedelta) -> list[Sent]:
    return [Sent(kind, NOON - each) for each in ago]


@pytest.mark.parametrize("kind", Kind)
def test_by_day_a_customer_who_agreed_may_be_nudged(kind: Kind) -> None:
    assert ask(kind, policy=Policy()) == Send()


def test_the_first_in_line_is_whoever_was_hurt_and_the_last_is_an_offer() -> None:
    in_line = sorted(Kind, key=lambda kind: kind.priority)

    assert in_line == [
        Kind.RECOVERY,
        Kind.REASK,
        Kind.REMINDER,
        Kind.GREETING,
        Kind.SURVEY,
        Kind.REFERRAL,
        Kind.OFFER,
        Kind.INVITATION,
        Kind.COUPON,
    ]


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"consented": False}, Reason.CONSENT),
        ({"stopped": True}, Reason.STOPPED),
        ({"blocked": True}, Reason.BLOCKED),
        ({"staff": True}, Reason.NOT_CUSTOMER),
        ({"erased": True}, Reason.NOT_CUSTOMER),
    ],
)
def test_some_people_get_no_nudge_of_any_kind(
    kind: Kind, change: dict[str, Any], reason: Reason
) -> None:
    assert ask(kind, replace(ALICE, **change)) == Skip(reason)


def test_an_offer_wants_a_second_yes_and_nothing_else_does() -> None:
    no_offers = replace(ALICE, offers_allowed=False)

    assert [kind for kind in Kind if ask(kind, no_offers) != Send()] == WANT_A_SECOND_YES
    asked = [ask(kind, no_offers) for kind in WANT_A_SECOND_YES]
    assert asked == [Skip(Reason.OFFERS_CONSENT)] * 3


@pytest.mark.parametrize(
    ("topic", "kinds"),
    [
        (Topic.SURVEYS, {Kind.SURVEY, Kind.REMINDER, Kind.REASK}),
        (Topic.REMINDERS, {Kind.REMINDER}),
        (Topic.GREETINGS, {Kind.GREETING}),
        (Topic.OFFERS, {Kind.OFFER, Kind.INVITATION, Kind.COUPON}),
        (Topic.REFERRALS, {Kind.REFERRAL}),
    ],
)
def test_a_topic_switched_off_stops_its_own_nudges_only(topic: Topic, kinds: set[Kind]) -> None:
    alice = replace(ALICE, topics_off=frozenset({topic}))

    assert {kind for kind in Kind if ask(kind, alice) == Skip(Reason.TOPIC_OFF)} == kinds
    assert all(ask(kind, alice) == Send() for kind in set(Kind) - kinds)


def test_while_a_case_is_open_nothing_is_sold_and_no_friends_are_asked_for() -> None:
    unhappy = replace(ALICE, open_case=True)

    stopped = [Kind.REFERRAL, *WANT_A_SECOND_YES]

    assert [kind for kind in Kind if ask(kind, unhappy) != Send()] == stopped
    assert all(ask(kind, unhappy) == Skip(Reason.OPEN_CASE) for kind in stopped)


def test_the_most_telling_reason_is_the_one_given() -> None:
    charlie = Customer(MOSCOW, blocked=True, stopped=True, topics_off=frozenset(Topic))

    assert ask(Kind.OFFER, charlie, good_until=NOON) == Skip(Reason.BLOCKED)
    assert ask(Kind.OFFER, replace(charlie, blocked=False)) == Skip(Reason.CONSENT)
    assert ask(Kind.OFFER, replace(charlie, erased=True)) == Skip(Reason.NOT_CUSTOMER)


def test_what_is_stale_is_skipped() -> None:
    assert ask(Kind.GREETING, good_until=NOON + HOUR) == Send()
    assert ask(Kind.GREETING, good_until=NOON) == Skip(Reason.TOO_LATE)
    assert ask(Kind.GREETING, good_until=NOON - HOUR) == Skip(Reason.TOO_LATE)


@pytest.mark.parametrize("kind", Kind)
def test_at_night_everything_waits_for_the_morning(kind: Kind) -> None:
    evening, morning = moscow("2026-05-05T21:00"), moscow("2026-05-06T10:00")

    assert ask(kind, now=evening, policy=Policy()) == Defer(morning, Reason.QUIET_HOURS)
    assert ask(kind, now=morning, policy=Policy()) == Send()


def test_what_would_be_stale_by_the_morning_is_skipped_at_night() -> None:
    evening, morning = moscow("2026-05-05T22:00"), moscow("2026-05-06T10:00")
    one_second = timedelta(seconds=1)

    assert ask(
        Kind.GREETING, now=evening, policy=Policy(), good_until=morning + one_second
    ) == Defer(morning, Reason.QUIET_HOURS)
    assert ask(Kind.GREETING, now=evening, policy=Policy(), good_until=morning) == Skip(
        Reason.TOO_LATE
    )


@pytest.mark.parametrize("kind", LIMITED)
@pytest.mark.parametrize("other", Kind)
def test_a_day_lies_between_any_two_nudges(kind: Kind, other: Kind) -> None:
    policy = replace(FREE, gap=DAY)

    assert ask(kind, history=sent(other, 23 * HOUR), policy=policy) == Defer(
        NOON + HOUR, Reason.GAP
    )
    assert ask(kind, history=sent(other, 24 * HOUR), policy=policy) == Send()


def test_a_gap_that_ends_at_night_lasts_until_the_morning() -> None:
    last_night = [Sent(Kind.SURVEY, moscow("2026-05-04T22:00"))]

    assert ask(Kind.REMINDER, history=last_night, policy=Policy()) == Defer(
        moscow("2026-05-06T10:00"), Reason.QUIET_HOURS
    )


@pytest.mark.parametrize("kind", PUT_OFF_BY_CAPS)
def test_over_a_cap_a_nudge_waits_until_the_oldest_leaves_the_window(kind: Kind) -> None:
    policy = replace(FREE, caps=(Cap(2, 7 * DAY),))
    two, three = sent(Kind.SURVEY, 2 * DAY, 5 * DAY), sent(Kind.SURVEY, DAY, 3 * DAY, 6 * DAY)

    assert ask(kind, history=sent(Kind.SURVEY, 2 * DAY), policy=policy) == Send()
    assert ask(kind, history=sent(Kind.SURVEY, 2 * DAY, 7 * DAY), policy=policy) == Send()
    assert ask(kind, history=two, policy=policy) == Defer(NOON + 2 * DAY, Reason.CAP)
    assert ask(kind, history=three, policy=policy) == Defer(NOON + 4 * DAY, Reason.CAP)


def test_with_several_caps_the_longest_wait_counts() -> None:
    policy = replace(FREE, caps=(Cap(1, 7 * DAY), Cap(2, 30 * DAY)))
    history = sent(Kind.SURVEY, DAY, 20 * DAY)

    assert ask(Kind.SURVEY, history=history, policy=policy) == Defer(NOON + 10 * DAY, Reason.CAP)


@pytest.mark.parametrize("kind", OFFERS)
def test_an_offer_over_a_cap_is_not_made_later_but_not_at_all(kind: Kind) -> None:
    of_offers, of_all = replace(FREE, offer_caps=(Cap(1, 7 * DAY),)), Policy(quiet=None)
    surveys = sent(Kind.SURVEY, 2 * DAY, 3 * DAY)

    assert ask(kind, history=surveys, policy=of_offers) == Send()
    assert ask(kind, history=surveys, policy=of_all) == Skip(Reason.CAP)


@pytest.mark.parametrize("kind", OFFERS)
@pytest.mark.parametrize("other", OFFERS)
def test_offers_of_both_kinds_fill_the_same_cap(kind: Kind, other: Kind) -> None:
    policy = replace(FREE, offer_caps=(Cap(1, 7 * DAY),))

    assert ask(kind, history=sent(other, 6 * DAY), policy=policy) == Skip(Reason.CAP)
    assert ask(kind, history=sent(other, 7 * DAY), policy=policy) == Send()


@pytest.mark.parametrize("kind", OFFERS)
def test_an_offer_inside_the_gap_waits_like_the_others(kind: Kind) -> None:
    history = sent(Kind.SURVEY, 23 * HOUR)

    assert ask(kind, history=history, policy=Policy()) == Defer(NOON + HOUR, Reason.GAP)


def test_the_caps_of_offers_limit_offers_only() -> None:
    policy = replace(FREE, offer_caps=(Cap(1, 7 * DAY),))

    for kind in [kind for kind in Kind if kind not in OFFERS]:
        history = sent(Kind.OFFER, DAY) + sent(kind, DAY)
        assert ask(kind, history=history, policy=policy) == Send()


@pytest.mark.parametrize("kind", EXEMPT)
def test_what_was_begun_with_a_customer_goes_on_whatever_else_was_sent_but_not_at_night(
    kind: Kind,
) -> None:
    busy = sent(Kind.SURVEY, HOUR, 2 * HOUR, 3 * HOUR)
    night = moscow("2026-05-05T23:00")

    assert ask(kind, history=busy, policy=Policy()) == Send()
    assert ask(kind, history=busy, now=night, policy=Policy()) == Defer(
        moscow("2026-05-06T10:00"), Reason.QUIET_HOURS
    )


@pytest.mark.parametrize("kind", EXEMPT)
def test_but_it_counts_for_what_comes_after_it(kind: Kind) -> None:
    twice = sent(kind, HOUR, 2 * HOUR)

    assert ask(Kind.SURVEY, history=twice, policy=replace(FREE, gap=DAY)) == Defer(
        NOON + 23 * HOUR, Reason.GAP
    )
    assert ask(Kind.SURVEY, history=twice, policy=replace(FREE, caps=(Cap(2, DAY),))) == Defer(
        NOON + 22 * HOUR, Reason.CAP
    )


def test_a_limit_of_nothing_limits_nothing() -> None:
    nothing = Policy(None, timedelta(0), (Cap(0, DAY),), (Cap(0, DAY),))
    busy = sent(Kind.OFFER, timedelta(0), HOUR, 2 * HOUR)

    assert all(ask(kind, history=busy, policy=nothing) == Send() for kind in Kind)
    assert all(ask(kind, history=busy, policy=FREE) == Send() for kind in Kind)


@pytest.mark.parametrize("kind", Kind)
def test_some_go_without_what_may_be_done_without(kind: Kind) -> None:
    policy = replace(FREE, held_out=30)
    goes_without = Skip(Reason.HELD_OUT) if kind in DONE_WITHOUT_FOR_SOME else Send()

    assert ask(kind, replace(ALICE, bucket=0), policy=policy) == goes_without
    assert ask(kind, replace(ALICE, bucket=29), policy=policy) == goes_without
    assert ask(kind, replace(ALICE, bucket=30), policy=policy) == Send()


@pytest.mark.parametrize("kind", Kind)
def test_unless_the_owner_says_so_nobody_goes_without(kind: Kind) -> None:
    assert ask(kind, replace(ALICE, bucket=0), policy=Policy()) == Send()


def test_whoever_goes_without_does_so_when_it_would_have_been_sent() -> None:
    policy, alice = Policy(held_out=30), replace(ALICE, bucket=0)
    evening, morning = moscow("2026-05-05T21:00"), moscow("2026-05-06T10:00")

    assert ask(Kind.REMINDER, alice, now=evening, policy=policy) == Defer(
        morning, Reason.QUIET_HOURS
    )
    assert ask(Kind.REMINDER, alice, now=morning, policy=policy) == Skip(Reason.HELD_OUT)
    assert ask(Kind.REMINDER, replace(alice, stopped=True), policy=policy) == Skip(Reason.STOPPED)
    assert ask(Kind.REMINDER, alice, policy=policy, good_until=NOON) == Skip(Reason.TOO_LATE)


def test_if_the_clock_was_set_back_what_was_sent_in_the_future_still_counts() -> None:
    tomorrow = [Sent(Kind.SURVEY, NOON + DAY)]

    assert ask(Kind.SURVEY, history=tomorrow, policy=replace(FREE, gap=DAY)) == Defer(
        NOON + 2 * DAY, Reason.GAP
    )


@pytest.mark.parametrize(("count", "window"), [(-1, DAY), (1, timedelta(0)), (1, -DAY)])
def test_a_cap_that_makes_no_sense_is_refused(count: int, window: timedelta) -> None:
    with pytest.raises(ValueError, match="a cap is a count and a time to count in"):
        Cap(count, window)


def test_the_policy_is_ours_unless_the_owner_says_otherwise() -> None:
    policy = Policy()

    assert policy.quiet == QuietHours.parse("21:00-10:00")
    assert policy.gap == 24 * HOUR
    assert policy.caps == (Cap(2, 7 * DAY), Cap(6, 30 * DAY))
    assert policy.offer_caps == (Cap(1, 7 * DAY), Cap(4, 30 * DAY))
    assert policy.held_out == 0


def test_a_decision_depends_on_no_more_of_the_past_than_the_widest_limit() -> None:
    assert Policy().looks_back == 30 * DAY
    assert replace(FREE, gap=60 * DAY).looks_back == 60 * DAY
    assert FREE.looks_back == timedelta(0)


def test_only_a_block_stops_a_notice() -> None:
    assert decide_notice(blocked=False) == Send()
    assert decide_notice(blocked=True) == Skip(Reason.BLOCKED)
