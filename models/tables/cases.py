"""The unhappy: a case, and the conversation in it."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.states import CaseState
from models.tables.table import Table, where


class Case(Table):
    """The conversation with a detractor, or with whoever called a human, until it is closed."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("uq_cases_open", "customer_id", unique=True, **where("state <> 'closed'")),
        Index("ix_cases_opened_at", "opened_at"),
        Index("ix_cases_red_at", "red_at", **where("red_at IS NOT NULL")),
        Index("ix_cases_check_at", "check_at", **where("check_at IS NOT NULL")),
        Index("ix_cases_reask_at", "reask_at", **where("reask_at IS NOT NULL")),
        Index("ix_cases_answered_at", "answered_at", **where("answered_at IS NOT NULL")),
        Index("ix_cases_closed_at", "closed_at", **where("closed_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("responses.id"), index=True)
    state: Mapped[str] = mapped_column(default=CaseState.NEW)
    opened_at: Mapped[datetime]
    called_at: Mapped[datetime | None]
    """When the customer asked for a human; none where only the score opened the case."""
    since: Mapped[datetime] = mapped_column(
        default=lambda context: context.get_current_parameters()["opened_at"]
    )
    """Since when the customer waits for us: it was opened, or reopened."""
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    taken_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    """The first word of an owner after `since`."""
    red_at: Mapped[datetime | None]
    """When owners are next told that nobody has answered."""
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    closing: Mapped[str | None]
    close_reason: Mapped[str | None]
    check_at: Mapped[datetime | None]
    """When the customer is asked whether it is solved; none once they were."""
    recovered_at: Mapped[datetime | None]
    """When they said that it is."""
    reask_at: Mapped[datetime | None]
    """When the question comes again; none once it is planned."""


class Tick(Table):
    """A wish that was met, and by whom."""

    __tablename__ = "ticks"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    wish: Mapped[str] = mapped_column(primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime]


class Line(Table):
    """One message of the conversation in a case, whoever said it."""

    __tablename__ = "lines"
    __table_args__ = (UniqueConstraint("sender_id", "message_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    sender_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    by_staff: Mapped[bool]
    message_id: Mapped[int] = mapped_column(BigInteger)
    """In the chat between its sender and the bot."""
    kind: Mapped[str]
    html: Mapped[str | None]
    """The words or the caption, with their formatting."""
    file_id: Mapped[str | None]
    album: Mapped[str | None]
    """Telegram's `media_group_id`: lines that have it in common arrive together."""
    reply_to_id: Mapped[int | None] = mapped_column(ForeignKey("lines.id"))
    at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
