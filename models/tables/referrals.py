"""Word of mouth."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.table import Table


class Referral(Table):
    """A friend who came by a customer's link."""

    __tablename__ = "referrals"
    __table_args__ = (Index("ix_referrals_inviter_id", "inviter_id", "joined_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    inviter_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    friend_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    joined_at: Mapped[datetime]
    flagged_at: Mapped[datetime | None]
    """One of too many at once: only the staff can prove it."""
    proven_at: Mapped[datetime | None]
    proof: Mapped[str | None]
    proven_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Who of the staff has seen the friend."""
