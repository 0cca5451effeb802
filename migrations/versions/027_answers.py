"""Answers of a bid: said to be ready, what was asked when they were saved, and their earlier drafts, closed alike."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "027_answers"
down_revision = "029_hardening"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("answer") as batch:
        batch.add_column(sa.Column("is_ready", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("asked", sa.String(length=32), nullable=False, server_default=""))
    with op.batch_alter_table("answer") as batch:
        batch.alter_column("is_ready", server_default=None)
        batch.alter_column("asked", server_default=None)
    op.create_table(
        "answer_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("came_of", sa.String(length=10), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("came_of IN ('saved', 'clash', 'changed')", name=op.f("ck_answer_draft_came_of_known")),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_answer_draft_bid_id_bid")),
        sa.ForeignKeyConstraint(["written_by_id"], ["user.id"], name=op.f("fk_answer_draft_written_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_draft")),
        sa.UniqueConstraint("bid_id", "code", "number", name=op.f("uq_answer_draft_bid_id_code_number")),
    )
