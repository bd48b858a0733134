"""Birthdays in the demo: who has told theirs, the greetings that came, and when the next is due."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from bot.demo_salon import SEED, Salon
from models import nudges
from models.rules.birthdays import LEAP_YEAR, due
from models.rules.cadence import good_until
from models.rules.clock import local_day_end
from models.rules.contact import Kind, Reason
from models.tables import Nudge, NudgeState, Person

WEEK = timedelta(days=7)


def greet(salon: Salon) -> None:
    for person in salon.people:
        chance = Random(f"{SEED} {person.id} was born")
        if person.consented_at is not None and chance.random() < 0.4:
            _celebrate(salon, person, date(LEAP_YEAR, 1, 1) + timedelta(chance.randrange(366)))


def _celebrate(salon: Salon, person: Person, birthday: date) -> None:
    person.birth_month, person.birth_day = birthday.month, birthday.day
    moment = person.consented_at
    assert moment is not None
    coming = due(birthday, salon.zone, moment)
    while coming.greeting <= salon.now:
        salon.nudges.append(_greeting(salon, person, coming.greeting))
        coming = due(birthday, salon.zone, local_day_end(coming.greeting, salon.zone))
    person.greeting_at = coming.greeting
    if coming.invitation is not None and coming.invitation > salon.now:
        person.invitation_at = coming.invitation


def _greeting(salon: Salon, person: Person, at: datetime) -> Nudge:
    reason = next(_refusals(salon, person, at), None)
    return Nudge(
        key=f"{Kind.GREETING}:{person.id}:{at.isoformat()}",
        kind=Kind.GREETING,
        person_id=person.id,
        priority=nudges.priority_of(Kind.GREETING),
        due_at=at,
        good_until=good_until(Kind.GREETING, at, zone=salon.zone),
        state=NudgeState.SKIPPED if reason else NudgeState.SENT,
        reason=reason,
        sent_at=None if reason else at,
        ended_at=at,
        attempts=0 if reason else 1,
        message_id=None if reason else salon.message_id(),
    )


def _refusals(salon: Salon, person: Person, at: datetime) -> Iterator[Reason]:
    """Simpler than the arbiter, and stricter: nothing else within a week."""
    if person.blocked_at is not None and person.blocked_at <= at:
        yield Reason.BLOCKED
    if person.stopped_at is not None and person.stopped_at <= at:
        yield Reason.STOPPED
    sent = (nudge.sent_at for nudge in salon.nudges if nudge.person_id == person.id)
    if any(moment is not None and abs(moment - at) < WEEK for moment in sent):
        yield Reason.TOO_LATE
