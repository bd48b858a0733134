"""PRODUCT.md, section 4, once more: what a customer got is judged by what the customer did.

It shares nothing with what sends: moments are tried one by one, where the arbiter works them out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from tests.scheduler.customer_life import Life, Said, Spell, holds

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FOREVER = datetime(2100, 1, 1, tzinfo=UTC)
ROUNDING = timedelta(milliseconds=1)
"""SQLite cuts that much off a moment it has moved."""
WORDS = {
    "reminder": r"мы всё ещё хотим узнать|we would still like to know",
    "reask": r"что вы думаете теперь|what you think now",
    "survey": r"на сколько, по 10-балльной шкале|how likely are you to recommend",
    "recovery": r"теперь всё решено\?|ваш вопрос решён\?|is it solved",
    "referral": r"расскажете о нас тем|would you tell somebody",
    "offer": r"скидка недели №\d+",
    "greeting": r"с днём рождения|happy birthday",
    "invitation": r"скоро ваш день рождения|your birthday is coming",
}
TOPICS = {
    "recovery": (),
    "reask": ("surveys",),
    "reminder": ("reminders", "surveys"),
    "greeting": ("greetings",),
    "survey": ("surveys",),
    "referral": ("referrals",),
    "offer": (),
    "invitation": (),
}
OFFERS = ("offer", "invitation")
EXEMPT = ("recovery", "reask")
CAPS = ((2, 7 * DAY), (6, 30 * DAY))
OFFER_CAPS = ((1, 7 * DAY), (4, 30 * DAY))
GOOD_FOR = 7 * DAY


def kind_of(text: str) -> str:
    """By its words: the first that fit."""
    for kind, words in WORDS.items():
        if re.search(words, text.lower()):
            return kind
    return "unknown"


@dataclass(slots=True)
class Due:
    """What was to come: not before `at`, and not from `until` on."""

    kind: str
    at: datetime
    until: datetime
    words: str = ""
    came: datetime | None = None
    is_sure: bool = True
    """That it should come, where nothing forbids it; others may come, and need not."""


@dataclass(slots=True)
class Judge:
    life: Life
    offers: Sequence[tuple[datetime, str]]
    """When each campaign was confirmed, and its words."""
    end: datetime
    step: timedelta
    """How often the bot looked."""
    gift: bool = True
    silence: Spell | None = None
    """The process did not run."""
    wave: timedelta = 4 * DAY
    """How long a question may wait for its turn, and for the day."""
    dues: list[Due] = field(default_factory=list)

    def verdicts(self) -> Iterator[str]:
        self.dues = [*self._reminders(), *self._recoveries(), *self._reasks(), *self._prompts()]
        self.dues += [*self._offers(), *self._greetings()]
        for one in self.life.said:
            yield from (
                f"{self.life.name} got {one.kind} at {one.at}: {why}" for why in self._of(one)
            )
        yield from (f"{self.life.name} {why}" for why in self._missing())
        yield from (f"{self.life.name} {why}" for why in self._questions_missing())
        for at in self.life.refused:
            if self.life.is_blocked(at):
                yield f"{self.life.name} was written to at {at}, after a block that was known"

    # What came

    def _of(self, one: Said) -> Iterator[str]:
        if one.kind not in TOPICS:
            yield f"nobody knows what this is: {one.text!r}"
            return
        yield from self._refusals(one.kind, one.at)
        yield from self._limits(one.kind, one.at)
        if one.kind == "survey":
            yield from self._out_of_turn(one.at)
        elif not self._take(one):
            yield "it was not due"
        if one.kind in ("greeting", "invitation") and self._had(one.kind, one.at):
            yield "twice in a year"

    def _refusals(self, kind: str, at: datetime) -> Iterator[str]:
        """What no waiting mends."""
        life = self.life
        if not holds(life.agreed, at):
            yield "without consent"
        if holds(life.stopped, at):
            yield "after a stop"
        if life.is_blocked(at):
            yield "after a block"
        if life.has_off(at, *TOPICS[kind]):
            yield "the topic is off"
        if kind in OFFERS and not life.welcomes_offers(at):
            yield "offers are not welcome"
        if kind in (*OFFERS, "referral", *EXEMPT) and holds(life.cases, at):
            yield "a case is open"

    def _limits(self, kind: str, at: datetime) -> Iterator[str]:
        """What is a matter of time."""
        if self._is_quiet(at):
            yield "in the quiet hours"
        if kind in EXEMPT:
            return
        before = [one.at for one in self.life.said if one.at < at]
        if before and at - max(before) < 24 * HOUR:
            yield "within the gap"
        if self._is_over(CAPS, before, at):
            yield "over the cap"
        if kind in OFFERS and self._is_over_offers(at):
            yield "over the cap of offers"

    def _is_quiet(self, at: datetime) -> bool:
        return not 10 <= self.life.local(at).hour < 21

    def _is_over_offers(self, at: datetime) -> bool:
        offers = [one.at for one in self.life.said if one.at < at and one.kind in OFFERS]
        return self._is_over(OFFER_CAPS, offers, at)

    def _is_over(
        self, caps: Sequence[tuple[int, timedelta]], before: Sequence[datetime], at: datetime
    ) -> bool:
        return any(1 + sum(at - window < one for one in before) > most for most, window in caps)

    def _take(self, said: Said) -> bool:
        """The due it answers, each only once: of two the later, for the other was forgone."""
        for due in sorted(self.dues, key=lambda one: one.at, reverse=True):
            is_it = due.kind == said.kind and due.came is None and due.words in said.text
            if is_it and due.at - ROUNDING <= said.at < due.until:
                due.came = said.at
                return True
        return False

    # When what is due

    def _questions(self) -> list[tuple[datetime, datetime | None]]:
        """Each with the moment of its first score, where it has one."""
        asked = sorted(
            [one.at for one in self.life.said if one.kind in ("survey", "reask")] + self.life.asked
        )
        ends = [*asked[1:], self.end]
        scored = [one.first_at for one in self.life.scores]
        return [
            (at, min((score for score in scored if at <= score < after), default=None))
            for at, after in zip(asked, ends, strict=False)
        ]

    def _reminders(self) -> Iterator[Due]:
        for asked, scored in self._questions():
            until = min(scored or asked + 14 * DAY, self._next_end(self.life.agreed, asked))
            yield Due("reminder", asked + 48 * HOUR, min(until, asked + 14 * DAY))

    def _next_end(self, spells: Sequence[Spell], after: datetime) -> datetime:
        ends = [one.until for one in spells if one.until is not None and one.until > after]
        return min(ends, default=FOREVER)

    def _recoveries(self) -> Iterator[Due]:
        for one in self.life.closings:
            due = one.since + 3 * DAY
            yield Due("recovery", due, min(due + GOOD_FOR, one.until or FOREVER))

    def _reasks(self) -> Iterator[Due]:
        for one in self.life.closings:
            due = one.since + 21 * DAY
            answers = [score.first_at for score in self.life.scores if score.first_at > one.since]
            called = [asked for asked in self.life.asked if asked > due]
            until = min([due + GOOD_FOR, one.until or FOREVER, *answers, *called])
            if not self._is_being_asked(due):
                sure = not self._is_usual_on_its_way(due)
                yield Due("reask", due, until, is_sure=sure)

    def _is_being_asked(self, at: datetime) -> bool:
        return any(asked < at < (scored or asked + 14 * DAY) for asked, scored in self._questions())

    def _is_usual_on_its_way(self, at: datetime) -> bool:
        """It may have been planned already, and then it is the one that comes."""
        usual = (self._next_question(*one) for one in self._questions() if one[0] < at)
        return any(each <= at < each + 10 * DAY for each in usual)

    def _prompts(self) -> Iterator[Due]:
        scores = sorted(self.life.scores, key=lambda one: one.at)
        shown = [one.at for one in self.life.said if one.kind == "referral"] + self.life.shared
        later = [one.at for one in scores[1:]] + [FOREVER]
        for one, after in zip(scores, later, strict=False):
            if one.score >= 9:
                last = max((at for at in shown if at < one.at), default=None)
                due = max(one.first_at + DAY, last + 90 * DAY if last else one.first_at)
                tapped = [at for at in self.life.shared if at > one.at]
                ends = [after, self._next_end(self.life.agreed, one.at), *tapped]
                yield Due("referral", due, min(due + GOOD_FOR, *ends))

    def _offers(self) -> Iterator[Due]:
        for at, words in self.offers:
            if self.life.zones and self.life.zones[0][0] <= at:
                yield Due("offer", at, at + GOOD_FOR, words)

    def _greetings(self) -> Iterator[Due]:
        """From eleven on that day, or from when they tell later that day; and the invitation two
        weeks ahead. The day counts as it is known then, where they live then."""
        told = self.life.birthdays
        for (since, born), (until, _) in zip(told, [*told[1:], (FOREVER, None)], strict=False):
            for year in range(since.year, self.end.year + 1) if born else ():
                assert born is not None
                day = birthday_of(born, year)
                eleven, midnight = self._moment(day, 11), self._moment(day + DAY, 0)
                at = max(eleven, since)
                if at < min(midnight, until):
                    yield self._widened(Due("greeting", at, min(midnight, until)))
                ahead = self._moment(day - 14 * DAY, 11)
                if self.gift and since <= ahead < until:
                    last = min(ahead + GOOD_FOR, until)
                    yield self._widened(Due("invitation", ahead, last))

    def _widened(self, due: Due) -> Due:
        """Whoever has just moved may get it by either clock."""
        if self._has_moved(due.at - DAY, due.until):
            due.at, due.until, due.is_sure = due.at - 26 * HOUR, due.until + 26 * HOUR, False
        return due

    def _moment(self, day: date, hour: int) -> datetime:
        """By the clock of where they live then."""
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        zone = self.life.zone(noon)
        return datetime(day.year, day.month, day.day, hour, tzinfo=zone).astimezone(UTC)

    def _out_of_turn(self, at: datetime) -> Iterator[str]:
        """Ninety days after an answer, thirty after a question that had none."""
        for asked, scored in [one for one in self._questions() if one[0] < at][-1:]:
            least = scored + 90 * DAY if scored else asked + 30 * DAY
            if at < least - ROUNDING:
                yield f"asked at {asked}, scored at {scored}: too soon"

    # What did not come

    def _missing(self) -> Iterator[str]:
        for due in self.dues:
            free = self._could_have_come(due) if self._is_expected(due) else None
            if free is not None:
                yield f"could have had {due.kind} {due.words} of {due.at} at {free}: {due.came}"

    def _is_expected(self, due: Due) -> bool:
        """Who puts the day right after the greeting is not greeted for both, nor invited."""
        is_invited_in_vain = due.kind == "invitation" and self._had("greeting", due.at)
        is_again = due.kind in ("greeting", "invitation") and self._had(due.kind, due.at)
        return due.is_sure and not is_invited_in_vain and not is_again

    def _had(self, kind: str, before: datetime) -> bool:
        """Within 300 days."""
        since = before - 300 * DAY
        return any(one.kind == kind and since < one.at < before for one in self.life.said)

    def _could_have_come(self, due: Due) -> datetime | None:
        """A moment at which nothing forbade it, nor a look later, and it had not come."""
        free = 0
        for at in self._looks(due.at, min(due.came or due.until, due.until, self.end)):
            if self._was_away(due.at, at):
                return None
            if any(self._refusals(due.kind, at)) or self._has_moved(due.at, at):
                return None
            limits = list(self._limits(due.kind, at))
            if due.kind in OFFERS and any("cap" in limit for limit in limits):
                return None
            free = 0 if limits else free + 1
            if free > 2:
                return at
        return None

    def _looks(self, since: datetime, until: datetime) -> Iterator[datetime]:
        at = since
        while at < until:
            yield at
            at += self.step

    def _was_away(self, since: datetime, until: datetime) -> bool:
        """And a while after: what has waited comes by and by."""
        one = self.silence
        if one is None or one.until is None:
            return False
        return one.since <= until and since <= one.until + HOUR

    def _has_moved(self, since: datetime, until: datetime) -> bool:
        """What was put off by the clock of one place is looked at again by that clock."""
        return any(since - DAY <= moved <= until for moved, _ in self.life.zones[1:])

    def _questions_missing(self) -> Iterator[str]:
        """From each question to the next: none stays away longer than something spoke against
        it, and the thirty days which that costs."""
        questions = self._questions()
        ends = [*(asked for asked, _ in questions[1:]), self.end]
        for (asked, scored), after in zip(questions, ends, strict=False):
            due = self._next_question(asked, scored)
            late = self._nothing_against(due, after)
            if late is not None:
                yield f"was asked at {asked}, scored {scored}, and was not asked by {late}"

    def _next_question(self, asked: datetime, scored: datetime | None) -> datetime:
        """A question that was taken back with the consent is as if it had not been asked."""
        due = scored + 90 * DAY if scored else asked + 30 * DAY
        if self._next_end(self.life.agreed, asked) < due:
            answered = [one.first_at for one in self.life.scores if one.first_at <= due]
            due = max([due, *(at + 90 * DAY for at in answered)])
        return due

    def _nothing_against(self, due: datetime, after: datetime) -> datetime | None:
        """The moment by which the question should have come; none if something was against it."""
        at, free = due, timedelta()
        while at < after:
            if any(self._refusals("survey", at)) or self._was_away(at - self.wave, at):
                at, free = self._quiet_month(at, after), timedelta()
                continue
            is_held = any(why != "in the quiet hours" for why in self._limits("survey", at))
            free = timedelta() if is_held else free + 3 * HOUR
            if free > self.wave:
                return at
            if at - due > GOOD_FOR and is_held:
                at = self._quiet_month(at, after)
            at += 3 * HOUR
        return None

    def _quiet_month(self, at: datetime, until: datetime) -> datetime:
        """Forty days without anything against it: a question that was skipped comes thirty days
        later, if it may."""
        since = at
        while at < until and at - since < 40 * DAY:
            at += DAY / 2
            if any(self._refusals("survey", at)) or self._was_away(at - DAY, at):
                since = at
        return at


def birthday_of(born: date, year: int) -> date:
    if (born.month, born.day) == (2, 29) and not (year % 4 == 0 and year % 100 != 0):
        return date(year, 2, 28)
    return date(year, born.month, born.day)
