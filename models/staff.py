"""Who works here, as the settings name them."""

from dataclasses import dataclass

from models.tables import Role


@dataclass(frozen=True, slots=True)
class Staff:
    """Telegram ids, as the settings name them."""

    owners: frozenset[int]
    admins: frozenset[int]

    def role_of(self, telegram_id: int) -> Role:
        if telegram_id in self.owners:
            return Role.OWNER
        return Role.ADMIN if telegram_id in self.admins else Role.CUSTOMER
