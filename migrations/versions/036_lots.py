"""Lots: procurements bought together under a limit on how many one bidder is awarded."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "036_lots"
down_revision = "033_claims"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "lot_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("most_lots", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("most_lots BETWEEN 1 AND 50", name=op.f("ck_lot_group_most_lots_range")),
        sa.CheckConstraint("rule IN ('in_order', 'best_sum')", name=op.f("ck_lot_group_rule_known")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_lot_group_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_lot_group_created_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot_group")),
        sa.UniqueConstraint("public_id", name=op.f("uq_lot_group_public_id")),
    )
    op.create_index(op.f("ix_lot_group_organisation_id"), "lot_group", ["organisation_id"])
    op.create_table(
        "lot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 50", name=op.f("ck_lot_number_range")),
        sa.ForeignKeyConstraint(["group_id"], ["lot_group.id"], name=op.f("fk_lot_group_id_lot_group")),
        sa.ForeignKeyConstraint(["procurement_id"], ["procurement.id"], name=op.f("fk_lot_procurement_id_procurement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("procurement_id", name=op.f("uq_lot_procurement_id")),
        sa.UniqueConstraint("group_id", "number", name=op.f("uq_lot_group_id_number")),
    )
