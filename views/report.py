"""The owner's report: a day, a week or a month on one screen of a phone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from models.reports import MONTH, Report, Span
from models.rules.business import Business
from models.rules.contact import Reason
from models.rules.nps import Tally, change
from views import Screen
from views.buttons import tap_button
from views.say import Html, Say
from views.stats import signed

TOLD = {*Reason, "not_needed"}


class ReportTap(CallbackData, prefix="report"):
    span: Span


def report(say: Say, report: Report, business: Business) -> Screen:
    title = say("report-title", moment=say.moment(report.period.until, business.zone))
    blocks = [
        [title],
        [_answers(say, report), *_month(say, report)],
        customers(say, report),
        messages(say, report),
        [say("report-more")],
    ]
    return Screen(joined(blocks))


def on_demand(
    say: Say, report: Report, span: Span, business: Business, below: Sequence[Html] = ()
) -> Screen:
    """`below`: what was found out over a longer time, a paragraph each."""
    if report.is_quiet:
        answers = [say("report-quiet")]
    elif span is Span.DAY:
        answers = [_answers(say, report)]
    else:
        answers = scored(say, report, span)
    blocks = [
        [_title(say, report, span, business)],
        [*answers, *(_month(say, report) if span is Span.DAY else [])],
        customers(say, report) if span is not Span.DAY else _news_of_customers(say, report),
        messages(say, report),
        *([paragraph] for paragraph in below),
    ]
    return Screen(joined(blocks), _spans(say, span))


def joined(blocks: Sequence[Sequence[Html]]) -> Html:
    return Html("\n\n".join("\n".join(block) for block in blocks if block))


def scored(say: Say, report: Report, span: Span) -> list[Html]:
    """The answers of a week or a month, their score, and the change against the one before."""
    tally = report.answers
    if not tally.is_shown:
        return [_answers(say, report), *([say("stats-few")] if tally.n else [])]
    low, high = (signed(say, end) for end in tally.interval or (-100, 100))
    return [
        _answers(say, report),
        say("stats-score", nps=signed(say, tally.rounded or 0), low=low, high=high),
        _changed(say, span, report.before, tally),
    ]


def customers(say: Say, report: Report) -> list[Html]:
    return [*_cases(say, report), *_recovered(say, report), *_newcomers(say, report)]


def messages(say: Say, report: Report) -> list[Html]:
    lines = []
    if report.sent:
        lines.append(say("report-sent", sent=report.sent))
    if report.skipped:
        total, reasons = sum(report.skipped.values()), _skipped(say, report)
        lines.append(say("report-skipped", total=total, reasons=reasons))
    if report.failed:
        lines.append(say("report-failed", failed=report.failed))
    if report.unknown:
        lines.append(say("report-unknown", unknown=report.unknown))
    return lines


def _news_of_customers(say: Say, report: Report) -> list[Html]:
    """Without what was achieved in a month."""
    return [*_cases(say, report), *_newcomers(say, report)]


def _cases(say: Say, report: Report) -> list[Html]:
    new, closed, still_open = report.new_cases, report.closed_cases, report.open_cases
    if not (new or closed or still_open):
        return []
    return [say("report-cases", new=new, closed=closed, open=still_open)]


def _recovered(say: Say, report: Report) -> list[Html]:
    if not report.recovered.closed:
        return []
    return [say("report-recovered", days=MONTH, **asdict(report.recovered))]


def _newcomers(say: Say, report: Report) -> list[Html]:
    if not report.newcomers:
        return []
    return [say("report-newcomers", newcomers=report.newcomers, friends=report.friends)]


def _title(say: Say, report: Report, span: Span, business: Business) -> Html:
    zone = business.zone
    if span is Span.DAY:
        return say("report-since", moment=say.moment(report.period.since, zone))
    return say("report-span", span=str(span), moment=say.moment(report.period.until, zone))


def _answers(say: Say, report: Report) -> Html:
    answers = report.answers
    return say(
        "report-answers",
        n=answers.n,
        promoters=answers.promoters,
        passives=answers.passives,
        detractors=answers.detractors,
    )


def _month(say: Say, report: Report) -> list[Html]:
    tally = report.month
    count = say.plain("stats-count", n=tally.n)
    if not tally.n:
        return []
    if not tally.is_shown:
        return [say("report-month-few", days=MONTH, count=count)]
    nps = signed(say, tally.rounded or 0)
    return [
        say("report-month", days=MONTH, nps=nps, count=count),
        _changed(say, Span.MONTH, report.month_before, tally),
    ]


def _changed(say: Say, span: Span, before: Tally, after: Tally) -> Html:
    """Against the week or the month before: "grew" or "fell" only where it is proven."""
    direction = str(change(before, after).direction)
    if not before.is_shown:
        direction = "unknown"
    elif before.rounded == after.rounded:
        direction = "same"
    was = signed(say, before.rounded or 0)
    return say("report-change", span=str(span), direction=direction, before=was)


def _skipped(say: Say, report: Report) -> str:
    """The most frequent reason first."""
    counts = Counter[str]()
    for reason, count in report.skipped.items():
        counts[reason if reason in TOLD else "other"] += count
    return ", ".join(
        say.plain("report-skip", reason=reason, count=count)
        for reason, count in counts.most_common()
    )


def _spans(say: Say, current: Span) -> InlineKeyboardMarkup:
    row = [_span(say, span, span is current) for span in Span]
    return InlineKeyboardMarkup(inline_keyboard=[row])


def _span(say: Say, span: Span, is_current: bool) -> InlineKeyboardButton:
    words = say.plain("report-span-button", span=str(span))
    text = say.plain("stats-current-button", period=words) if is_current else words
    return tap_button(text, ReportTap(span=span))
