"""What the bot knows. A table is a noun of the product; due times are columns."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    MetaData,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from models.database import Moment


class Role(StrEnum):
    CUSTOMER = "customer"
    ADMIN = "admin"
    OWNER = "owner"


STAFF = (Role.ADMIN, Role.OWNER)


class SurveyState(StrEnum):
    PLANNED = "planned"
    ASKED = "asked"
    REMINDED = "reminded"
    ANSWERED = "answered"
    EXPIRED = "expired"
    SKIPPED = "skipped"


class CaseState(StrEnum):
    NEW = "new"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"


class NudgeState(StrEnum):
    PLANNED = "planned"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNKNOWN = "unknown"


class CampaignState(StrEnum):
    DRAFT = "draft"
    CONFIRMED = "confirmed"
    DONE = "done"
    CANCELLED = "cancelled"


def where(condition: str) -> dict[str, Any]:
    """A partial index: only rows that meet the condition cost anything."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class Table(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON}  # noqa: RUF012


class Person(Table):
    """Whoever has spoken to the bot: a customer, or one of the staff."""

    __tablename__ = "people"
    __table_args__ = (
        Index("ix_people_survey_at", "survey_at", **where("survey_at IS NOT NULL")),
        Index("ix_people_referral_at", "referral_at", **where("referral_at IS NOT NULL")),
        Index("ix_people_role_offers_at", "role", "offers_at"),
        Index("ix_people_started_at", "started_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    role: Mapped[str] = mapped_column(default=Role.CUSTOMER)
    granted_role: Mapped[str | None]
    """What an owner's invitation made of this person; the settings go before it."""
    name: Mapped[str]
    username: Mapped[str | None]
    language: Mapped[str]
    zone: Mapped[str | None]
    """IANA name; none means the business's."""
    birth_month: Mapped[int | None]
    birth_day: Mapped[int | None]
    code: Mapped[str] = mapped_column(unique=True)
    """What stands after `r_` in the personal link."""
    touchpoint_id: Mapped[int | None] = mapped_column(ForeignKey("touchpoints.id"))
    """The touchpoint this person came by, until they were asked about it."""
    met_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    """The first `/start` ever; a friend is bound to the inviter then or never."""
    consented_at: Mapped[datetime | None]
    offers_at: Mapped[datetime | None]
    """Since when offers are welcome; none means they are not."""
    offers_asked_at: Mapped[datetime | None]
    """When we asked whether they are: once is enough."""
    stopped_at: Mapped[datetime | None]
    blocked_at: Mapped[datetime | None]
    survey_at: Mapped[datetime | None]
    """When the next survey is due; none while one is open."""
    referral_at: Mapped[datetime | None]
    """When the referral prompt is due."""
    referral_shown_at: Mapped[datetime | None]
    referral_tapped_at: Mapped[datetime | None]
    shared_at: Mapped[datetime | None]
    """When somebody else first opened the personal link."""
    demo: Mapped[bool] = mapped_column(default=False)


class Consent(Table):
    """Each yes and each no, as it was given. `people` holds what is in force."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str]
    """`data` or `offers`."""
    given: Mapped[bool]
    at: Mapped[datetime]
    text_version: Mapped[int]
    source: Mapped[str]


class Mute(Table):
    """A topic that a customer has switched off."""

    __tablename__ = "mutes"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


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
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[str]
    source: Mapped[str]
    """`first`, `rate`, `touchpoint` or `repeat`: what made us ask."""
    touchpoint_id: Mapped[int | None] = mapped_column(ForeignKey("touchpoints.id"), index=True)
    wording: Mapped[int]
    due_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    """The question in the customer's chat; none until it was shown."""


class Response(Table):
    """An answer: the score of one survey and, in `reasons`, the why."""

    __tablename__ = "responses"
    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND 10", name="score"),
        Index("ix_responses_answered_at", "answered_at", "customer_id", "score"),
        Index("ix_responses_customer_id", "customer_id", "answered_at"),
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


class Chip(Table):
    """A subject of the why that the customer tapped: «мастер», «цена»."""

    __tablename__ = "chips"

    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)


class Touchpoint(Table):
    """A place, an employee or a moment that a link or a QR code stands for. Never deleted."""

    __tablename__ = "touchpoints"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    """What stands after `t_` in its link."""
    name: Mapped[str]
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class Referral(Table):
    """A friend who came by a customer's link."""

    __tablename__ = "referrals"

    id: Mapped[int] = mapped_column(primary_key=True)
    inviter_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    friend_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    joined_at: Mapped[datetime]


class Case(Table):
    """The conversation with a detractor until it is closed."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("uq_cases_open", "customer_id", unique=True, **where("state <> 'closed'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("responses.id"))
    state: Mapped[str] = mapped_column(default=CaseState.NEW)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Campaign(Table):
    """An offer that an admin broadcasts."""

    __tablename__ = "campaigns"
    __table_args__ = (
        Index("uq_campaigns_draft", "admin_id", unique=True, **where("state = 'draft'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    admin_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[str] = mapped_column(index=True)
    chat_id: Mapped[int | None] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    """What is copied to customers: the preview, which is the bot's own message, so that nobody
    changes it after it was seen. None until the admin has sent the content."""
    refused_album: Mapped[str | None]
    """The album that was refused last: each of its pictures comes as a message of its own."""
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    progress_message_id: Mapped[int | None] = mapped_column(BigInteger)


class Nudge(Table):
    """A message the bot sends of its own accord (a nudge), or that somebody waits for (a notice).

    `planned → claimed → sending → sent`; a crash between the last two leaves `sending`, which
    becomes `unknown` when the lease ends: a nudge is then left alone, a notice goes again.
    """

    __tablename__ = "nudges"
    __table_args__ = (
        Index("ix_nudges_due", "priority", "due_at", **where("state = 'planned'")),
        Index("ix_nudges_in_flight", "person_id", **where("state IN ('claimed', 'sending')")),
        Index("ix_nudges_sent", "person_id", "sent_at"),
        Index("ix_nudges_troubled", "sent_at", **where("state IN ('failed', 'unknown')")),
        Index("ix_nudges_campaign_id", "campaign_id", "state", **where("campaign_id IS NOT NULL")),
        Index("ix_nudges_case_id", "case_id", **where("case_id IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    """What this message is, so that planning it twice plans it once: `reminder:17`."""
    kind: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    priority: Mapped[int]
    due_at: Mapped[datetime]
    good_until: Mapped[datetime | None]
    """After that a nudge is not worth sending; none for a notice."""
    state: Mapped[str] = mapped_column(default=NudgeState.PLANNED)
    reason: Mapped[str | None]
    """Why it was put off, skipped or failed: the arbiter's word, or Telegram's."""
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    survey_id: Mapped[int | None] = mapped_column(ForeignKey("surveys.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    about: Mapped[dict[str, Any] | None]
    """What else the message needs: the day of a report, the words of a reason."""


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


class Wizard(Table):
    """Where somebody stands in a conversation of several steps: aiogram's FSM, kept."""

    __tablename__ = "wizards"

    key: Mapped[str] = mapped_column(primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, index=True)
    state: Mapped[str | None]
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Erasure(Table):
    """All that stays of an erased person: a keyed hash, so that they don't return as new."""

    __tablename__ = "erasures"

    hash: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
