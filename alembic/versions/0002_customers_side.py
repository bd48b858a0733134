"""Touchpoints, chips, birthdays, staff by invitation, acts, wizards, erasures."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_erasures")),
    )
    op.create_table(
        "touchpoints",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touchpoints")),
        sa.UniqueConstraint("code", name=op.f("uq_touchpoints_code")),
    )
    op.create_table(
        "wizards",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_wizards")),
    )
    with op.batch_alter_table("wizards", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wizards_telegram_id"), ["telegram_id"], unique=False)

    op.create_table(
        "acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_acts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acts")),
    )
    with op.batch_alter_table("acts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_acts_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_acts_person_id"), ["person_id"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_by_id", sa.Integer(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["people.id"], name=op.f("fk_invitations_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["used_by_id"], ["people.id"], name=op.f("fk_invitations_used_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("code", name=op.f("uq_invitations_code")),
    )
    op.create_table(
        "chips",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_chips_response_id")
        ),
        sa.PrimaryKeyConstraint("response_id", "name", name=op.f("pk_chips")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("granted_role", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("birth_month", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("birth_day", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("touchpoint_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_people_touchpoint_id"), "touchpoints", ["touchpoint_id"], ["id"]
        )

    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.add_column(sa.Column("thanked_at", sa.DateTime(timezone=True), nullable=True))
    # whoever gave a reason was thanked for it
    op.execute(
        "UPDATE responses SET thanked_at = answered_at "
        "WHERE id IN (SELECT response_id FROM reasons)"
    )

    with op.batch_alter_table("surveys", schema=None) as batch_op:
        batch_op.add_column(sa.Column("touchpoint_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_surveys_touchpoint_id"), ["touchpoint_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_surveys_touchpoint_id"), "touchpoints", ["touchpoint_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("surveys", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_surveys_touchpoint_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_surveys_touchpoint_id"))
        batch_op.drop_column("touchpoint_id")

    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.drop_column("thanked_at")

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_people_touchpoint_id"), type_="foreignkey")
        batch_op.drop_column("touchpoint_id")
        batch_op.drop_column("birth_day")
        batch_op.drop_column("birth_month")
        batch_op.drop_column("granted_role")

    op.drop_table("chips")
    op.drop_table("invitations")
    with op.batch_alter_table("acts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_acts_person_id"))
        batch_op.drop_index(batch_op.f("ix_acts_at"))

    op.drop_table("acts")
    with op.batch_alter_table("wizards", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wizards_telegram_id"))

    op.drop_table("wizards")
    op.drop_table("touchpoints")
    op.drop_table("erasures")
