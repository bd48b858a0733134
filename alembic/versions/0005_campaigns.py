"""Campaigns: audiences, two messages compared, coupons, and rows that wait for their campaign."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audiences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["people.id"], name=op.f("fk_audiences_made_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audiences")),
        sa.UniqueConstraint("folded", name=op.f("uq_audiences_folded")),
    )
    with op.batch_alter_table("audiences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audiences_made_by_id"), ["made_by_id"], unique=False)

    op.create_table(
        "coupons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("warn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("redeemed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("redeemed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_coupons_campaign_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_coupons_person_id")),
        sa.ForeignKeyConstraint(
            ["redeemed_by_id"], ["people.id"], name=op.f("fk_coupons_redeemed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupons")),
        sa.UniqueConstraint(
            "campaign_id", "person_id", name=op.f("uq_coupons_campaign_id_person_id")
        ),
        sa.UniqueConstraint("code", name=op.f("uq_coupons_code")),
    )
    with op.batch_alter_table("coupons", schema=None) as batch_op:
        batch_op.create_index("ix_coupons_person_id", ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_coupons_redeemed_by_id"), ["redeemed_by_id"], unique=False
        )
        batch_op.create_index(
            "ix_coupons_warn_at",
            ["warn_at"],
            unique=False,
            sqlite_where=sa.text("warn_at IS NOT NULL"),
            postgresql_where=sa.text("warn_at IS NOT NULL"),
        )

    op.create_table(
        "variants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_variants_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variants")),
        sa.UniqueConstraint("campaign_id", "letter", name=op.f("uq_variants_campaign_id_letter")),
    )
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.add_column(sa.Column("conditions", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("button", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("url", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column("counts_taps", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("coupon", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("coupon_days", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("start_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("local_hour", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("first_batch", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("pause", sa.String(), nullable=True))
    _keep_contents()
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.alter_column("conditions", server_default=None)
        batch_op.alter_column("counts_taps", server_default=None)
        batch_op.drop_column("message_id")
        batch_op.drop_column("refused_album")
        batch_op.drop_column("chat_id")

    with op.batch_alter_table("nudges", schema=None) as batch_op:
        batch_op.add_column(sa.Column("variant_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("coupon_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("tapped_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_index(
            batch_op.f("ix_nudges_campaign_id"), sqlite_where=sa.text("campaign_id IS NOT NULL")
        )
        batch_op.create_index(
            "ix_nudges_campaign_id",
            ["campaign_id", "state", "variant_id", "reason", "kind"],
            unique=False,
            sqlite_where=sa.text("kind = 'offer'"),
            postgresql_where=sa.text("kind = 'offer'"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_nudges_variant_id"), "variants", ["variant_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_nudges_coupon_id"), "coupons", ["coupon_id"], ["id"]
        )
    op.execute(
        "UPDATE nudges SET variant_id ="
        " (SELECT id FROM variants WHERE variants.campaign_id = nudges.campaign_id)"
        " WHERE kind = 'offer'"
    )


def _keep_contents() -> None:
    """What is under way goes on. A draft has to be made anew: the wizard asks more than before."""
    op.execute("UPDATE campaigns SET state = 'cancelled' WHERE state = 'draft'")
    campaigns = op.get_bind().execute(
        sa.text("SELECT id, chat_id, message_id FROM campaigns WHERE message_id IS NOT NULL")
    )
    variants = sa.table(
        "variants",
        sa.column("campaign_id", sa.Integer),
        sa.column("letter", sa.String),
        sa.column("content", sa.JSON),
    )
    op.bulk_insert(
        variants,
        [
            {
                "campaign_id": campaign_id,
                "letter": "A",
                "content": {"chat_id": chat_id, "message_ids": [message_id], "parts": []},
            }
            for campaign_id, chat_id, message_id in campaigns
        ],
    )


def downgrade() -> None:
    op.execute(
        "UPDATE nudges SET state = 'skipped', reason = 'not_needed'"
        " WHERE state = 'held' OR (kind = 'coupon' AND state = 'planned')"
    )
    op.execute("UPDATE campaigns SET state = 'cancelled' WHERE state IN ('draft', 'paused')")
    op.execute("UPDATE campaigns SET state = 'done' WHERE state = 'stopped'")
    with op.batch_alter_table("nudges", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_nudges_coupon_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_nudges_variant_id"), type_="foreignkey")
        batch_op.drop_index(
            "ix_nudges_campaign_id",
            sqlite_where=sa.text("kind = 'offer'"),
            postgresql_where=sa.text("kind = 'offer'"),
        )
        batch_op.create_index(
            batch_op.f("ix_nudges_campaign_id"),
            ["campaign_id", "state"],
            unique=False,
            sqlite_where=sa.text("campaign_id IS NOT NULL"),
        )
        batch_op.drop_column("tapped_at")
        batch_op.drop_column("coupon_id")
        batch_op.drop_column("variant_id")

    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.add_column(sa.Column("chat_id", sa.BIGINT(), nullable=True))
        batch_op.add_column(sa.Column("refused_album", sa.VARCHAR(), nullable=True))
        batch_op.add_column(sa.Column("message_id", sa.BIGINT(), nullable=True))
    _give_contents_back()
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.drop_column("pause")
        batch_op.drop_column("judged_at")
        batch_op.drop_column("first_batch")
        batch_op.drop_column("local_hour")
        batch_op.drop_column("start_at")
        batch_op.drop_column("coupon_days")
        batch_op.drop_column("coupon")
        batch_op.drop_column("counts_taps")
        batch_op.drop_column("url")
        batch_op.drop_column("button")
        batch_op.drop_column("conditions")

    op.drop_table("variants")
    with op.batch_alter_table("coupons", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_coupons_warn_at",
            sqlite_where=sa.text("warn_at IS NOT NULL"),
            postgresql_where=sa.text("warn_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_coupons_redeemed_by_id"))
        batch_op.drop_index("ix_coupons_person_id")

    op.drop_table("coupons")
    with op.batch_alter_table("audiences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audiences_made_by_id"))

    op.drop_table("audiences")


def _give_contents_back() -> None:
    """To who is sent the first of two messages; an album loses all but its first picture."""
    bind = op.get_bind()
    for campaign_id, content in bind.execute(
        sa.text("SELECT campaign_id, content FROM variants WHERE letter = 'A'")
    ).all():
        kept = json.loads(content) if isinstance(content, str) else content
        bind.execute(
            sa.text("UPDATE campaigns SET chat_id = :chat, message_id = :message WHERE id = :id"),
            {
                "chat": kept.get("chat_id"),
                "message": next(iter(kept.get("message_ids", [])), None),
                "id": campaign_id,
            },
        )
