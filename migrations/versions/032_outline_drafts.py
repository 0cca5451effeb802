"""Outline solutions are saved as they are typed: every save is counted, and what a person keeps is told apart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "032_outline_drafts"
down_revision = "031_audit_index"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change; every version there is was saved by the button."""
    with op.batch_alter_table("outline_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("revision", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("is_kept", sa.Boolean(), nullable=True))
    op.execute(sa.text("UPDATE outline_version SET revision = number, is_kept = true"))
    with op.batch_alter_table("outline_version", schema=None) as batch_op:
        batch_op.alter_column("revision", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("is_kept", existing_type=sa.Boolean(), nullable=False)
