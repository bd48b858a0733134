"""How the salon's unhappy were won back, who of the friends was seen, and which words may be shown.

Drawn apart from the lives themselves, and changes nothing in them.
"""

from datetime import datetime, timedelta
from random import Random

from bot.demo_salon import SEED, Salon
from bot.demo_words import ANSWERS, APOLOGIES, CLOSE_REASONS
from models.nudges import NOTICE_PRIORITY, Notice
from models.people import PRIVACY_TEXT
from models.rules.cases import CHECK_AFTER, REASK_AFTER, next_red
from models.rules.nps import Group, group_of
from models.tables import (
    Case,
    CaseState,
    Closing,
    Consent,
    Line,
    Nudge,
    NudgeState,
    Person,
    Proof,
    Publish,
    Response,
    Tick,
    Wish,
)


def close_cases(salon: Salon, owner_id: int) -> None:
    for case in salon.cases:
        if case.state == CaseState.CLOSED:
            _close(salon, case, owner_id)
        else:
            case.red_at = next_red(case.opened_at, salon.now)


def _close(salon: Salon, case: Case, owner_id: int) -> None:
    """An apology, an answer to it, and then the three wishes; now and then only a reason."""
    chance, closed_at = Random(f"{SEED} case {case.id}"), case.closed_at
    assert closed_at is not None
    took = closed_at - case.opened_at
    case.taken_by_id = case.closed_by_id = owner_id
    case.taken_at = case.answered_at = case.opened_at + 0.1 * took
    _say(salon, case, owner_id, chance.choice(APOLOGIES), case.answered_at)
    if chance.random() < 0.6:
        at = case.opened_at + 0.5 * took
        _say(salon, case, case.customer_id, chance.choice(ANSWERS), at)
    if chance.random() < 0.8:
        case.closing = Closing.WISHES
        salon.ticks += (
            Tick(case_id=case.id, wish=wish, by_id=owner_id, at=closed_at) for wish in Wish
        )
    else:
        case.closing, case.close_reason = Closing.REASON, chance.choice(CLOSE_REASONS)
    _look_back(salon, case, closed_at, chance)


def _look_back(salon: Salon, case: Case, closed_at: datetime, chance: Random) -> None:
    """Was it solved? What is still to be asked stays due."""
    check_at, reask_at = closed_at + CHECK_AFTER, closed_at + REASK_AFTER
    case.check_at = check_at if check_at > salon.now else None
    case.reask_at = reask_at if reask_at > salon.now else None
    answered_at = check_at + timedelta(minutes=chance.randint(5, 600))
    if answered_at < salon.now and chance.random() < 0.7:
        case.recovered_at = answered_at


def _say(salon: Salon, case: Case, sender_id: int, words: str, at: datetime) -> None:
    by_staff = sender_id != case.customer_id
    line = Line(
        id=len(salon.lines) + 1,
        case_id=case.id,
        sender_id=sender_id,
        by_staff=by_staff,
        message_id=salon.message_id(),
        kind="text",
        html=words,
        at=at,
    )
    salon.lines.append(line)
    hearer_id = case.customer_id if by_staff else case.taken_by_id
    assert hearer_id is not None
    salon.nudges.append(
        Nudge(
            key=f"line:{line.id}:{hearer_id}",
            kind=Notice.LINE,
            person_id=hearer_id,
            priority=NOTICE_PRIORITY,
            due_at=at,
            state=NudgeState.SENT,
            sent_at=at,
            ended_at=at,
            attempts=1,
            case_id=case.id,
            line_id=line.id,
        )
    )


def prove_friends(salon: Salon, owner_id: int) -> None:
    """Most of those who came by a link were seen at the counter."""
    for referral in salon.referrals:
        chance = Random(f"{SEED} friend {referral.friend_id}")
        seen_at = referral.joined_at + timedelta(days=chance.randint(1, 9))
        if chance.random() < 0.7 and seen_at < salon.now:
            referral.proven_at, referral.proof = seen_at, Proof.STAFF
            referral.proven_by_id = owner_id


def allow_words(salon: Salon) -> None:
    """Promoters who wrote something were asked whether it may be shown."""
    people = {person.id: person for person in salon.people}
    for response in salon.responses:
        if group_of(response.score) is Group.PROMOTER and response.comment:
            _allow(salon, response, people[response.customer_id])


def _allow(salon: Salon, response: Response, person: Person) -> None:
    chance = Random(f"{SEED} words {response.survey_id}")
    if chance.random() < 0.5 or person.consented_at is None:
        return
    at = response.reasons[-1].at
    response.publish_asked_at = at
    response.publish = chance.choice((Publish.NAMED, Publish.NAMED, Publish.NAMELESS, Publish.NO))
    salon.consents.append(
        Consent(
            person_id=person.id,
            kind="publish",
            given=response.publish != Publish.NO,
            at=at,
            text_version=PRIVACY_TEXT,
            source=f"answer:{response.survey_id}",
        )
    )
