"""What is done in the background has rows: when each chore was done, and which work has failed for good."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "065_background_work"
down_revision = "060_worker_beats"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "chore_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("every_seconds", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("well_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(length=120), nullable=False),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(failures = 0) = (fault = '')", name=op.f("ck_chore_run_fault_if_failing")),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_chore_run_counted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chore_run")),
        sa.UniqueConstraint("name", "slot", name=op.f("uq_chore_run_name_slot")),
    )
    op.create_table(
        "dead_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("work", sa.String(length=160), nullable=False),
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("buried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("(outcome = '') = (settled_at IS NULL)", name=op.f("ck_dead_letter_settled_has_outcome")),
        sa.CheckConstraint(
            "(outcome IN ('', 'mended')) = (settled_by_id IS NULL)", name=op.f("ck_dead_letter_settled_by_somebody")
        ),
        sa.CheckConstraint("outcome != 'set_aside' OR note != ''", name=op.f("ck_dead_letter_set_aside_has_reason")),
        sa.CheckConstraint(
            "outcome IN ('', 'tried_again', 'set_aside', 'mended')", name=op.f("ck_dead_letter_outcome_known")
        ),
        sa.CheckConstraint("tries > 0", name=op.f("ck_dead_letter_tried")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_dead_letter_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["settled_by_id"], ["user.id"], name=op.f("fk_dead_letter_settled_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dead_letter")),
        sa.UniqueConstraint("public_id", name=op.f("uq_dead_letter_public_id")),
    )
    with op.batch_alter_table("dead_letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dead_letter_procurement_id"), ["procurement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dead_letter_settled_at"), ["settled_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_dead_letter_work"), ["work"], unique=False)
        batch_op.create_index(
            "uq_dead_letter_open",
            ["work"],
            unique=True,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )
