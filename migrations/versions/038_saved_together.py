"""Which version of a price and of a partner's terms stands, who saved it and when: nobody overwrites a colleague."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "038_saved_together"
down_revision = "042_payment"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    for table in ("price", "subcontractor"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True))
            batch.add_column(sa.Column("updated_by_id", sa.Integer(), nullable=True))
            batch.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
            batch.create_foreign_key(batch.f(f"fk_{table}_updated_by_id_user"), "user", ["updated_by_id"], ["id"])
        with op.batch_alter_table(table) as batch:
            batch.alter_column("version", server_default=None)
