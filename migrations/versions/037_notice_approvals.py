"""Approvals of the text of notices before they are published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "037_notice_approvals"
down_revision = "035_records"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "notice_approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["approved_by_id"], ["user.id"], name=op.f("fk_notice_approval_approved_by_id_user")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_notice_approval_procurement_id_procurement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_approval")),
    )
    op.create_index(op.f("ix_notice_approval_procurement_id"), "notice_approval", ["procurement_id"])
