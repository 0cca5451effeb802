"""Claims in court between the outcome and the contract."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "033_claims"
down_revision = "030_timetable"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("claimant", sa.String(length=200), nullable=False),
        sa.Column("court_reference", sa.String(length=60), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("suspends", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("provision", sa.String(length=100), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.String(length=10), nullable=False),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ended IN ('', 'lifted', 'withdrawn', 'dismissed', 'settled', 'upheld')", name=op.f("ck_claim_end_known")
        ),
        sa.CheckConstraint("(ended = '') = (ended_at IS NULL)", name=op.f("ck_claim_ended_whole")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_claim_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_claim_recorded_by_id_user")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["user.id"], name=op.f("fk_claim_ended_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("public_id", name=op.f("uq_claim_public_id")),
    )
    op.create_index(op.f("ix_claim_procurement_id"), "claim", ["procurement_id"])
