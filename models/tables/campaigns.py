"""What admins broadcast: to whom, what, and the coupons that come of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.table import Table, where


class Audience(Table):
    """A condition on customers that was kept under a name."""

    __tablename__ = "audiences"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)
    """The name without case: «Мастер Анна» and «мастер анна» are one."""
    conditions: Mapped[list[dict[str, Any]]]
    """As `rules.audience.dump` writes them."""
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    made_at: Mapped[datetime]


class Campaign(Table):
    """An offer that an admin broadcasts: a draft while the wizard is at it, then its rows."""

    __tablename__ = "campaigns"
    __table_args__ = (
        Index("uq_campaigns_draft", "admin_id", unique=True, **where("state = 'draft'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admin_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[str] = mapped_column(index=True)
    conditions: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """The audience, as it was when it was confirmed."""
    button: Mapped[str | None]
    """What the button under the offer says; none where there is no button."""
    url: Mapped[str | None]
    """Where it leads; none for a coupon's."""
    counts_taps: Mapped[bool] = mapped_column(default=False)
    """The link opens by a second tap: Telegram tells of no tap on a link itself."""
    coupon: Mapped[str | None]
    """What the coupon gives, in the admin's words."""
    coupon_days: Mapped[int | None]
    """For how many days a coupon is good, from the moment somebody takes it."""
    start_at: Mapped[datetime | None]
    """None: at once."""
    local_hour: Mapped[int | None]
    """Each customer's own, 0-23; none: all at the same moment."""
    first_batch: Mapped[str | None]
    """A `FirstBatch`: these go first, and the rest if few of them leave."""
    judged_at: Mapped[datetime | None]
    """When the first batch is judged: set once all of it is out, and taken away by the verdict."""
    pause: Mapped[str | None]
    """A `Pause`: why it stands still; none where it does not."""
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    progress_message_id: Mapped[int | None] = mapped_column(BigInteger)


class Variant(Table):
    """What a campaign sends. Two of them are compared on equal halves, drawn by lot."""

    __tablename__ = "variants"
    __table_args__ = (UniqueConstraint("campaign_id", "letter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    letter: Mapped[str]
    """`A`, or `B`."""
    content: Mapped[dict[str, Any]]
    """As `rules.content.dump` writes it."""


class Coupon(Table):
    """A code that is good once."""

    __tablename__ = "coupons"
    __table_args__ = (
        UniqueConstraint("campaign_id", "person_id"),
        Index("ix_coupons_person_id", "person_id"),
        Index("ix_coupons_warn_at", "warn_at", **where("warn_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    """What stands after `c_`."""
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    warn_at: Mapped[datetime | None]
    """When its owner is told that it will expire; none once that is planned."""
    redeemed_at: Mapped[datetime | None]
    redeemed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    """Who of the staff took it."""
