"""The owner's week: what happened, and three things to do."""

from datetime import datetime, timedelta

from models.reports import Span
from models.rules.advice import Advice
from models.rules.business import Business
from models.weekly import Weekly
from views import Screen
from views.report import customers, joined, messages, scored
from views.say import Html, Say
from views.stats import signed


def weekly(say: Say, weekly: Weekly, business: Business) -> Screen:
    report, advice = weekly.report, _advice(say, weekly)
    blocks = [
        [_title(say, weekly, business)],
        scored(say, report, Span.WEEK),
        customers(say, report),
        messages(say, report),
        [say("advice-title"), *advice[:1]],
        *([one] for one in advice[1:]),
    ]
    return Screen(joined(blocks))


def _title(say: Say, weekly: Weekly, business: Business) -> Html:
    """By the days that were whole: until Sunday."""
    zone = business.zone
    since = weekly.report.period.since.astimezone(zone)
    until = weekly.report.period.until.astimezone(zone) - timedelta(days=1)
    return say("weekly-title", days=_days(say, since, until))


def _days(say: Say, since: datetime, until: datetime) -> str:
    if since.month == until.month:
        return f"{since.day}–{say.day(until)}"
    return f"{say.day(since)} – {say.day(until)}"


def _advice(say: Say, weekly: Weekly) -> list[Html]:
    return [
        say("advice-line", number=number, words=_words(say, advice))
        for number, advice in enumerate(weekly.advice, 1)
    ]


def _words(say: Say, advice: Advice) -> Html:
    """Scores never stand without their sign."""
    shown = {
        name: signed(say, value) if name in ("nps", "others") and isinstance(value, int) else value
        for name, value in advice.about.items()
    }
    return say(f"advice-{advice.act}", **shown)
