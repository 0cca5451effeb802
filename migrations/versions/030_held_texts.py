"""Answers and addenda that wait for a second person because they share words with somebody's idea."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "030_held_texts"
down_revision = "028_offer"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "held_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("clarification_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(length=10), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("findings", sa.LargeBinary(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decision_reason", sa.LargeBinary(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(act = 'addendum') = (clarification_id IS NULL)", name=op.f("ck_held_text_about_a_question")
        ),
        sa.CheckConstraint("(decision = '') = (decided_at IS NULL)", name=op.f("ck_held_text_decided_at_some_time")),
        sa.CheckConstraint("(decision = '') = (decided_by_id IS NULL)", name=op.f("ck_held_text_decided_by_someone")),
        sa.CheckConstraint("act IN ('publish', 'private', 'addendum')", name=op.f("ck_held_text_act_known")),
        sa.CheckConstraint(
            "decision = 'replaced' OR decided_by_id IS NULL OR decided_by_id != written_by_id",
            name=op.f("ck_held_text_released_by_another"),
        ),
        sa.CheckConstraint(
            "decision IN ('', 'released', 'kept', 'replaced')", name=op.f("ck_held_text_decision_known")
        ),
        sa.ForeignKeyConstraint(
            ["clarification_id"], ["clarification.id"], name=op.f("fk_held_text_clarification_id_clarification")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_held_text_decided_by_id_user")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_held_text_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["user.id"], name=op.f("fk_held_text_written_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_text")),
        sa.UniqueConstraint("public_id", name=op.f("uq_held_text_public_id")),
    )
    with op.batch_alter_table("held_text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_held_text_procurement_id"), ["procurement_id"], unique=False)
        batch_op.create_index(
            "uq_held_text_addendum",
            ["procurement_id"],
            unique=True,
            sqlite_where=sa.text("decision = '' AND act = 'addendum'"),
            postgresql_where=sa.text("decision = '' AND act = 'addendum'"),
        )
        batch_op.create_index(
            "uq_held_text_question",
            ["clarification_id"],
            unique=True,
            sqlite_where=sa.text("decision = ''"),
            postgresql_where=sa.text("decision = ''"),
        )
