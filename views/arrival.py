"""Coming by a friend's link: what became of a code, and what the friend shows at the visit."""

from models.rules.attribution import Verdict
from models.rules.business import Business
from models.rules.codes import CodeKind, StartCode
from views import Screen
from views.buttons import one_button
from views.referrals import ShareTap
from views.say import Say


def verdict(say: Say, verdict: Verdict) -> Screen:
    """To who typed the code. The inviter's name is the inviter's own to tell."""
    button = one_button(say.plain("share-button"), ShareTap(willing=True))
    return Screen(say(verdict), button if verdict is Verdict.OWN else None)


def own_link(say: Say) -> Screen:
    button = one_button(say.plain("share-button"), ShareTap(willing=True))
    return Screen(say("own-link"), button)


def invited(say: Say, business: Business, code: str, qr: bytes) -> Screen:
    """To show at the counter. It is the friend's own code: to anybody but the staff, an invitation
    by this friend."""
    typed = str(StartCode(CodeKind.PERSON, code))
    return Screen(say("invited", reward=business.referral_reward, code=typed), photo=qr)
