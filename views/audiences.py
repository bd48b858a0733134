"""An audience in words and as buttons, and whom a wave of questions goes to."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import get_month_names
from babel.lists import format_list

from models.asking import LEAST_APART, Forecast, Wave
from models.audiences import Count
from models.rules import audience as rules
from models.rules.audience import AGES, GROUPS, MONTHS, MOST, Audience, Condition, Is, Said
from models.tables import Audience as Kept
from models.tables import Touchpoint
from models.touchpoints import LONGEST_NAME
from views import Screen
from views.say import LANGUAGES, Html, Say

Value = int | str | None
Choice = tuple[str, str]
"""The id of a button, and its words."""
USE, FORGET, OPEN = "use", "forget", "open"


# In words


def words(say: Say, audience: Audience, points: Mapping[int, str]) -> Html:
    """«Промоутеры, которые поделились ссылкой, кроме тех, кто …». `points`: touchpoints' names."""
    chosen = [one for one in audience if not one.negated]
    group = next((one.name for one in chosen if one.name in GROUPS), None)
    who = [_clause(say, "yes", one, points) for one in chosen if one.name != group]
    whom = [_clause(say, "not", one, points) for one in audience if one.negated]
    text = say("audience-head", group=str(group or ("some" if who else "all")))
    if who:
        text = say("audience-who", head=text, who=_together(say, who))
    return say("audience-except", words=text, whom=_together(say, whom)) if whom else text


def _clause(say: Say, how: str, one: Condition, points: Mapping[int, str]) -> Html:
    value = points.get(int(str(one.value)), "?") if one.name is Is.TOUCHPOINT else one.value
    return say(f"audience-{how}", fact=str(one.name), value=value or "")


def _together(say: Say, clauses: Sequence[Html]) -> Html:
    return Html(format_list(clauses, locale=say.language))


# Choosing


def pick(say: Say, audience: Audience, points: Mapping[int, str], count: Count) -> Html:
    return say(
        "audience-pick",
        words=words(say, audience, points),
        all=count.all,
        welcome=count.welcome,
    )


def facts(say: Say, audience: Audience) -> list[Choice]:
    """A tap asks for what comes next; those with a value open the list of values."""
    return [
        (f"{name}.{OPEN}", _marked(say, _said_of_any(audience, name), name))
        if name.needs_value
        else _fact(say, audience, name, None, say.plain("audience-fact", fact=str(name)))
        for name in Is
    ]


def _said_of_any(audience: Audience, name: Is) -> Said:
    """What a button that opens a list shows of what is chosen in it."""
    said = {one.negated for one in audience if one.name is name}
    return Said.YES if False in said else Said.NOT if said else Said.NOTHING


def _marked(say: Say, said: Said, name: Is) -> str:
    return say.plain(
        "audience-mark", said=str(said), what=say.plain("audience-fact", fact=str(name))
    )


def values(
    say: Say, audience: Audience, name: Is, touchpoints: Iterable[Touchpoint]
) -> list[Choice]:
    known = labels(say, audience, name, touchpoints)
    return [_fact(say, audience, name, value, label) for value, label in known.items()]


def labels(
    say: Say, audience: Audience, name: Is, touchpoints: Iterable[Touchpoint]
) -> dict[Value, str]:
    """What there is to choose from. A touchpoint out of use is offered no more, but stays where it
    was chosen."""
    match name:
        case Is.TOUCHPOINT:
            chosen = {one.value for one in audience if one.name is name}
            return {
                one.id: one.name
                for one in touchpoints
                if one.retired_at is None or one.id in chosen
            }
        case Is.LANGUAGE:
            return {language: say.plain(f"language-{language}") for language in LANGUAGES}
        case Is.ANSWERED_BEFORE:
            return {days: say.plain("audience-days", days=days) for days in AGES}
        case Is.BIRTH_MONTH:
            month = get_month_names("wide", "stand-alone", locale=say.language)
            return {number: str(month[number]).capitalize() for number in MONTHS}
        case _:
            return {None: ""}


def _fact(say: Say, audience: Audience, name: Is, value: Value, label: str) -> Choice:
    said = rules.said_of(audience, name, value)
    id = f"{name}.{'' if value is None else value}.{said.next}"
    return id, say.plain("audience-mark", said=str(said), what=label)


def tapped(id: str) -> tuple[Is, str, Said | None] | None:
    """What the button asked for; none of `Said` where it opens a list. None for a forged one."""
    name, *rest = id.split(".")
    if name not in tuple(Is):
        return None
    if rest == [OPEN]:
        return Is(name), "", None
    if len(rest) != 2 or rest[1] not in tuple(Said):
        return None
    return Is(name), rest[0], Said(rest[1])


def full(say: Say) -> str:
    return say.plain("audience-full", limit=MOST)


# Kept under a name


def ask_name(say: Say, audience: Audience, points: Mapping[int, str]) -> Html:
    return say("audience-ask-name", words=words(say, audience, points), limit=LONGEST_NAME)


def wrong_name(say: Say) -> Html:
    return say("audience-wrong-name", limit=LONGEST_NAME)


def kept(say: Say, audiences: Sequence[Kept]) -> Html:
    title = say("audience-kept")
    return title if audiences else Html(f"{title}\n\n{say('audience-kept-none')}")


def kept_choices(say: Say, audiences: Sequence[Kept]) -> list[Choice]:
    return [
        choice
        for one in audiences
        for choice in (
            (f"{USE}.{one.id}", one.name),
            (f"{FORGET}.{one.id}", say.plain("audience-forget-button", name=one.name)),
        )
    ]


# A wave of questions


def numbers(
    say: Say, audience: Audience, points: Mapping[int, str], expected: Forecast, a_day: int
) -> Html:
    lines = [say("ask-numbers", words=words(say, audience, points)), ""]
    lines.append(say("ask-will", people=expected.people))
    if skipped := expected.skipped.total():
        lines.append(say("ask-skipped", people=skipped, why=_reasons(say, expected.skipped)))
    end = say("ask-pace", a_day=a_day) if expected.people else say("ask-nobody")
    return Html("\n".join([*lines, "", end]))


def _reasons(say: Say, counts: Mapping[str, int]) -> Html:
    """The most frequent first."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    days = LEAST_APART.days
    return Html(", ".join(f"{say('ask-why', why=why, days=days)} — {n}" for why, n in ranked))


def stale(say: Say) -> Screen:
    """To who may not, any more."""
    return Screen(say("stale-button"))


def asked(say: Say, wave: Wave, now: datetime, zone: ZoneInfo) -> Screen:
    if not wave.people:
        return Screen(say("ask-done-nobody"))
    today, first, last = (at.astimezone(zone).date() for at in (now, wave.first, wave.last))
    is_one_day = first == last and wave.is_sure
    return Screen(
        say(
            "ask-done",
            people=wave.people,
            first=_day(say, first, today),
            last=_day(say, last, today),
            span="day" if is_one_day else "days" if wave.is_sure else "about",
        )
    )


def _day(say: Say, day: date, today: date) -> str:
    return say.plain("ask-today") if day == today else say.day(day)


def cancelled(say: Say) -> Screen:
    return Screen(say("ask-cancelled"))
