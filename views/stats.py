"""The owner's figures: a picture, and under it the words, within what a caption may hold."""

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from babel.numbers import format_decimal
from pydantic import Field

from models.rules.nps import Group, Tally, change, forecast, reading
from models.stats import Stats
from models.tables import Response, Touchpoint
from views import RowId, Screen
from views.buttons import column, tap_button
from views.charts import Distribution
from views.length import CAPTION, shortened, units_of_html
from views.say import Html, Say

USUAL, MOST = 30, 3650
ALL = 0
"""Stands for the days of all time."""
PERIODS = (7, 30, 90, 365, ALL)
SCORES = {Group.PROMOTER: "9–10", Group.PASSIVE: "7–8", Group.DETRACTOR: "0–6"}
LONGEST_REASON, LONGEST_CHIPS = 70, 40


Days = Annotated[int, Field(ge=ALL, le=MOST)]


class PeriodTap(CallbackData, prefix="stats"):
    days: Days
    touchpoint: RowId = 0
    """0 for the whole business."""


class ByTouchpointTap(CallbackData, prefix="stats-by"):
    days: Days
    page: RowId = 0


class SharingTap(CallbackData, prefix="stats-share"):
    days: Days


def figures(
    say: Say,
    stats: Stats,
    days: int,
    zone: ZoneInfo,
    png: bytes,
    touchpoint: Touchpoint | None = None,
    *,
    has_touchpoints: bool = False,
) -> Screen:
    """Of one touchpoint, or of the whole business."""
    rows = _periods(say, days, touchpoint.id if touchpoint else 0)
    if touchpoint is not None:
        rows.append(_to_others(say, days))
    else:
        rows.append(_ways_on(say, days, has_touchpoints=has_touchpoints))
    text = caption(say, stats, days, zone, touchpoint)
    return Screen(text, InlineKeyboardMarkup(inline_keyboard=rows), png)


def sharing(say: Say, stats: Stats, days: int, png: bytes) -> Screen:
    """Word of mouth, in the place of the figures."""
    steps = _funnel(say, stats) or [say("stats-sharing-none")]
    forecasts = _forecast(say, stats)
    period = [Html(f"<b>{say('stats-title', days=days)}</b>"), *forecasts] if forecasts else []
    blocks = [[say("stats-sharing")], steps, period]
    text = "\n\n".join("\n".join(block) for block in blocks if block)
    back = tap_button(say.plain("stats-back-button"), PeriodTap(days=days))
    return Screen(text, column(back), png)


def how(say: Say) -> Screen:
    return Screen(say("stats-how", most=str(MOST), usual=USUAL))


def chart(say: Say, stats: Stats, days: int) -> Distribution:
    """The words come from here, so that drawing, in its thread, needs none of ours."""
    tally = stats.tally
    count = say.plain("stats-count", n=tally.n)
    period = say.plain("stats-title", days=days)
    if not tally.is_shown:
        names = {group: say.plain(f"stats-{group}") for group in Group}
        return Distribution(count, period, stats.scores, names)
    shares = {group: _share(say, group, part, tally.n) for group, part in _parts(tally).items()}
    title = say.plain("stats-nps", nps=signed(say, tally.rounded or 0))
    return Distribution(title, f"{period} · {count}", stats.scores, shares)


def _share(say: Say, group: Group, part: int, n: int) -> str:
    name = say.plain(f"stats-{group}")
    return say.plain("stats-share", group=name, percent=percent(Fraction(part, n)))


def caption(
    say: Say, stats: Stats, days: int, zone: ZoneInfo, touchpoint: Touchpoint | None = None
) -> Html:
    of = [say("point-name", name=touchpoint.name)] if touchpoint else []
    count = say("stats-count", n=stats.tally.n)
    title = Html(f"<b>{say('stats-title', days=days)}</b> · {count}")
    blocks = [[*of, title], *_blocks(say, stats, days)]
    head = "\n\n".join("\n".join(block) for block in blocks if block)
    return Html(head + _reasons(say, stats.reasons, zone, CAPTION - units_of_html(head)))


def _blocks(say: Say, stats: Stats, days: int) -> Iterator[list[Html]]:
    waiting = _cases(say, stats)
    if stats.tally.is_shown:
        yield _score(say, stats.tally)
        yield _counts(say, stats.tally)
        yield [*_rate(say, stats), *_change(say, stats, days), *waiting, *_live(say, stats)]
    elif stats.tally.n:
        yield [*_counts(say, stats.tally), say("stats-few")]
        yield waiting
    else:
        yield [say("stats-none", asked=stats.asked)] if stats.asked else []
        yield waiting


def _score(say: Say, tally: Tally) -> list[Html]:
    nps, (low, high) = tally.rounded or 0, tally.interval or (-100, 100)
    return [
        say("stats-score", nps=signed(say, nps), low=signed(say, low), high=signed(say, high)),
        *([say("stats-rough")] if tally.is_rough else []),
        say("stats-reading", reading=str(reading(nps))),
    ]


def _counts(say: Say, tally: Tally) -> list[Html]:
    """A share of four people is no share."""
    key = "stats-group-share" if tally.is_shown else "stats-group"
    return [
        say(
            key,
            group=say.plain(f"stats-{group}"),
            scores=SCORES[group],
            count=count,
            **({"percent": percent(Fraction(count, tally.n))} if tally.is_shown else {}),
        )
        for group, count in _parts(tally).items()
    ]


