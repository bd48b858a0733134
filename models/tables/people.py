"""Whoever has spoken to the bot, and what they have agreed to."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.rules.holdout import new_bucket
from models.tables.states import Role
from models.tables.table import Table, where


class Person(Table):
    """Whoever has spoken to the bot: a customer, or one of the staff."""

    __tablename__ = "people"
    __table_args__ = (
        Index("ix_people_survey_at", "survey_at", **where("survey_at IS NOT NULL")),
        Index("ix_people_referral_at", "referral_at", **where("referral_at IS NOT NULL")),
        Index("ix_people_greeting_at", "greeting_at", **where("greeting_at IS NOT NULL")),
        Index("ix_people_invitation_at", "invitation_at", **where("invitation_at IS NOT NULL")),
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
    greeting_at: Mapped[datetime | None]
    """When the next birthday greeting is due; none while one is planned."""
    invitation_at: Mapped[datetime | None]
    """The same of the invitation that goes ahead of it."""
    bucket: Mapped[int] = mapped_column(default=new_bucket)
    """0-99, by chance, for life: who is held out, and goes without, is told by it."""
    demo: Mapped[bool] = mapped_column(default=False)


class Consent(Table):
    """Each yes and each no, as it was given. `people` holds what is in force."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str]
    """`data`, `offers` or `publish`."""
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
