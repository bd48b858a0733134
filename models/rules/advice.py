"""What to do next: three things a week, the most urgent first, each with one act.

What is wrong comes before what could be better, and that before what always does good. Where few
are concerned nothing is said: two answers are no reason to go and change something.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction

from models.rules.nps import SHOWN_FROM, Direction, Tally, change, live_nps, response_rate

HOW_MANY = 3
NAMED_OFTEN = 2
"""Detractors who name the same subject."""
ASKED_ENOUGH, RARELY = 10, Fraction(1, 5)
SHOWN_ENOUGH, SELDOM = 10, Fraction(1, 10)
WELCOME_ENOUGH = 10
LONG_WITHOUT_OFFERS = timedelta(days=30)


class Act(StrEnum):
    ANSWER = "answer"
    SUBJECT = "subject"
    POINT = "point"
    RATE = "rate"
    FEW = "few"
    PUBLISH = "publish"
    REWARD = "reward"
    PROVE = "prove"
    BROADCAST = "broadcast"
    PRINT = "print"
    READ = "read"
    COMPARE = "compare"


@dataclass(frozen=True, slots=True)
class Facts:
    """Of the month, where nothing else is said."""

    waiting: int = 0
    """Unhappy customers whom nobody has answered, now; and how long the first of them waits."""
    longest: timedelta = timedelta()
    subject: str = ""
    """What detractors tap most often under their why, and how many of them."""
    named: int = 0
    points: Mapping[str, Tally] = field(default_factory=dict)
    """The touchpoints in use, by name."""
    asked: int = 0
    answered: int = 0
    answers: int = 0
    """In the week."""
    publishable: int = 0
    """Words of the week that may be shown to others."""
    shown: int = 0
    """Customers who were ever offered to share, and who did."""
    shared: int = 0
    has_reward: bool = False
    unproven: int = 0
    """Friends who joined and have not been seen yet."""
    welcome: int = 0
    """Customers to whom offers are welcome, now."""
    offered: timedelta | None = None
    """How long ago the last broadcast was; none where there was none."""


@dataclass(frozen=True, slots=True)
class Advice:
    act: Act
    about: Mapping[str, str | int] = field(default_factory=dict)


def advise(facts: Facts) -> list[Advice]:
    """Always three: where less is wrong, with what always does good, and leads elsewhere."""
    found = [advice for look in LOOKS if (advice := look(facts)) is not None][:HOW_MANY]
    led_to = {LEADS_TO.get(advice.act) for advice in found}
    always = [Advice(act) for act in ALWAYS if LEADS_TO[act] not in led_to]
    return [*found, *always][:HOW_MANY]


def _answer(facts: Facts) -> Advice | None:
    if not facts.waiting:
        return None
    return Advice(Act.ANSWER, {"waiting": facts.waiting, "days": facts.longest.days})


def _subject(facts: Facts) -> Advice | None:
    if facts.named < NAMED_OFTEN:
        return None
    return Advice(Act.SUBJECT, {"subject": facts.subject, "named": facts.named})


def _point(facts: Facts) -> Advice | None:
    """The lowest of those that are proven to be lower than all the others together."""
    lower = [
        (tally.nps, name, tally, others)
        for name, tally in facts.points.items()
        if tally.nps is not None and _is_lower(tally, others := _without(name, facts.points))
    ]
    if not lower:
        return None
    _, name, tally, others = min(lower, key=lambda it: it[:2])
    return Advice(
        Act.POINT, {"name": name, "nps": tally.rounded or 0, "others": others.rounded or 0}
    )


def _is_lower(tally: Tally, others: Tally) -> bool:
    return change(others, tally).direction is Direction.FELL


def _without(name: str, points: Mapping[str, Tally]) -> Tally:
    rest = [tally for other, tally in points.items() if other != name]
    return Tally(
        sum(tally.promoters for tally in rest),
        sum(tally.passives for tally in rest),
        sum(tally.detractors for tally in rest),
    )


def _ask(facts: Facts) -> Advice | None:
    """At the counter people answer more readily than in a chat."""
    rate = response_rate(facts.answered, facts.asked)
    if rate is not None and facts.asked >= ASKED_ENOUGH and rate < RARELY:
        return Advice(Act.RATE, {"answered": facts.answered, "asked": facts.asked})
    if facts.answers < SHOWN_FROM:
        return Advice(Act.FEW, {"answers": facts.answers})
    return None


def _publish(facts: Facts) -> Advice | None:
    return Advice(Act.PUBLISH, {"words": facts.publishable}) if facts.publishable else None


def _reward(facts: Facts) -> Advice | None:
    share = live_nps(facts.shared, facts.shown)
    if facts.has_reward or share is None or facts.shown < SHOWN_ENOUGH or share >= SELDOM:
        return None
    return Advice(Act.REWARD, {"shared": facts.shared, "shown": facts.shown})


def _prove(facts: Facts) -> Advice | None:
    return Advice(Act.PROVE, {"friends": facts.unproven}) if facts.unproven else None


def _broadcast(facts: Facts) -> Advice | None:
    is_long = facts.offered is None or facts.offered >= LONG_WITHOUT_OFFERS
    if facts.welcome < WELCOME_ENOUGH or not is_long:
        return None
    return Advice(Act.BROADCAST, {"people": facts.welcome})


LOOKS: tuple[Callable[[Facts], Advice | None], ...] = (
    _answer,
    _subject,
    _point,
    _ask,
    _publish,
    _reward,
    _prove,
    _broadcast,
)
"""The most urgent first."""

ALWAYS = (Act.PRINT, Act.READ, Act.COMPARE)
LEADS_TO = {
    Act.SUBJECT: "comments",
    Act.PUBLISH: "comments",
    Act.READ: "comments",
    Act.POINT: "stats",
    Act.COMPARE: "stats",
    Act.RATE: "qr",
    Act.FEW: "qr",
    Act.PRINT: "qr",
}
"""So that a week doesn't send an owner to the same place twice without need."""
