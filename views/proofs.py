"""A friend at the counter, as the staff see it; and who is told when the visit is confirmed."""

from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData

from models.attribution import Standing, Visit
from models.rules.business import Business
from models.tables import Person, Proof, Referral
from views import RowId, Screen
from views.buttons import one_button
from views.names import shown
from views.say import Html, Say


class ProveTap(CallbackData, prefix="prove"):
    referral: RowId


def visit(say: Say, business: Business, visit: Visit | None, prover_id: int) -> Screen:
    standing = visit.standing(prover_id) if visit is not None else Standing.UNKNOWN
    if visit is None or visit.referral is None or standing not in (Standing.OPEN, Standing.PROVEN):
        return Screen(say(standing, name=_name(say, visit.friend if visit else None)))
    lines = _facts(say, business, visit, visit.referral)
    if standing is Standing.PROVEN:
        return Screen(_together(*lines, proven(say, visit.referral, visit.prover, business.zone)))
    if visit.referral.flagged_at is not None:
        lines.append(say("proof-flagged"))
    tap = ProveTap(referral=visit.referral.id)
    return Screen(_together(*lines), one_button(say.plain("proof-button"), tap))


def _facts(say: Say, business: Business, visit: Visit, referral: Referral) -> list[Html]:
    facts = say(
        "proof-open",
        name=_name(say, visit.friend),
        day=say.full_day(referral.joined_at.astimezone(business.zone)),
        inviter=_name(say, visit.inviter),
    )
    reward = business.referral_reward
    return [facts, say("proof-reward", reward=reward)] if reward else [facts]


def proven(say: Say, referral: Referral, prover: Person | None, zone: ZoneInfo) -> Html:
    """When, and by whom."""
    assert referral.proven_at is not None
    moment = say.moment(referral.proven_at, zone)
    if referral.proof == Proof.ANSWER:
        return say("proof-by-answer", moment=moment)
    return say("proof-done", moment=moment, who=_name(say, prover))


def already(say: Say, visit: Visit, zone: ZoneInfo) -> str:
    """For an alert: somebody else was quicker."""
    assert visit.referral is not None
    assert visit.referral.proven_at is not None
    moment = say.moment(visit.referral.proven_at, zone)
    return say.plain("proof-already", moment=moment, who=_name(say, visit.prover))


def _name(say: Say, person: Person | None) -> str:
    """Erased people have none."""
    return shown(say, person.name if person is not None else "")


def _together(*lines: Html) -> Html:
    return Html("\n\n".join(lines))


def told_proven(say: Say, business: Business) -> Screen:
    """To the inviter. Who has come is the friend's own to tell."""
    if not business.referral_reward:
        return Screen(say("told-proven"))
    reward = say("told-proven-reward", reward=business.referral_reward)
    return Screen(_together(say("told-proven"), reward))


def told_burst(say: Say, inviter: Person, joined: int) -> Screen:
    return Screen(say("told-burst", name=_name(say, inviter), n=joined))
