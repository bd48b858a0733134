"""What the owner has told of the business: values that texts and reports need."""

from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from zoneinfo import ZoneInfo

from models.rules.nps import lifetime_value


@dataclass(frozen=True, slots=True)
class Business:
    name: str
    subject: str
    """What customers would recommend, in the accusative: «нашу стоматологию»."""
    language: str
    zone: ZoneInfo
    report_at: time
    years: Decimal
    purchases_a_year: Decimal
    average_order_value: Decimal
    currency: str
    """ISO 4217: `RUB`."""
    referral_reward: str
    review_url: str
    privacy_contact: str
    offer_footer: str
    birthday_gift: str = ""
    """What a customer is invited to come for around the birthday; none where it is empty."""
    why_chips: tuple[str, ...] = ()
    """Subjects to tap under the why: «мастер», «цена»."""

    @property
    def at_stake(self) -> Decimal:
        """What one customer brings over the years, in the business's currency."""
        return lifetime_value(self.years, self.purchases_a_year, self.average_order_value)

    def stake_of(self, friends: int) -> Decimal:
        """Of a customer by whose link so many friends came: they may leave together."""
        return self.at_stake * (1 + friends)