def _rate(say: Say, stats: Stats) -> list[Html]:
    rate = stats.response_rate
    if rate is None:
        return []
    values = {"percent": percent(rate), "answered": stats.answered, "asked": stats.asked}
    return [say("stats-response", **values)]


def _change(say: Say, stats: Stats, days: int) -> list[Html]:
    return [] if days == ALL else [changed(say, stats.before, stats.tally)]


def changed(say: Say, before: Tally, after: Tally) -> Html:
    """In words, and "grew" or "fell" only where it is proven."""
    if not before.is_shown:
        return say("stats-change-unknown")
    direction = str(change(before, after).direction)
    return say("stats-change", direction=direction, before=signed(say, before.rounded or 0))


def _cases(say: Say, stats: Stats) -> list[Html]:
    lines = [say("stats-open-cases", cases=stats.open_cases)] if stats.open_cases else []
    if closed := stats.recovered.closed:
        lines.append(say("stats-recovered", recovered=stats.recovered.recovered, closed=closed))
    return lines


def _live(say: Say, stats: Stats) -> list[Html]:
    funnel, live = stats.funnel, stats.funnel.live_nps
    if live is None:
        return []
    return [say("stats-live", percent=percent(live), shared=funnel.shared, shown=funnel.shown)]


def _funnel(say: Say, stats: Stats) -> list[Html]:
    funnel, lines = stats.funnel, []
    if funnel.shown:
        steps = {"shown": funnel.shown, "tapped": funnel.tapped, "shared": funnel.shared}
        lines.append(say("stats-funnel", **steps))
    if funnel.shown or funnel.joined:
        friends = {"joined": funnel.joined, "proven": funnel.proven}
        lines.append(say("stats-funnel-friends", **friends))
    return [*lines, *_live(say, stats)]


def _forecast(say: Say, stats: Stats) -> list[Html]:
    """The book's, where there is a score to forecast from, and what was measured beside it."""
    lines = []
    if stats.tally.is_shown:
        brings = forecast(stats.tally)
        low, middle, high = (signed(say, n) for n in (brings.low, brings.middle, brings.high))
        lines.append(say("stats-forecast", low=low, middle=middle, high=high))
    if stats.friends:
        lines.append(say("stats-friends", friends=stats.friends))
    return lines


def _reasons(say: Say, responses: Sequence[Response], zone: ZoneInfo, room: int) -> str:
    """The last reasons, each cut so that all fit."""
    if not responses:
        return ""
    title = f"\n\n<b>{say('stats-reasons')}</b>"
    each = (room - units_of_html(title)) // len(responses) - 1
    lines = (_reason(say, response, zone, min(each, LONGEST_REASON)) for response in responses)
    return "\n".join([title, *lines])


def _reason(say: Say, response: Response, zone: ZoneInfo, limit: int) -> Html:
    facts: dict[str, Any] = {"score": response.score}
    facts["day"] = say.day(response.answered_at.astimezone(zone))
    facts["chips"] = shortened(", ".join(chip.name for chip in response.chips), LONGEST_CHIPS)
    if not response.comment.strip():
        if response.chips:
            return say("stats-chips", **facts)
        return say("stats-media", kind=response.reasons[0].kind, **facts)
    key = "stats-words-chips" if response.chips else "stats-words"
    room = limit - units_of_html(say(key, words="", **facts))
    return say(key, words=shortened(response.comment, room), **facts)


def _periods(say: Say, current: int, touchpoint: int) -> list[list[InlineKeyboardButton]]:
    buttons = [
        tap_button(_period(say, days, days == current), PeriodTap(days=days, touchpoint=touchpoint))
        for days in PERIODS
    ]
    return [buttons[:3], buttons[3:]]


def _ways_on(say: Say, days: int, *, has_touchpoints: bool) -> list[InlineKeyboardButton]:
    sharing = tap_button(say.plain("stats-sharing-button"), SharingTap(days=days))
    if not has_touchpoints:
        return [sharing]
    return [tap_button(say.plain("stats-by-point-button"), ByTouchpointTap(days=days)), sharing]


def _to_others(say: Say, days: int) -> list[InlineKeyboardButton]:
    return [
        tap_button(say.plain("stats-other-point-button"), ByTouchpointTap(days=days)),
        tap_button(say.plain("stats-all-points-button"), PeriodTap(days=days)),
    ]


def _period(say: Say, days: int, is_current: bool) -> str:
    period = say.plain("stats-period-button", days=days)
    return say.plain("stats-current-button", period=period) if is_current else period


def _parts(tally: Tally) -> dict[Group, int]:
    return {
        Group.PROMOTER: tally.promoters,
        Group.PASSIVE: tally.passives,
        Group.DETRACTOR: tally.detractors,
    }


def percent(share: Fraction) -> int:
    """A whole number, halves up."""
    return math.floor(100 * share + Fraction(1, 2))


def signed(say: Say, number: int | Fraction) -> str:
    """`+30`, `−5`, `0`: a score is never shown without its sign."""
    exact = abs(Fraction(number))
    size = Decimal(exact.numerator) / exact.denominator
    sign = "+" if number > 0 else "−" if number < 0 else ""
    return sign + format_decimal(size, locale=say.language)
