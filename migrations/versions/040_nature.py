"""What a representation is about, for the annual summary."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "040_nature"
down_revision = "046_pack_kinds"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("representation") as batch_op:
        batch_op.add_column(sa.Column("nature", sa.String(20), nullable=False, server_default=""))
    with op.batch_alter_table("representation") as batch_op:
        batch_op.alter_column("nature", server_default=None)
