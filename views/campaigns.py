"""A campaign under way as the staff see it: how far it is, and what stops it or lets it go on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from models.rules.contact import Reason
from models.rules.first_batch import Leavers
from models.tables import Campaign, CampaignState, Pause
from models.tallies import Tally
from views import RowId, Screen
from views.buttons import column, tap_button
from views.say import Html, Say

CELLS = 10
MINUTE = 60
HOUR = 60 * MINUTE


class PauseTap(CallbackData, prefix="campaign-pause"):
    campaign: RowId


class GoOnTap(CallbackData, prefix="campaign-go-on"):
    campaign: RowId


class ReleaseTap(CallbackData, prefix="campaign-release"):
    """Not to wait for what the first batch says."""

    campaign: RowId


class StopTap(CallbackData, prefix="campaign-stop"):
    campaign: RowId


class StopForGoodTap(CallbackData, prefix="campaign-stop-sure"):
    campaign: RowId


class KeepTap(CallbackData, prefix="campaign-keep"):
    campaign: RowId


@dataclass(frozen=True, slots=True)
class Speed:
    """As it was over the last looks, a second."""

    sent: float
    decided: float


def progress(
    say: Say,
    campaign: Campaign,
    tally: Tally,
    zone: ZoneInfo,
    now: datetime,
    speed: Speed | None = None,
) -> Screen:
    """`zone`: the business's."""
    text = Html("\n".join(standing(say, campaign, tally, zone, now, speed)))
    return Screen(text, column(*buttons(say, campaign, tally)) if is_under_way(campaign) else None)


def is_under_way(campaign: Campaign) -> bool:
    return campaign.state in (CampaignState.CONFIRMED, CampaignState.PAUSED)


def standing(
    say: Say,
    campaign: Campaign,
    tally: Tally,
    zone: ZoneInfo,
    now: datetime,
    speed: Speed | None = None,
) -> Iterator[Html]:
    expected = tally.sent + tally.waiting
    share = tally.sent / expected if expected else 1
    full = int(share * CELLS)
    yield _title(say, campaign, tally, zone, now)
    yield Html(f"{'▓' * full}{'░' * (CELLS - full)} {int(share * 100)} %")
    yield say("campaign-progress-sent", sent=tally.sent, left=tally.waiting)
    if campaign.state != CampaignState.CONFIRMED:
        return
    if speed is not None and tally.ready:
        yield from _pace(say, campaign, tally, speed)
    yield from _later(say, tally)


def _title(say: Say, campaign: Campaign, tally: Tally, zone: ZoneInfo, now: datetime) -> Html:
    if campaign.state == CampaignState.PAUSED:
        return say("campaign-paused", why=str(campaign.pause))
    if campaign.state == CampaignState.STOPPED:
        return say("campaign-stopped", why="source" if tally.source_gone else "admin")
    if not tally.waiting:
        return say("campaign-progress-done")
    if campaign.judged_at is not None:
        at = say.clock(campaign.judged_at, zone)
        return say("campaign-first-batch-out", people=tally.sent, at=at)
    if campaign.start_at is not None and campaign.start_at > now:
        return say("campaign-will-start", at=say.moment(campaign.start_at, zone))
    return say("campaign-progress")


def _pace(say: Say, campaign: Campaign, tally: Tally, speed: Speed) -> Iterator[Html]:
    if speed.sent >= 1:
        yield say("campaign-rate", unit="second", n=round(speed.sent))
    elif speed.sent > 0:
        yield say("campaign-rate", unit="minute", n=max(1, round(speed.sent * MINUTE)))
    if campaign.local_hour is None and speed.decided > 0:
        yield _time_left(say, tally.ready / speed.decided)


def _time_left(say: Say, seconds: float) -> Html:
    """Of those who are not put off."""
    if seconds < MINUTE:
        return say("campaign-time-left", unit="less", n=0)
    if seconds < HOUR:
        return say("campaign-time-left", unit="minutes", n=round(seconds / MINUTE))
    return say("campaign-time-left", unit="hours", n=round(seconds / HOUR))


def _later(say: Say, tally: Tally) -> Iterator[Html]:
    if asleep := tally.later[Reason.QUIET_HOURS]:
        yield say("campaign-later-night", people=asleep)
    if others := tally.later.total() - asleep:
        yield say("campaign-later-others", people=others)
    if tally.held[Pause.FIRST_BATCH]:
        yield say("campaign-later-batch", people=tally.held[Pause.FIRST_BATCH])


def buttons(say: Say, campaign: Campaign, tally: Tally) -> list[InlineKeyboardButton]:
    """What can be done with it as it stands."""
    of, offered = campaign.id, []
    if campaign.state == CampaignState.PAUSED:
        key = "anyway" if campaign.pause == Pause.COMPLAINTS else "on"
        offered.append(tap_button(say.plain(f"campaign-go-{key}-button"), GoOnTap(campaign=of)))
    if campaign.state == CampaignState.CONFIRMED:
        if tally.held[Pause.FIRST_BATCH]:
            go = ReleaseTap(campaign=of)
            offered.append(tap_button(say.plain("campaign-release-button"), go))
        offered.append(tap_button(say.plain("campaign-pause-button"), PauseTap(campaign=of)))
    if is_under_way(campaign):
        offered.append(tap_button(say.plain("campaign-stop-button"), StopTap(campaign=of)))
    return offered


def ask_stop(say: Say, campaign: Campaign, tally: Tally) -> Screen:
    sure = tap_button(say.plain("campaign-stop-sure-button"), StopForGoodTap(campaign=campaign.id))
    keep = tap_button(say.plain("campaign-keep-button"), KeepTap(campaign=campaign.id))
    return Screen(say("campaign-ask-stop", people=tally.waiting), column(sure, keep))


def kept(say: Say, campaign: Campaign) -> Screen:
    """In place of the question, for who has said no."""
    return Screen(say("campaign-stands", state=campaign.state))


def after_stop(say: Say, campaign: Campaign, tally: Tally) -> Screen:
    """In place of the question. It may have come to its end before the tap."""
    if campaign.state != CampaignState.STOPPED:
        return kept(say, campaign)
    return Screen(say("campaign-stopped-now", people=tally.sent))


def toast(say: Say, campaign: Campaign) -> str:
    """How it stands, to who has tapped."""
    return say.plain("campaign-stands", state=campaign.state)


def halted(say: Say, campaign: Campaign, got: int, blocked: int, opted_out: int) -> Screen:
    """To its admin, when the first batch has spoken against the rest."""
    left = Leavers(got, blocked, opted_out)
    text = say("campaign-halted", got=left.got, blocked=left.blocked, opted_out=left.opted_out)
    return Screen(text, column(*buttons(say, campaign, Tally())))


def reasons(say: Say, counts: Mapping[str, int]) -> Html:
    """The most frequent first."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    told = [f"{say('nudge-reason', reason=reason)} — {people}" for reason, people in ranked]
    return Html(", ".join(told))
