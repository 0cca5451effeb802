"""Parts of a tender that its bidder gave again from its own file, until all of them are there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "037_supplied_parts"
down_revision = "037_notice_approvals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "supplied_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sealed_item_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("storage_key", sa.String(64), nullable=True),
        sa.Column("file_key", sa.LargeBinary(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(content IS NULL) = (storage_key IS NOT NULL)", name=op.f("ck_supplied_part_lies_somewhere")
        ),
        sa.CheckConstraint("(file_key IS NULL) = (storage_key IS NULL)", name=op.f("ck_supplied_part_file_with_key")),
        sa.ForeignKeyConstraint(
            ["sealed_item_id"], ["sealed_item.id"], name=op.f("fk_supplied_part_sealed_item_id_sealed_item")
        ),
        sa.ForeignKeyConstraint(["given_by_id"], ["user.id"], name=op.f("fk_supplied_part_given_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplied_part")),
        sa.UniqueConstraint("sealed_item_id", name=op.f("uq_supplied_part_sealed_item_id")),
    )
