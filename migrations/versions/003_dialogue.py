"""Dialogue sessions and down-selection."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "003_dialogue"
down_revision = "002_criteria_and_bids"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "dialogue_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column("attendance", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("authority_agreed_by_id", sa.Integer(), nullable=True),
        sa.Column("authority_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supplier_agreed_by_id", sa.Integer(), nullable=True),
        sa.Column("supplier_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(authority_agreed_at IS NULL) = (authority_agreed_by_id IS NULL)",
            name=op.f("ck_dialogue_session_authority_agreement_whole"),
        ),
        sa.CheckConstraint(
            "(supplier_agreed_at IS NULL) = (supplier_agreed_by_id IS NULL)",
            name=op.f("ck_dialogue_session_supplier_agreement_whole"),
        ),
        sa.CheckConstraint("round BETWEEN 1 AND 9", name=op.f("ck_dialogue_session_round_range")),
        sa.ForeignKeyConstraint(
            ["authority_agreed_by_id"],
            ["user.id"],
            name=op.f("fk_dialogue_session_authority_agreed_by_id_user"),
        ),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_dialogue_session_bid_id_bid")),
        sa.ForeignKeyConstraint(
            ["supplier_agreed_by_id"],
            ["user.id"],
            name=op.f("fk_dialogue_session_supplier_agreed_by_id_user"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue_session")),
        sa.UniqueConstraint("public_id", name=op.f("uq_dialogue_session_public_id")),
    )
    op.create_index(op.f("ix_dialogue_session_bid_id"), "dialogue_session", ["bid_id"], unique=False)
    op.create_table(
        "down_select_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("is_kept", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_down_select_decision_bid_id_bid")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_down_select_decision_decided_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_down_select_decision")),
        sa.UniqueConstraint("bid_id", name=op.f("uq_down_select_decision_bid_id")),
    )
    op.create_table(
        "down_select_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("scale_top", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("mark BETWEEN 0 AND scale_top", name=op.f("ck_down_select_mark_mark_on_scale")),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_down_select_mark_bid_id_bid")),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_down_select_mark_criterion_id_criterion")
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_down_select_mark_recorded_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_down_select_mark")),
        sa.UniqueConstraint("bid_id", "criterion_id", name=op.f("uq_down_select_mark_bid_id_criterion_id")),
    )
