"""A case's conversation and clock, proven referrals, words to publish."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("sender_id", sa.Integer(), nullable=False),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=True),
        sa.Column("file_id", sa.String(), nullable=True),
        sa.Column("album", sa.String(), nullable=True),
        sa.Column("reply_to_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_lines_case_id")),
        sa.ForeignKeyConstraint(["reply_to_id"], ["lines.id"], name=op.f("fk_lines_reply_to_id")),
        sa.ForeignKeyConstraint(["sender_id"], ["people.id"], name=op.f("fk_lines_sender_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lines")),
        sa.UniqueConstraint("sender_id", "message_id", name=op.f("uq_lines_sender_id_message_id")),
    )
    with op.batch_alter_table("lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lines_case_id"), ["case_id"], unique=False)

    op.create_table(
        "ticks",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("wish", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_ticks_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_ticks_case_id")),
        sa.PrimaryKeyConstraint("case_id", "wish", name=op.f("pk_ticks")),
    )
    with op.batch_alter_table("ticks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticks_by_id"), ["by_id"], unique=False)

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("called_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("taken_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("red_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("closed_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("closing", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("close_reason", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("check_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("recovered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("reask_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_cases_answered_at",
            ["answered_at"],
            unique=False,
            sqlite_where=sa.text("answered_at IS NOT NULL"),
            postgresql_where=sa.text("answered_at IS NOT NULL"),
        )
        batch_op.create_index("ix_cases_opened_at", ["opened_at"], unique=False)
        batch_op.create_index(
            "ix_cases_check_at",
            ["check_at"],
            unique=False,
            sqlite_where=sa.text("check_at IS NOT NULL"),
            postgresql_where=sa.text("check_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_cases_closed_at",
            ["closed_at"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NOT NULL"),
            postgresql_where=sa.text("closed_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_cases_reask_at",
            ["reask_at"],
            unique=False,
            sqlite_where=sa.text("reask_at IS NOT NULL"),
            postgresql_where=sa.text("reask_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_cases_red_at",
            ["red_at"],
            unique=False,
            sqlite_where=sa.text("red_at IS NOT NULL"),
            postgresql_where=sa.text("red_at IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_cases_response_id"), ["response_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_cases_closed_by_id"), "people", ["closed_by_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_cases_taken_by_id"), "people", ["taken_by_id"], ["id"]
        )

    _fill_cases()
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.alter_column("since", nullable=False)

    with op.batch_alter_table("nudges", schema=None) as batch_op:
        batch_op.add_column(sa.Column("line_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            "ix_nudges_kept",
            ["person_id"],
            unique=False,
            sqlite_where=sa.text("reason = 'blocked' AND line_id IS NOT NULL"),
            postgresql_where=sa.text("reason = 'blocked' AND line_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_nudges_line_id",
            ["line_id"],
            unique=False,
            sqlite_where=sa.text("line_id IS NOT NULL"),
            postgresql_where=sa.text("line_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_nudges_said",
            ["person_id", "message_id"],
            unique=False,
            sqlite_where=sa.text("case_id IS NOT NULL"),
            postgresql_where=sa.text("case_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_nudges_survey_id",
            ["survey_id"],
            unique=False,
            sqlite_where=sa.text("survey_id IS NOT NULL"),
            postgresql_where=sa.text("survey_id IS NOT NULL"),
        )
        batch_op.create_foreign_key(batch_op.f("fk_nudges_line_id"), "lines", ["line_id"], ["id"])

    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("flagged_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("proof", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("proven_by_id", sa.Integer(), nullable=True))
        batch_op.drop_index(batch_op.f("ix_referrals_inviter_id"))
        batch_op.create_index("ix_referrals_inviter_id", ["inviter_id", "joined_at"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_referrals_proven_by_id"), "people", ["proven_by_id"], ["id"]
        )

    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("publish_asked_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("publish", sa.String(), nullable=True))
        batch_op.create_index(
            "ix_responses_publish",
            ["answered_at"],
            unique=False,
            sqlite_where=sa.text("publish IN ('named', 'nameless')"),
            postgresql_where=sa.text("publish IN ('named', 'nameless')"),
        )

    with op.batch_alter_table("reasons", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("publishable", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("reasons", schema=None) as batch_op:
        batch_op.alter_column("publishable", server_default=None)


def _fill_cases() -> None:
    """Who waits already is on the clock as well; until now only a raised score closed a case."""
    when = sa.DateTime(timezone=True)
    cases = sa.table(
        "cases",
        sa.column("id", sa.Integer),
        sa.column("state", sa.String),
        sa.column("opened_at", when),
        sa.column("since", when),
        sa.column("red_at", when),
        sa.column("closing", sa.String),
    )
    bind, is_closed = op.get_bind(), cases.c.state == "closed"
    bind.execute(cases.update().values(since=cases.c.opened_at))
    bind.execute(cases.update().where(is_closed).values(closing="raised"))
    waiting = bind.execute(sa.select(cases.c.id, cases.c.opened_at).where(~is_closed)).all()
    for case_id, opened_at in waiting:
        red_at = opened_at + timedelta(hours=24)
        bind.execute(cases.update().where(cases.c.id == case_id).values(red_at=red_at))


def downgrade() -> None:
    with op.batch_alter_table("reasons", schema=None) as batch_op:
        batch_op.drop_column("publishable")

    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_responses_publish",
            sqlite_where=sa.text("publish IN ('named', 'nameless')"),
            postgresql_where=sa.text("publish IN ('named', 'nameless')"),
        )
        batch_op.drop_column("publish")
        batch_op.drop_column("publish_asked_at")

    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_referrals_proven_by_id"), type_="foreignkey")
        batch_op.drop_index("ix_referrals_inviter_id")
        batch_op.create_index(batch_op.f("ix_referrals_inviter_id"), ["inviter_id"], unique=False)
        batch_op.drop_column("proven_by_id")
        batch_op.drop_column("proof")
        batch_op.drop_column("proven_at")
        batch_op.drop_column("flagged_at")

    with op.batch_alter_table("nudges", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_nudges_line_id"), type_="foreignkey")
        batch_op.drop_index(
            "ix_nudges_survey_id",
            sqlite_where=sa.text("survey_id IS NOT NULL"),
            postgresql_where=sa.text("survey_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_nudges_said",
            sqlite_where=sa.text("case_id IS NOT NULL"),
            postgresql_where=sa.text("case_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_nudges_kept",
            sqlite_where=sa.text("reason = 'blocked' AND line_id IS NOT NULL"),
            postgresql_where=sa.text("reason = 'blocked' AND line_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_nudges_line_id",
            sqlite_where=sa.text("line_id IS NOT NULL"),
            postgresql_where=sa.text("line_id IS NOT NULL"),
        )
        batch_op.drop_column("line_id")

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_cases_taken_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_cases_closed_by_id"), type_="foreignkey")
        batch_op.drop_index("ix_cases_opened_at")
        batch_op.drop_index(batch_op.f("ix_cases_response_id"))
        batch_op.drop_index(
            "ix_cases_red_at",
            sqlite_where=sa.text("red_at IS NOT NULL"),
            postgresql_where=sa.text("red_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_cases_reask_at",
            sqlite_where=sa.text("reask_at IS NOT NULL"),
            postgresql_where=sa.text("reask_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_cases_closed_at",
            sqlite_where=sa.text("closed_at IS NOT NULL"),
            postgresql_where=sa.text("closed_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_cases_check_at",
            sqlite_where=sa.text("check_at IS NOT NULL"),
            postgresql_where=sa.text("check_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_cases_answered_at",
            sqlite_where=sa.text("answered_at IS NOT NULL"),
            postgresql_where=sa.text("answered_at IS NOT NULL"),
        )
        batch_op.drop_column("reask_at")
        batch_op.drop_column("recovered_at")
        batch_op.drop_column("check_at")
        batch_op.drop_column("close_reason")
        batch_op.drop_column("closing")
        batch_op.drop_column("closed_by_id")
        batch_op.drop_column("red_at")
        batch_op.drop_column("answered_at")
        batch_op.drop_column("taken_at")
        batch_op.drop_column("taken_by_id")
        batch_op.drop_column("since")
        batch_op.drop_column("called_at")

    with op.batch_alter_table("ticks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticks_by_id"))

    op.drop_table("ticks")
    with op.batch_alter_table("lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lines_case_id"))

    op.drop_table("lines")
