"""Providers may be invited to a published call from a list, each once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "067_call_invitations"
down_revision = "062_power_proposals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "call_invitation",
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["invited_by_id"], ["user.id"], name=op.f("fk_call_invitation_invited_by_id_user")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_call_invitation_procurement_id_procurement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_invitation")),
        sa.UniqueConstraint("procurement_id", "email", name=op.f("uq_call_invitation_procurement_id_email")),
        sa.UniqueConstraint("public_id", name=op.f("uq_call_invitation_public_id")),
    )
