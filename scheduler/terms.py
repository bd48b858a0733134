"""What plans and delivery go by: the same values for all of them, passed on by `bot.app`."""

from dataclasses import dataclass

from models.rules.business import Business
from models.rules.cadence import Cadence
from models.rules.contact import Policy


@dataclass(frozen=True, slots=True)
class Terms:
    business: Business
    cadence: Cadence
    policy: Policy
