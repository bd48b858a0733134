"""What a campaign has brought, as the staff read it."""

from collections.abc import Iterator
from fractions import Fraction

from models.results import Fate, Result
from models.rules.holdout import ENOUGH, Side, compare
from models.tables import CampaignState
from views import Screen
from views.campaigns import reasons
from views.say import Html, Say
from views.stats import percent, signed

NOT_REACHED = ("blocked", "failed", "unknown")


def notice(say: Say, result: Result) -> Screen:
    """When the last of them is decided. What people do then is told in /campaigns."""
    lines = [_title(say, result), *lines_of(say, result)]
    if result.fates and result.leavers.got:
        lines += [Html(""), say("campaign-result-more")]
    return Screen(Html("\n".join(lines)))


def _title(say: Say, result: Result) -> Html:
    if result.tally.source_gone:
        return say("campaign-result-source-gone")
    is_stopped = result.campaign.state == CampaignState.STOPPED
    return say("campaign-result-stopped" if is_stopped else "campaign-result")


def lines_of(say: Say, result: Result) -> Iterator[Html]:
    tally = result.tally
    yield say("campaign-result-sent", people=tally.sent)
    for what in NOT_REACHED:
        if people := getattr(tally, what):
            yield say(f"campaign-result-{what}", people=people)
    if skipped := tally.skipped.total():
        why = reasons(say, tally.skipped)
        yield say("campaign-result-skipped", people=skipped, why=why)
    if result.leavers.got:
        yield from _afterwards(say, result)
        yield from _compared(say, result)


def _afterwards(say: Say, result: Result) -> Iterator[Html]:
    left = result.leavers
    if left.left:
        yield say("campaign-result-left", blocked=left.blocked, opted_out=left.opted_out)
    if result.counts_taps:
        share = percent(Fraction(result.taps, left.got))
        yield say("campaign-result-taps", taps=result.taps, percent=share)
    elif result.campaign.url:
        yield say("campaign-result-no-taps")
    if result.campaign.coupon is not None:
        yield say("campaign-result-coupons", taken=result.taken, redeemed=result.redeemed)
    if result.answered is not None:
        yield _answers(say, *result.answered)


def _answers(say: Say, treated: Side, held: Side) -> Html:
    difference = compare(treated, held)
    if difference is None:
        return say("campaign-result-answers-few", enough=ENOUGH)
    return say(
        "campaign-result-answers",
        treated=percent(treated.share or Fraction(0)),
        held=percent(held.share or Fraction(0)),
        low=signed(say, difference.low),
        high=signed(say, difference.high),
        verdict=str(difference.verdict),
    )


def _compared(say: Say, result: Result) -> Iterator[Html]:
    """Both messages, and whether one of them did better."""
    if len(result.fates) < 2:
        return
    for fate in result.fates:
        yield _fate(say, result, fate)
    difference = result.difference
    if difference is None:
        yield say("campaign-result-ab-few", enough=ENOUGH)
        return
    yield say(
        "campaign-result-ab",
        better=_better(result),
        points=signed(say, difference.points),
        low=signed(say, difference.low),
        high=signed(say, difference.high),
    )


def _fate(say: Say, result: Result, fate: Fate) -> Html:
    many = fate.taps if result.counts_taps else fate.leavers.left
    return say(
        "campaign-result-variant",
        letter=fate.letter,
        got=fate.got,
        did="tapped" if result.counts_taps else "left",
        many=many,
        percent=percent(Fraction(many, fate.got or 1)),
    )


def _better(result: Result) -> str:
    """`A`, `B`, or `unclear`: more taps are better, and fewer who leave."""
    difference = result.difference
    if difference is None or difference.low <= 0 <= difference.high:
        return "unclear"
    return "A" if (difference.low > 0) == result.counts_taps else "B"
