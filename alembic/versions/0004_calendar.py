"""Birthdays, the share held out, and what became of each message and when."""

from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEPT = "reason = 'blocked' AND line_id IS NOT NULL"
WAVES = "source IN ('first', 'repeat')"
TOLD_TO_WAIT = "state = 'planned' AND reason IN ('retry_after', 'chat_busy')"
TROUBLED = "state IN ('failed', 'unknown')"
AHEAD = timedelta(days=14)
"""Of a birthday: when the invitation is due."""


def _where(condition: str) -> dict[str, sa.TextClause]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    with op.batch_alter_table("nudges", schema=None) as batch_op:
        batch_op.add_column(sa.Column("first_due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("put_off", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_index("ix_nudges_kept", **_where(KEPT))
        batch_op.create_index("ix_nudges_kept", ["reason", "line_id"], **_where(KEPT))
        batch_op.create_index(
            "ix_nudges_ended_at",
            ["ended_at", "kind", "state", "reason"],
            unique=False,
            **_where("ended_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_nudges_told_to_wait",
            ["due_at"],
            unique=False,
            **_where(TOLD_TO_WAIT),
        )
        batch_op.drop_index("ix_nudges_troubled", **_where(TROUBLED))
    op.execute(
        "UPDATE nudges SET ended_at = coalesce(sent_at, due_at)"
        " WHERE state IN ('sent', 'skipped', 'failed', 'unknown')"
    )

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("greeting_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("invitation_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("bucket", sa.Integer(), nullable=True))
    op.execute(f"UPDATE people SET bucket = {_by_chance()}")
    _set_birthdays()
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.alter_column("bucket", existing_type=sa.Integer(), nullable=False)
        batch_op.create_index(
            "ix_people_greeting_at",
            ["greeting_at"],
            unique=False,
            **_where("greeting_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_people_invitation_at",
            ["invitation_at"],
            unique=False,
            **_where("invitation_at IS NOT NULL"),
        )

    with op.batch_alter_table("surveys", schema=None) as batch_op:
        batch_op.create_index(
            "ix_surveys_due_at",
            ["due_at"],
            unique=False,
            **_where(WAVES),
        )


def _by_chance() -> str:
    """0 to 99, each as likely."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    return "abs(random() % 100)" if is_sqlite else "floor(random() * 100)"


def _set_birthdays() -> None:
    """For those that are known already: about noon in Russia, once; then the bot reckons."""
    people = sa.table(
        "people",
        sa.column("role", sa.String),
        sa.column("consented_at", sa.DateTime(timezone=True)),
        sa.column("birth_month", sa.Integer),
        sa.column("birth_day", sa.Integer),
        sa.column("greeting_at", sa.DateTime(timezone=True)),
        sa.column("invitation_at", sa.DateTime(timezone=True)),
    )
    theirs = sa.and_(people.c.role == "customer", people.c.consented_at.is_not(None))
    day = people.c.birth_month, people.c.birth_day
    days = sa.select(*day).where(theirs, *(part.is_not(None) for part in day)).distinct()
    for month, number in op.get_bind().execute(days).all():
        at = _next(month, number)
        ahead = at - AHEAD if at - AHEAD > datetime.now(UTC) else None
        op.execute(
            people.update()
            .where(theirs, people.c.birth_month == month, people.c.birth_day == number)
            .values(greeting_at=at, invitation_at=ahead)
        )


def _next(month: int, day: int) -> datetime:
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    days = (_birthday(year, month, day) for year in (tomorrow.year, tomorrow.year + 1))
    return datetime.combine(min(day for day in days if day >= tomorrow), time(8), UTC)


def _birthday(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, 28) if month == 2 else day)


def downgrade() -> None:
    with op.batch_alter_table("surveys", schema=None) as batch_op:
        batch_op.drop_index("ix_surveys_due_at", **_where(WAVES))

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_people_invitation_at",
            **_where("invitation_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_people_greeting_at",
            **_where("greeting_at IS NOT NULL"),
        )
        batch_op.drop_column("bucket")
        batch_op.drop_column("invitation_at")
        batch_op.drop_column("greeting_at")

    with op.batch_alter_table("nudges", schema=None) as batch_op:
        batch_op.create_index(
            "ix_nudges_troubled",
            ["sent_at"],
            unique=False,
            **_where(TROUBLED),
        )
        batch_op.drop_index("ix_nudges_told_to_wait", **_where(TOLD_TO_WAIT))
        batch_op.drop_index("ix_nudges_ended_at", **_where("ended_at IS NOT NULL"))
        batch_op.drop_index("ix_nudges_kept", **_where(KEPT))
        batch_op.create_index("ix_nudges_kept", ["person_id"], **_where(KEPT))
        batch_op.drop_column("ended_at")
        batch_op.drop_column("put_off")
        batch_op.drop_column("first_due_at")
