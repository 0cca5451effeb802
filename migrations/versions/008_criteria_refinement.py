"""Refinement of published criteria: whether the call allows it, its draft, and who was told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "008_criteria_refinement"
down_revision = "007_evaluation_in_depth"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "criteria_refinement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("base_digest", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_ids", JSON, nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_version_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (closed_at IS NULL)", name=op.f("ck_criteria_refinement_closed_at_some_time")
        ),
        sa.CheckConstraint(
            "(state = 'draft') = (closed_by_id IS NULL)", name=op.f("ck_criteria_refinement_closed_by_someone")
        ),
        sa.CheckConstraint(
            "(state = 'published') = (published_version_id IS NOT NULL)",
            name=op.f("ck_criteria_refinement_published_as_a_version"),
        ),
        sa.CheckConstraint(
            "state != 'published' OR closed_by_id != prepared_by_id",
            name=op.f("ck_criteria_refinement_not_by_its_author"),
        ),
        sa.CheckConstraint(
            "state != 'published' OR reason != ''", name=op.f("ck_criteria_refinement_published_with_reason")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'discarded')", name=op.f("ck_criteria_refinement_state_known")
        ),
        sa.ForeignKeyConstraint(["closed_by_id"], ["user.id"], name=op.f("fk_criteria_refinement_closed_by_id_user")),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["user.id"], name=op.f("fk_criteria_refinement_prepared_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_criteria_refinement_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(
            ["published_version_id"],
            ["criteria_version.id"],
            name=op.f("fk_criteria_refinement_published_version_id_criteria_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria_refinement")),
    )
    with op.batch_alter_table("criteria_refinement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_criteria_refinement_procurement_id"), ["procurement_id"], unique=False)
        batch_op.create_index(
            "uq_criteria_refinement_open",
            ["procurement_id"],
            unique=True,
            sqlite_where=sa.text("state = 'draft'"),
            postgresql_where=sa.text("state = 'draft'"),
        )

    op.create_table(
        "criteria_version_told",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_criteria_version_told_bid_id_bid")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["criteria_version.id"], name=op.f("fk_criteria_version_told_version_id_criteria_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria_version_told")),
        sa.UniqueConstraint("version_id", "bid_id", name=op.f("uq_criteria_version_told_version_id_bid_id")),
    )
    with op.batch_alter_table("criteria_version_told", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_criteria_version_told_bid_id"), ["bid_id"], unique=False)

    with op.batch_alter_table("procurement", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("criteria_may_be_refined", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("procurement", schema=None) as batch_op:
        batch_op.alter_column("criteria_may_be_refined", server_default=None)  # what was published before allows none
