"""What plans and delivery go by: the same values for all of them, passed on by `bot.app`."""

from dataclasses import dataclass, field

from models.rules.business import Business
from models.rules.cadence import Cadence
from models.rules.contact import Policy
from scheduler.hearing import Hearing


@dataclass(frozen=True, slots=True)
class Terms:
    business: Business
    cadence: Cadence
    policy: Policy
    paid_broadcast: bool = False
    """Offers beyond 30 a second, for Telegram Stars."""
    hearing: Hearing = field(default_factory=Hearing)
