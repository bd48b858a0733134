"""/why: what a customer was sent, what not and why, and what comes next."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from models.explanations import Coming, Explanation
from models.names import MOST
from models.nudges import CHAT_BUSY, TOLD_TO_WAIT
from models.rules.contact import Defer, Reason, Skip, Topic
from models.tables import Nudge, NudgeState, Person
from views import RowId, Screen
from views.buttons import column, tap_button
from views.names import shown
from views.say import Html, Say

NAME = 30
"""On a button."""
NEAR = timedelta(days=300)
"""Further away a day without its year could be misread."""

When = Callable[[datetime | None], str]


class WhyTap(CallbackData, prefix="why"):
    person: RowId


def how(say: Say) -> Screen:
    return Screen(say("explain-how"))


def not_of_a_case(say: Say) -> Screen:
    return Screen(say("explain-not-of-a-case"))


def nobody(say: Say, words: str) -> Screen:
    return Screen(say("explain-nobody", words=shown(say, words)))


def erased(say: Say) -> Screen:
    return Screen(say("explain-erased"))


def choose(say: Say, found: Sequence[Person], zone: ZoneInfo) -> Screen:
    """Of more than there is room for, the newest; the rest of the name leads to the others."""
    if len(found) > MOST:
        text = say("explain-too-many", most=MOST)
    else:
        is_dated = any(not person.username for person in found)
        text = say("explain-which", marks="dates" if is_dated else "names")
    return Screen(text, column(*(_button(say, person, zone) for person in found[:MOST])))


def _button(say: Say, person: Person, zone: ZoneInfo) -> InlineKeyboardButton:
    mark = f"@{person.username}" if person.username else _since(say, person, zone)
    text = say.plain("explain-button", name=shown(say, person.name, NAME), mark=mark)
    return tap_button(text, WhyTap(person=person.id))


def explanation(say: Say, told: Explanation, zone: ZoneInfo, now: datetime) -> Screen:
    """`zone`: the business's."""
    if told.is_erased:
        return erased(say)
    name, since = _name(say, told.person), _since(say, told.person, zone)
    if told.is_staff:
        return Screen(say("explain-staff", name=name))
    when = partial(_when, say, zone, now)
    blocks = [
        [say("explain-title", name=name, since=since), *_standing(say, when, told)],
        [*_coming(say, when, told.coming, now)],
        [*_recent(say, when, told.recent)],
    ]
    return Screen(Html("\n\n".join("\n".join(block) for block in blocks if block)))


def _name(say: Say, person: Person) -> str:
    name = shown(say, person.name)
    return f"{name} (@{person.username})" if person.username else name


def _since(say: Say, person: Person, zone: ZoneInfo) -> str:
    return say.full_day((person.started_at or person.met_at).astimezone(zone))


def _when(say: Say, zone: ZoneInfo, now: datetime, at: datetime | None) -> str:
    if at is None:
        return ""
    return say.moment(at, zone) if abs(at - now) < NEAR else say.full_day(at.astimezone(zone))


# What holds now


def _standing(say: Say, when: When, told: Explanation) -> Iterator[Html]:
    match told.verdict:
        case Skip(reason):
            yield _barred(say, when, told.person, reason)
            return
        case Defer(until, reason):
            yield say("explain-may-later", until=when(until), reason=reason)
        case _:
            yield say("explain-may")
    yield from _limits(say, told)
    if told.survey is not None:
        yield say("explain-asked", since=when(told.survey.asked_at))


def _barred(say: Say, when: When, person: Person, reason: Reason) -> Html:
    since = person.blocked_at if reason is Reason.BLOCKED else person.stopped_at
    return say("explain-barred", reason=reason, since=when(since))


def _limits(say: Say, told: Explanation) -> Iterator[Html]:
    """Besides what the customer has switched off, the one reason that says most of the others."""
    customer = told.customer
    off = [topic for topic in Topic if topic in customer.topics_off]
    if off:
        yield say("explain-topics-off", topics=", ".join(say.plain(f"topic-{it}") for it in off))
    if told.held_out:
        yield say("explain-held-out")
    elif customer.open_case:
        yield say("explain-open-case")
    elif not customer.offers_allowed and Topic.OFFERS not in off:
        yield say("explain-no-offers")


# What comes next


def _coming(say: Say, when: When, coming: Sequence[Coming], now: datetime) -> Iterator[Html]:
    if coming:
        yield say("explain-coming")
    for one in coming:
        at = when(one.at) if one.at > now else say.plain(_soon(one))
        state = str(NudgeState.PLANNED if one.refusal is None else NudgeState.SKIPPED)
        line = say("explain-line", state=state, at=at, kind=one.kind)
        yield _with(line, _doubt(say, when, one))


def _soon(one: Coming) -> str:
    """Nobody knows when, of what waits for its campaign."""
    return "explain-held" if one.nudge and one.nudge.state == NudgeState.HELD else "explain-soon"


def _doubt(say: Say, when: When, one: Coming) -> Html | None:
    row = one.nudge
    if one.refusal is not None:
        return say("explain-refused", reason=one.refusal)
    if row is None or row.reason is None:
        return None
    if row.state == NudgeState.HELD:
        return say("nudge-reason", reason=row.reason)
    if row.reason in (TOLD_TO_WAIT, CHAT_BUSY):
        return say("explain-told-to-wait")
    if row.reason != row.put_off:
        return say("explain-retried")
    return say("explain-waits", since=when(row.first_due_at), reason=row.put_off)


# What was


def _recent(say: Say, when: When, rows: Sequence[Nudge]) -> Iterator[Html]:
    yield say("explain-recent" if rows else "explain-none")
    for row in rows:
        at = when(row.sent_at or row.ended_at)
        line, fate = say("explain-line", state=row.state, at=at, kind=row.kind), _fate(say, row)
        yield _with(Html(f"{line}: {fate}") if fate else line, _waited(say, when, row))


def _fate(say: Say, row: Nudge) -> Html | None:
    match row.state:
        case NudgeState.SENT:
            return None
        case NudgeState.UNKNOWN:
            return say("explain-unknown")
        case NudgeState.SKIPPED:
            return say("nudge-reason", reason=row.reason or "")
        case _:
            return say("explain-failed", reason=row.reason or "")


def _waited(say: Say, when: When, row: Nudge) -> Html | None:
    if row.put_off is None:
        return None
    return say("explain-waited", since=when(row.first_due_at), reason=row.put_off)


def _with(line: Html, note: Html | None) -> Html:
    return Html(f"{line} ({note})") if note else line
