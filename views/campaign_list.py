"""/campaigns: all that were sent, each a tap from its card."""

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from models.campaign_list import Listed, Page
from models.results import Result
from models.rules import content
from models.rules.content import Part
from models.tables import Campaign, CampaignState, FirstBatch, Variant
from views import RowId, Screen, variables
from views.buttons import tap_button
from views.campaigns import buttons, is_under_way, standing
from views.length import shortened
from views.results import lines_of
from views.say import Html, Say
from views.stats import percent

ON_A_BUTTON = 24
ON_A_CARD = 200
MARKS = {
    CampaignState.CONFIRMED: "▶",
    CampaignState.PAUSED: "⏸",
    CampaignState.STOPPED: "⏹",
    CampaignState.DONE: "✓",
}


class ListTap(CallbackData, prefix="campaigns"):
    """The top of the list."""


class TurnTap(CallbackData, prefix="campaigns-turn"):
    """To the page beside the campaign that stands at this one's edge."""

    campaign: RowId
    older: bool


class CardTap(CallbackData, prefix="campaign-card"):
    campaign: RowId


class MessageTap(CallbackData, prefix="campaign-message"):
    """To see once more what was sent."""

    campaign: RowId


def page(say: Say, page: Page, zone: ZoneInfo) -> Screen:
    """`zone`: the business's."""
    if not page.campaigns:
        return Screen(say("campaigns-none"))
    rows = [[_button(say, one, zone)] for one in page.campaigns]
    if turns := list(_turns(say, page)):
        rows.append(turns)
    return Screen(say("campaigns-title"), InlineKeyboardMarkup(inline_keyboard=rows))


def _button(say: Say, one: Listed, zone: ZoneInfo) -> InlineKeyboardButton:
    campaign = one.campaign
    label = say.plain(
        "campaigns-button",
        mark=MARKS.get(CampaignState(campaign.state), "✗"),
        day=say.day(_confirmed(campaign).astimezone(zone)),
        words=first_words(say, one.variant, ON_A_BUTTON),
    )
    return tap_button(" · ".join([label, *_in_short(say, one)]), CardTap(campaign=campaign.id))


def _in_short(say: Say, one: Listed) -> Iterator[str]:
    """What came of it: how many got it, and how many of them tapped or left."""
    if not one.got:
        return
    yield say.plain("campaigns-got", people=one.got)
    did = one.taps if one.counts_taps else one.left
    if did is not None:
        key = "campaigns-tapped" if one.counts_taps else "campaigns-left"
        yield say.plain(key, percent=percent(Fraction(did, one.got)))


def _turns(say: Say, page: Page) -> Iterator[InlineKeyboardButton]:
    first, last = page.campaigns[0].campaign.id, page.campaigns[-1].campaign.id
    if page.has_newer:
        newer = TurnTap(campaign=first, older=False)
        yield tap_button(say.plain("campaigns-newer-button"), newer)
    if page.has_older:
        older = TurnTap(campaign=last, older=True)
        yield tap_button(say.plain("campaigns-older-button"), older)


def first_words(say: Say, variant: Variant | None, limit: int) -> str:
    """Of what it sends; where there are none, what kind of message it is."""
    parts = content.load(variant.content).parts if variant is not None else ()
    words = next((part.text for part in parts if part.text.strip()), "")
    words = variables.nameless(words)
    return shortened(words, limit) if words else say.plain("campaign-kind", kind=_kind(parts))


def _kind(parts: tuple[Part, ...]) -> str:
    if len(parts) > 1:
        return "album"
    return parts[0].kind if parts else "other"


def card(say: Say, result: Result, whom: Html, zone: ZoneInfo, now: datetime) -> Screen:
    """`whom`: the audience in words."""
    blocks = [
        _head(say, result, whom, zone),
        _course(say, result, zone, now),
        lines_of(say, result),
    ]
    told = ["\n".join(block) for block in blocks]
    return Screen(Html("\n\n".join(block for block in told if block)), _keyboard(say, result))


def _head(say: Say, result: Result, whom: Html, zone: ZoneInfo) -> Iterator[Html]:
    campaign = result.campaign
    moment = say.moment(_confirmed(campaign), zone)
    yield say("campaign-card-title", moment=moment, state=campaign.state)
    for variant in result.variants:
        letter = variant.letter if len(result.variants) > 1 else "none"
        words = first_words(say, variant, ON_A_CARD)
        yield say("campaign-card-words", letter=letter, words=words)
    yield say("campaign-card-whom", whom=whom)
    yield say("campaign-card-when", when=_when(say, campaign, zone))
    if campaign.first_batch is not None:
        yield say("campaign-card-batch", batch=str(FirstBatch(campaign.first_batch)))


def _when(say: Say, campaign: Campaign, zone: ZoneInfo) -> str:
    start = say.moment(campaign.start_at, zone) if campaign.start_at is not None else "none"
    hour = "none" if campaign.local_hour is None else str(campaign.local_hour)
    return say.plain("campaign-when", start=start, hour=hour)


def _course(say: Say, result: Result, zone: ZoneInfo, now: datetime) -> Iterator[Html]:
    if is_under_way(result.campaign):
        yield from standing(say, result.campaign, result.tally, zone, now)


def _keyboard(say: Say, result: Result) -> InlineKeyboardMarkup:
    campaign = result.campaign
    show = MessageTap(campaign=campaign.id)
    again = CardTap(campaign=campaign.id)
    rows = [[button] for button in buttons(say, campaign, result.tally)]
    rows.append([tap_button(say.plain("campaign-message-button"), show)])
    rows.append(
        [
            tap_button(say.plain("campaign-again-button"), again),
            tap_button(say.plain("campaigns-back-button"), ListTap()),
        ]
    )
    return InlineKeyboardMarkup(inline_keyboard=rows)


def _confirmed(campaign: Campaign) -> datetime:
    assert campaign.confirmed_at is not None, "a draft has no card"
    return campaign.confirmed_at
