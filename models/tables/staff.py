"""The staff: how they came, and what they did."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.table import Table


class Invitation(Table):
    """A link that makes one person one of the staff, once."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    """What stands after `s_` in the link."""
    role: Mapped[str]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    used_at: Mapped[datetime | None]


class Act(Table):
    """What one of the staff did, and when."""

    __tablename__ = "acts"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str]
    """`broadcast`, `touchpoint_made`, `staff_removed` …"""
    about: Mapped[dict[str, Any] | None]
    at: Mapped[datetime] = mapped_column(index=True)
