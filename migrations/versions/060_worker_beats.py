"""Each background worker says that it is alive, so that the site can say when none is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "060_worker_beats"
down_revision = "059_carried_messages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "worker_beat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_beat")),
        sa.UniqueConstraint("slot", name=op.f("uq_worker_beat_slot")),
    )
