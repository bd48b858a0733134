"""The question and its answers."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.tables.people import Person
from models.tables.table import Table, where


class Touchpoint(Table):
    """A place, an employee or a moment that a link or a QR code stands for. Never deleted."""

    __tablename__ = "touchpoints"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    """What stands after `t_` in its link."""
    name: Mapped[str]
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class Survey(Table):
    """One asking of the question to one customer."""

    __tablename__ = "surveys"
    __table_args__ = (
        Index(
            "uq_surveys_open",
            "customer_id",
            unique=True,
            **where("state IN ('planned', 'asked', 'reminded')"),
        ),
        Index("ix_surveys_remind_at", "remind_at", **where("state = 'asked'")),
        Index("ix_surveys_expires_at", "expires_at", **where("state IN ('asked', 'reminded')")),
        Index("ix_surveys_asked_at", "asked_at"),
        Index("ix_surveys_due_at", "due_at", **where("source IN ('first', 'repeat')")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[str]
    source: Mapped[str]
    """`first`, `rate`, `touchpoint`, `repeat` or `reask`: what made us ask."""
    touchpoint_id: Mapped[int | None] = mapped_column(ForeignKey("touchpoints.id"), index=True)
    wording: Mapped[int]
    due_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    """The question in the customer's chat; none until it was shown."""

    touchpoint: Mapped[Touchpoint | None] = relationship(lazy="raise")


class Response(Table):
    """An answer: the score of one survey and, in `reasons`, the why."""

    __tablename__ = "responses"
    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND 10", name="score"),
        Index("ix_responses_answered_at", "answered_at", "customer_id", "score"),
        Index("ix_responses_customer_id", "customer_id", "answered_at"),
        Index("ix_responses_publish", "answered_at", **where("publish IN ('named', 'nameless')")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("surveys.id"), unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    score: Mapped[int]
    answered_at: Mapped[datetime]
    why_closes_at: Mapped[datetime]
    """Until then what the customer says is the reason."""
    why_message_id: Mapped[int | None] = mapped_column(BigInteger)
    thanked_at: Mapped[datetime | None]
    """Thanks come once an answer; none until they were said."""
    publish_asked_at: Mapped[datetime | None]
    publish: Mapped[str | None]
    """What the customer said to showing these words to others: a `Publish`; none until then."""

    survey: Mapped[Survey] = relationship(lazy="raise")
    customer: Mapped[Person] = relationship(lazy="raise")
    reasons: Mapped[list["Reason"]] = relationship(lazy="raise", order_by="Reason.id")
    chips: Mapped[list["Chip"]] = relationship(lazy="raise", order_by="Chip.name")

    @property
    def comment(self) -> str:
        """The reason in words: what was written, in the order it was written."""
        return "\n".join(reason.text for reason in self.reasons if reason.text)


class Reason(Table):
    """One message of the why: its words, or a picture, voice or video kept by its file id."""

    __tablename__ = "reasons"
    __table_args__ = (UniqueConstraint("response_id", "message_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"))
    message_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str]
    text: Mapped[str | None]
    file_id: Mapped[str | None]
    at: Mapped[datetime]
    publishable: Mapped[bool] = mapped_column(default=False)
    """The customer's yes covers these words: they were said before it, and not changed since."""


class Chip(Table):
    """A subject of the why that the customer tapped: «мастер», «цена»."""

    __tablename__ = "chips"

    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
