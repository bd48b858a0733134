"""Half a year of customers, each lived through moment by moment under the bot's own rules.

It is the same at every start, but for where it ends: whatever has not happened yet stays due.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from random import Random

from bot.demo_salon import SEED, Salon
from bot.demo_words import name
from models import nudges
from models.people import PRIVACY_TEXT
from models.rules import contact
from models.rules.cadence import good_until
from models.rules.codes import ALPHABET, LENGTH
from models.rules.contact import Defer, Kind, Send, Sent, Skip
from models.rules.nps import Group, group_of
from models.rules.question import WORDING_VERSION
from models.surveys import WAITING
from models.tables import (
    Campaign,
    Case,
    CaseState,
    Consent,
    Nudge,
    NudgeState,
    Person,
    Reason,
    Response,
    Survey,
    SurveyState,
)

CUSTOMERS = 200
DAYS = 180
OPEN_CASES = 3
FIRST_TELEGRAM_ID = 5_000_001
SCORES = {
    Group.PROMOTER: ((9, 10), (2, 3)),
    Group.PASSIVE: ((7, 8), (2, 3)),
    Group.DETRACTOR: ((0, 1, 2, 3, 4, 5, 6), (1, 1, 2, 3, 4, 6, 8)),
}
SPEAKS = {Group.PROMOTER: 0.5, Group.PASSIVE: 0.55, Group.DETRACTOR: 0.8}


def live(salon: Salon) -> None:
    """Everybody's, up to the salon's now."""
    chance = Random(SEED)
    for number in range(CUSTOMERS):
        # More and more of them: the salon does well.
        days_ago = 1 + (DAYS - 1) * (1 - (number + chance.random()) / CUSTOMERS) ** 1.2
        Life(salon, number, salon.at(days_ago)).live()
    salon.bring_friends(chance)
    salon.leave_cases_open(OPEN_CASES)


class Life:
    """One customer, from the door on. What comes next waits in `_ahead`, soonest first."""

    def __init__(self, salon: Salon, number: int, came_at: datetime) -> None:
        self.salon = salon
        self.chance = Random(f"{SEED} {number}")
        self.is_woman = self.chance.random() < 0.9
        self.person = Person(
            id=number + 1,
            telegram_id=FIRST_TELEGRAM_ID + number,
            name=name(self.chance, is_woman=self.is_woman),
            language="ru",
            code="".join(self.chance.choices(ALPHABET, k=LENGTH)),
            met_at=came_at,
            started_at=came_at,
            demo=True,
        )
        salon.people.append(self.person)
        self.had: list[Sent] = []
        self.case: Case | None = None
        self._order = count()
        self._ahead: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._then(came_at, self._agree)
        for campaign in salon.campaigns:
            if campaign.created_at > came_at:
                self._then(campaign.created_at, self._offers(campaign))
        self._perhaps_leave(came_at)

    def live(self) -> None:
        while self._ahead and self._ahead[0][0] <= self.salon.now:
            moment, _, happens = heapq.heappop(self._ahead)
            happens(moment)

    def _then(self, moment: datetime, happens: Callable[[datetime], None]) -> None:
        heapq.heappush(self._ahead, (moment, next(self._order), happens))

    def _minutes(self, low: float, high: float) -> timedelta:
        return timedelta(seconds=round(60 * self.chance.uniform(low, high)))

    # Coming and leaving

    def _agree(self, at: datetime) -> None:
        if self.chance.random() < 0.03:
            return  # read what is kept, and thought better of it
        self.person.consented_at = at
        self._consent("data", True, "start", at)
        survey = self._ask(at, "first")
        if (touchpoint := self.salon.touchpoint_of(self.person)) is not None:
            survey.source, survey.touchpoint_id = "touchpoint", touchpoint.id

    def _perhaps_leave(self, came_at: datetime) -> None:
        roll = self.chance.random()
        moment = came_at + self._minutes(2 * 1440, 80 * 1440)
        if roll < 0.05:
            self._then(moment, self._block)
        elif roll < 0.09:
            self._then(moment, self._stop)

    def _block(self, at: datetime) -> None:
        self.person.blocked_at = at
        self._refuse_offers("block", at)

    def _stop(self, at: datetime) -> None:
        self.person.stopped_at = at

    def _consent(self, kind: str, given: bool, source: str, at: datetime) -> None:
        self.salon.consents.append(
            Consent(
                person_id=self.person.id,
                kind=kind,
                given=given,
                at=at,
                text_version=PRIVACY_TEXT,
                source=source,
            )
        )

    # The question

    def _survey(self, state: SurveyState, source: str, due_at: datetime) -> Survey:
        survey = Survey(
            id=len(self.salon.surveys) + 1,
            customer_id=self.person.id,
            state=state,
            source=source,
            wording=WORDING_VERSION,
            due_at=due_at,
        )
        self.salon.surveys.append(survey)
        return survey

    def _ask(self, at: datetime, source: str) -> Survey:
        cadence = self.salon.cadence
        survey = self._survey(SurveyState.ASKED, source, at)
        survey.asked_at, survey.message_id = at, self.salon.message_id()
        survey.remind_at, survey.expires_at = cadence.reminder_due(at), cadence.expiry_due(at)
        self.person.survey_at = None
        if self.chance.random() < (0.8 if source == "first" else 0.5):
            self._then(
                at + self._minutes(0.3, 4 if source == "first" else 300), self._answer(survey)
            )
        self._then(survey.remind_at, self._remind(survey))
        self._then(survey.expires_at, self._expire(survey))
        return survey

    def _ask_again(self, at: datetime) -> None:
        due_at = self.person.survey_at or at
        match self._decide(Kind.SURVEY, due_at, at):
            case Send():
                survey = self._ask(at, "repeat")
                self._send(Kind.SURVEY, str(survey.id), due_at, at, survey=survey)
            case Defer(until):
                self._plan_survey(until)
            case Skip():
                self._survey(SurveyState.SKIPPED, "repeat", due_at)
                self._plan_survey(self.salon.cadence.next_survey_after_silence(at))

    def _plan_survey(self, at: datetime) -> None:
        self.person.survey_at = at
        self._then(at, self._ask_again)

    def _remind(self, survey: Survey) -> Callable[[datetime], None]:
        def remind(at: datetime) -> None:
            if survey.state != SurveyState.ASKED or survey.remind_at is None:
                return
            match self._decide(Kind.REMINDER, survey.remind_at, at, survey):
                case Send():
                    self._send(Kind.REMINDER, str(survey.id), survey.remind_at, at, survey=survey)
                    survey.state, survey.remind_at = SurveyState.REMINDED, None
                    if self.chance.random() < 0.3:
                        self._then(at + self._minutes(2, 200), self._answer(survey))
                case Defer(until):
                    survey.remind_at = until
                    self._then(until, remind)
                case Skip():
                    survey.remind_at = None

        return remind

    def _expire(self, survey: Survey) -> Callable[[datetime], None]:
        def expire(at: datetime) -> None:
            if survey.state in WAITING:
                survey.state, survey.remind_at = SurveyState.EXPIRED, None
                pause = self.salon.cadence.unanswered_repeat_after
                self._plan_survey(max(at, survey.due_at + pause))

        return expire

    # The answer

    def _answer(self, survey: Survey) -> Callable[[datetime], None]:
        def answer(at: datetime) -> None:
            if survey.state not in WAITING:
                return
            survey.state, survey.remind_at = SurveyState.ANSWERED, None
            self._plan_survey(self.salon.cadence.next_survey_after_answer(at))
            response = Response(
                id=len(self.salon.responses) + 1,
                survey_id=survey.id,
                customer_id=self.person.id,
                score=self._score(at),
                answered_at=at,
                why_closes_at=at,
                why_message_id=self.salon.message_id(),
                reasons=[],
            )
            self.salon.responses.append(response)
            group = group_of(response.score)
            self._say_why(response, group)
            if group is Group.DETRACTOR:
                self._open_case(response)
            else:
                self._ask_about_offers(at)
            self._plan_prompt(response)

        return answer

    def _score(self, at: datetime) -> int:
        """A little better from month to month."""
        grown = 1 - (self.salon.now - at) / timedelta(days=DAYS)
        weights = (0.46 + 0.16 * grown, 0.30 - 0.03 * grown, 0.24 - 0.13 * grown)
        group = self.chance.choices(list(Group), weights)[0]
        scores, odds = SCORES[group]
        return self.chance.choices(scores, odds)[0]

    def _say_why(self, response: Response, group: Group) -> None:
        if self.chance.random() > SPEAKS[group]:
            return
        at = response.answered_at + self._minutes(0.2, 3)
        words = self.salon.words(group, by_woman=self.is_woman)
        if words is None or at > self.salon.now:
            return
        response.reasons.append(
            Reason(message_id=self.salon.message_id(), kind="text", text=words, at=at)
        )
        response.why_closes_at = self.salon.cadence.why_closes_at(at)

    def _open_case(self, response: Response) -> None:
        opened_at = response.answered_at
        self.case = Case(
            id=len(self.salon.cases) + 1,
            customer_id=self.person.id,
            response_id=response.id,
            state=CaseState.CLOSED,
            opened_at=opened_at,
            closed_at=opened_at + self._minutes(40, 3 * 1440),
        )
        self.salon.cases.append(self.case)

    def _has_open_case(self, at: datetime) -> bool:
        return self.case is not None and (self.case.closed_at is None or at < self.case.closed_at)

    # Offers and word of mouth

    def _ask_about_offers(self, at: datetime) -> None:
        if self.person.offers_asked_at is not None or self.chance.random() < 0.15:
            return
        self.person.offers_asked_at = at
        if self.chance.random() < 0.7:
            self.person.offers_at = at
        self._consent("offers", self.person.offers_at is not None, "survey", at)

    def _refuse_offers(self, source: str, at: datetime) -> None:
        if self.person.offers_at is not None:
            self.person.offers_at = None
            self._consent("offers", False, source, at)

    def _offers(self, campaign: Campaign) -> Callable[[datetime], None]:
        of, due_at = f"{campaign.id}:{self.person.id}", campaign.created_at

        def offer(at: datetime) -> None:
            match self._decide(Kind.OFFER, due_at, at):
                case Send():
                    self._send(Kind.OFFER, of, due_at, at, campaign=campaign)
                    if self.chance.random() < 0.04:
                        self._refuse_offers("offer", at)
                case Defer(until):
                    self._then(until, offer)
                case Skip(reason):
                    nudge = self._nudge(Kind.OFFER, of, due_at, campaign=campaign)
                    nudge.state, nudge.reason = NudgeState.SKIPPED, reason
                    nudge.ended_at = at

        return offer

    def _plan_prompt(self, response: Response) -> None:
        self.person.referral_at = self.salon.cadence.referral_due(
            response.score, response.answered_at, self.person.referral_shown_at
        )
        if self.person.referral_at is not None:
            self._then(self.person.referral_at, self._prompt)

    def _prompt(self, at: datetime) -> None:
        due_at = self.person.referral_at
        if due_at is None or due_at > at:
            return
        match self._decide(Kind.REFERRAL, due_at, at):
            case Send():
                self._send(Kind.REFERRAL, f"{self.person.id}:{due_at.isoformat()}", due_at, at)
                self.person.referral_shown_at, self.person.referral_at = at, None
                if self.chance.random() < 0.4:
                    self._then(at + self._minutes(1, 20), self._tap_share)
            case Defer(until):
                self.person.referral_at = until
                self._then(until, self._prompt)
            case Skip():
                self.person.referral_at = None

    def _tap_share(self, at: datetime) -> None:
        self.person.referral_tapped_at = self.person.referral_tapped_at or at

    # The arbiter, and what it let through

    def _decide(
        self, kind: Kind, due_at: datetime, at: datetime, survey: Survey | None = None
    ) -> contact.Decision:
        customer = contact.Customer(
            zone=self.salon.zone,
            consented=self.person.consented_at is not None,
            offers_allowed=self.person.offers_at is not None,
            stopped=self.person.stopped_at is not None,
            blocked=self.person.blocked_at is not None,
            open_case=self._has_open_case(at),
        )
        asked = contact.Nudge(kind, self._good_until(kind, due_at, survey))
        return contact.decide(asked, customer, self.had, at, self.salon.policy)

    def _good_until(self, kind: Kind, due_at: datetime, survey: Survey | None) -> datetime:
        expires_at = survey.expires_at if survey else None
        return good_until(kind, due_at, zone=self.salon.zone, survey_expires_at=expires_at)

    def _send(
        self,
        kind: Kind,
        of: str,
        due_at: datetime,
        at: datetime,
        *,
        survey: Survey | None = None,
        campaign: Campaign | None = None,
    ) -> None:
        nudge = self._nudge(kind, of, due_at, survey=survey, campaign=campaign)
        nudge.state, nudge.sent_at, nudge.attempts = NudgeState.SENT, at, 1
        nudge.ended_at = at
        nudge.message_id = self.salon.message_id()
        self.had.append(Sent(kind, at))

    def _nudge(
        self,
        kind: Kind,
        of: str,
        due_at: datetime,
        *,
        survey: Survey | None = None,
        campaign: Campaign | None = None,
    ) -> Nudge:
        nudge = Nudge(
            key=f"{kind}:{of}",
            kind=kind,
            person_id=self.person.id,
            priority=nudges.priority_of(kind),
            due_at=due_at,
            good_until=self._good_until(kind, due_at, survey),
            survey_id=survey.id if survey else None,
            campaign_id=campaign.id if campaign else None,
            variant_id=campaign.id if campaign else None,
        )
        self.salon.nudges.append(nudge)
        return nudge
