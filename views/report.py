"""The owner's report: a day on one screen of a phone."""

from collections import Counter
from dataclasses import asdict

from models.reports import MONTH, Report
from models.rules.business import Business
from models.rules.contact import Reason
from views import Screen
from views.say import Html, Say
from views.stats import changed, signed

TOLD = {*Reason, "not_needed"}


def report(say: Say, report: Report, business: Business) -> Screen:
    blocks = [
        [say("report-title", moment=say.moment(report.until, business.zone))],
        [_answers(say, report), *_month(say, report)],
        [*_customers(say, report)],
        _messages(say, report),
        [say("report-more")],
    ]
    return Screen(Html("\n\n".join("\n".join(block) for block in blocks if block)))


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
        changed(say, report.month_before, tally),
    ]


def _customers(say: Say, report: Report) -> list[Html]:
    lines = []
    new, closed, still_open = report.new_cases, report.closed_cases, report.open_cases
    if new or closed or still_open:
        lines.append(say("report-cases", new=new, closed=closed, open=still_open))
    if report.recovered.closed:
        recovered = asdict(report.recovered)
        lines.append(say("report-recovered", days=MONTH, **recovered))
    if report.newcomers:
        lines.append(say("report-newcomers", newcomers=report.newcomers))
    return lines


def _messages(say: Say, report: Report) -> list[Html]:
    lines = []
    if report.sent:
        lines.append(say("report-sent", sent=report.sent))
    if report.skipped:
        lines.append(say("report-skipped", reasons=_skipped(say, report)))
    if report.failed:
        lines.append(say("report-failed", failed=report.failed))
    if report.unknown:
        lines.append(say("report-unknown", unknown=report.unknown))
    return lines


def _skipped(say: Say, report: Report) -> str:
    """The most frequent reason first."""
    counts = Counter[str]()
    for reason, count in report.skipped.items():
        counts[reason if reason in TOLD else "other"] += count
    return ", ".join(
        say.plain("report-skip", reason=reason, count=count)
        for reason, count in counts.most_common()
    )
