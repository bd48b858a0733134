"""What the bot says of its own accord."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.states import NudgeState
from models.tables.table import Table, where

TOLD_TO_WAIT = "state = 'planned' AND reason IN ('retry_after', 'chat_busy')"


class Nudge(Table):
    """A message the bot sends of its own accord (a nudge), or that somebody waits for (a notice).

    `planned → claimed → sending → sent`; a crash between the last two leaves `sending`, which
    becomes `unknown` when the lease ends: a nudge is then left alone, a notice goes again. `held`
    is what waits for its campaign: a pause, or the first batch.
    """

    __tablename__ = "nudges"
    __table_args__ = (
        Index("ix_nudges_due", "priority", "due_at", **where("state = 'planned'")),
        Index("ix_nudges_in_flight", "person_id", **where("state IN ('claimed', 'sending')")),
        Index("ix_nudges_sent", "person_id", "sent_at"),
        Index(
            "ix_nudges_campaign_id",
            *("campaign_id", "state", "variant_id", "reason", "kind"),  # kind: else no covering one
            **where("kind = 'offer'"),
        ),
        Index("ix_nudges_case_id", "case_id", **where("case_id IS NOT NULL")),
        Index("ix_nudges_line_id", "line_id", **where("line_id IS NOT NULL")),
        Index("ix_nudges_survey_id", "survey_id", **where("survey_id IS NOT NULL")),
        Index(
            "ix_nudges_kept",
            *("reason", "line_id"),
            **where("reason = 'blocked' AND line_id IS NOT NULL"),
        ),
        Index(
            "ix_nudges_ended_at",
            *("ended_at", "kind", "state", "reason"),
            **where("ended_at IS NOT NULL"),
        ),
        Index("ix_nudges_told_to_wait", "due_at", **where(TOLD_TO_WAIT)),
        Index("ix_nudges_said", "person_id", "message_id", **where("case_id IS NOT NULL")),
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
    first_due_at: Mapped[datetime | None]
    """When it was due before the arbiter put it off; none where it never did."""
    put_off: Mapped[str | None]
    """Why the arbiter put it off the last time, whatever became of it then."""
    ended_at: Mapped[datetime | None]
    """When it was sent, skipped, given up, or lost sight of; none while it is still to come."""
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    survey_id: Mapped[int | None] = mapped_column(ForeignKey("surveys.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    line_id: Mapped[int | None] = mapped_column(ForeignKey("lines.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variants.id"))
    coupon_id: Mapped[int | None] = mapped_column(ForeignKey("coupons.id"))
    tapped_at: Mapped[datetime | None]
    """When the button under an offer was first tapped."""
    about: Mapped[dict[str, Any] | None]
    """What else the message needs: the day of a report, the words of a reason."""
