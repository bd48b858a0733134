"""When what is due falls due, and until when it is worth sending.

Due times are instants. Whether a nudge may go at that instant is the arbiter's to say.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from models.rules.clock import local_day_end
from models.rules.contact import Kind
from models.rules.nps import Group, group_of

WORTH_SENDING_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often we ask, remind and prompt."""

    first_after: timedelta = timedelta(0)
    repeat_after: timedelta = timedelta(days=90)
    unanswered_repeat_after: timedelta = timedelta(days=30)
    remind_after: timedelta = timedelta(hours=48)
    expire_after: timedelta = timedelta(days=14)
    referral_after: timedelta = timedelta(days=1)
    referral_again_after: timedelta = timedelta(days=90)
    change_within: timedelta = timedelta(hours=24)
    reason_within: timedelta = timedelta(minutes=30)
    surveys_a_day: int = 300
    """At most: a wave of more is spread over days, and each day's share over the day."""

    def first_survey_due(self, came_at: datetime) -> datetime:
        """At once by default: people scan the code at the counter, and know what they think."""
        return came_at + self.first_after

    def next_survey_after_answer(self, answered_at: datetime) -> datetime:
        return answered_at + self.repeat_after

    def next_survey_after_silence(self, expired_at: datetime) -> datetime:
        """Sooner than after an answer, but counted from the end of the one left unanswered."""
        return expired_at + self.unanswered_repeat_after

    def reminder_due(self, asked_at: datetime) -> datetime:
        """The only one. A survey that has a score by then is reminded of no more."""
        return asked_at + self.remind_after

    def expiry_due(self, asked_at: datetime) -> datetime:
        return asked_at + self.expire_after

    def referral_due(
        self, score: int, answered_at: datetime, last_prompt_at: datetime | None
    ) -> datetime | None:
        """Only promoters are asked to recommend us, and not too often: a second high score soon
        after the first waits for its turn."""
        if group_of(score) is not Group.PROMOTER:
            return None
        due_at = answered_at + self.referral_after
        return max(due_at, last_prompt_at + self.referral_again_after) if last_prompt_at else due_at

    def may_change(self, answered_at: datetime, now: datetime) -> bool:
        """Counted from the first score: changing it does not lengthen the time to change it."""
        return now < answered_at + self.change_within

    def why_closes_at(self, last_words_at: datetime) -> datetime:
        """What a person writes until then still belongs to the reason."""
        return last_words_at + self.reason_within


def good_until(
    kind: Kind, due_at: datetime, *, zone: ZoneInfo, survey_expires_at: datetime | None = None
) -> datetime:
    """The instant from which a nudge is stale. A reminder is good as long as its survey is; a
    greeting, until its day is over where the customer lives."""
    if kind is Kind.GREETING:
        return local_day_end(due_at, zone)
    if kind is not Kind.REMINDER:
        return due_at + WORTH_SENDING_FOR
    if survey_expires_at is None:
        raise ValueError("a reminder is good until its survey expires: say when that is")
    return survey_expires_at
