"""The wizard of broadcasts as an admin sees it: what each window says."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from models.forecast import Forecast
from models.rules.contact import Reason
from models.rules.content import Content
from models.tables import Campaign
from views import Screen
from views.campaigns import reasons
from views.length import shortened
from views.say import Html, Say

GLIMPSE = 40
"""Units of a text that are enough to know it by."""
LINK_NAMES = ("book", "more", "choose")


# What to send


def law(say: Say, footer: str) -> Html:
    line = say("broadcast-law-line", line=footer) if footer else say("broadcast-law-no-line")
    return Html(f"{say('broadcast-law')}\n\n{line}")


def ask_first(say: Say, said: Content | None) -> Html:
    """Braces are Fluent's own, and can't stand in its texts."""
    return _with_glimpse(say, say("broadcast-ask", open="{", close="}"), said)


def ask_second(say: Say, said: Content | None) -> Html:
    return _with_glimpse(say, say("broadcast-ask-second"), said)


def _with_glimpse(say: Say, text: Html, said: Content | None) -> Html:
    if said is None:
        return text
    return Html(f"{text}\n\n{say('broadcast-replaces', what=glimpse(say, said))}")


def glimpse(say: Say, said: Content) -> Html:
    """Enough to know it by: its beginning, or what it is."""
    if said.is_album:
        return say("broadcast-album", pictures=len(said.parts))
    if not said.parts:
        return say("broadcast-none")
    [part] = said.parts
    if not part.text:
        return say("broadcast-kind", kind=part.kind)
    return say("broadcast-content", kind=part.kind, words=shortened(part.text, GLIMPSE))


# All at a glance


def hub(say: Say, draft: Campaign, said: Mapping[str, Content], whom: Html, zone: ZoneInfo) -> Html:
    none = say("broadcast-none")
    first, second = said.get("A"), said.get("B")
    lines = [
        say("broadcast-title"),
        "",
        say("broadcast-line-content", what=glimpse(say, first) if first else none),
        say("audience-line", words=whom),
        say("broadcast-line-when", what=when(say, draft, zone)),
        say("broadcast-line-button", what=button(say, draft)),
        say("broadcast-line-second", what=glimpse(say, second) if second else none),
        say("broadcast-line-batch", size=draft.first_batch or "all"),
    ]
    return Html("\n".join(lines))


def button(say: Say, draft: Campaign) -> Html:
    if draft.coupon:
        days = draft.coupon_days or 0
        return say("broadcast-coupon", label=draft.button or "", gives=draft.coupon, days=days)
    if draft.url:
        counts = "yes" if draft.counts_taps else "no"
        return say("broadcast-link", label=draft.button or "", url=draft.url, counts=counts)
    return say("broadcast-none")


def when(say: Say, draft: Campaign, zone: ZoneInfo) -> Html:
    if draft.local_hour is not None:
        return say("broadcast-at-hour", hour=draft.local_hour)
    if draft.start_at is not None:
        return say("broadcast-at", moment=say.moment(draft.start_at, zone))
    return say("broadcast-at-once")


# Each choice


def ask_button(say: Say, draft: Campaign) -> Html:
    return say("broadcast-ask-button", what=button(say, draft))


def link_names(say: Say) -> list[str]:
    """What buttons with a link usually say; the first of them unless another is chosen."""
    return [say.plain("broadcast-link-name", name=name) for name in LINK_NAMES]


def coupon_name(say: Say) -> str:
    return say.plain("broadcast-link-name", name="coupon")


def ask_when(say: Say, draft: Campaign, now: datetime, zone: ZoneInfo) -> Html:
    clock = say.clock(now, zone)
    return say("broadcast-ask-when", what=when(say, draft, zone), clock=clock)


def quick_moment(say: Say, word: str, at: datetime, zone: ZoneInfo) -> str:
    return say.plain("broadcast-quick", word=word, clock=say.clock(at, zone))


def what_clock(say: Say, day: date, said: str) -> Html:
    """A day was told, and no time."""
    return say("broadcast-what-clock", day=say.day(day), said=said)


# The numbers


def numbers(
    say: Say, draft: Campaign, variants: int, whom: Html, expected: Forecast, zone: ZoneInfo
) -> Html:
    """Under the preview. Where nobody would get it, there is nothing to send."""
    lines = [say("broadcast-above", variants=variants), "", say("audience-line", words=whom)]
    lines.append(say("broadcast-line-when", what=when(say, draft, zone)))
    if draft.first_batch:
        lines.append(say("broadcast-line-batch", size=draft.first_batch))
    lines += ["", *_counts(say, draft, expected)]
    if not expected.reached:
        lines += ["", say("broadcast-nobody")]
    return Html("\n".join(lines))


def _counts(say: Say, draft: Campaign, expected: Forecast) -> Iterator[Html]:
    if draft.local_hour is not None:
        expected = _at_own_hour(expected)
    yield say("broadcast-now", people=expected.now, when=_kind_of_when(draft))
    if later := expected.later.total():
        yield say("broadcast-later", people=later, why=reasons(say, expected.later))
    if never := expected.never.total():
        yield say("broadcast-never", people=never, why=reasons(say, expected.never))


def _at_own_hour(expected: Forecast) -> Forecast:
    """Whose night it is now is awake at the hour chosen."""
    asleep = expected.later[Reason.QUIET_HOURS]
    later = expected.later - Counter({Reason.QUIET_HOURS: asleep})
    return Forecast(expected.now + asleep, later, expected.never)


def _kind_of_when(draft: Campaign) -> str:
    return "hour" if draft.local_hour is not None else "at" if draft.start_at else "now"


# The end


def preparing(say: Say) -> Screen:
    """While the rows are made, which takes a while for a million; there is nothing more to tap."""
    return Screen(say("broadcast-preparing"))


def stale(say: Say) -> Screen:
    """To who may not, any more."""
    return Screen(say("stale-button"))


def gone(say: Say, state: str) -> Screen:
    return Screen(say("broadcast-stale", state=state))


def cancelled(say: Say) -> Screen:
    return Screen(say("broadcast-cancelled"))


def left(say: Say) -> Screen:
    """Another wizard than this one."""
    return Screen(say("wizard-left"))


def why_stale(say: Say, state: str) -> str:
    """Why a button does nothing: the draft was confirmed, or cancelled."""
    return say.plain("broadcast-stale", state=state)
