"""Marks, consensus and results."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "004_evaluation"
down_revision = "003_dialogue"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "evaluation_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("evaluation", sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql"), nullable=False),
        sa.Column("result", sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["user.id"], name=op.f("fk_evaluation_result_confirmed_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["procurement_id"],
            ["procurement.id"],
            name=op.f("fk_evaluation_result_procurement_id_procurement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_result")),
        sa.UniqueConstraint("procurement_id", name=op.f("uq_evaluation_result_procurement_id")),
    )
    op.create_table(
        "conflict_declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("has_conflict", sa.Boolean(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(decision = '') = (decided_at IS NULL)",
            name=op.f("ck_conflict_declaration_decided_at_some_time"),
        ),
        sa.CheckConstraint(
            "(decision = '') = (decided_by_id IS NULL)",
            name=op.f("ck_conflict_declaration_decided_by_someone"),
        ),
        sa.CheckConstraint("NOT has_conflict OR detail != ''", name=op.f("ck_conflict_declaration_conflict_described")),
        sa.CheckConstraint(
            "decision IN ('', 'cleared', 'recused')", name=op.f("ck_conflict_declaration_decision_known")
        ),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_conflict_declaration_bid_id_bid")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_conflict_declaration_decided_by_id_user")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_conflict_declaration_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_declaration")),
        sa.UniqueConstraint("bid_id", "user_id", name=op.f("uq_conflict_declaration_bid_id_user_id")),
    )
    op.create_index(op.f("ix_conflict_declaration_user_id"), "conflict_declaration", ["user_id"], unique=False)
    op.create_table(
        "consensus",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("scale_top", sa.Integer(), nullable=False),
        sa.Column("discussion", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("dissent", sa.Text(), nullable=False),
        sa.Column("moderator_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reason != ''", name=op.f("ck_consensus_reasoned")),
        sa.CheckConstraint("mark BETWEEN 0 AND scale_top", name=op.f("ck_consensus_mark_on_scale")),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_consensus_bid_id_bid")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_consensus_criterion_id_criterion")),
        sa.ForeignKeyConstraint(["moderator_id"], ["user.id"], name=op.f("fk_consensus_moderator_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus")),
    )
    op.create_index(op.f("ix_consensus_bid_id"), "consensus", ["bid_id"], unique=False)
    op.create_index(
        "uq_consensus_current",
        "consensus",
        ["bid_id", "criterion_id"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("evaluator_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=True),
        sa.Column("scale_top", sa.Integer(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("evidence", sa.String(length=300), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "locked_at IS NULL OR (mark IS NOT NULL AND rationale != '')",
            name=op.f("ck_mark_locked_complete"),
        ),
        sa.CheckConstraint("mark IS NULL OR mark BETWEEN 0 AND scale_top", name=op.f("ck_mark_mark_on_scale")),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_mark_bid_id_bid")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_mark_criterion_id_criterion")),
        sa.ForeignKeyConstraint(["evaluator_id"], ["user.id"], name=op.f("fk_mark_evaluator_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
        sa.UniqueConstraint(
            "bid_id", "criterion_id", "evaluator_id", name=op.f("uq_mark_bid_id_criterion_id_evaluator_id")
        ),
    )
    op.create_index(op.f("ix_mark_bid_id"), "mark", ["bid_id"], unique=False)
    op.create_index(op.f("ix_mark_evaluator_id"), "mark", ["evaluator_id"], unique=False)
    op.create_table(
        "consensus_approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consensus_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consensus_id"], ["consensus.id"], name=op.f("fk_consensus_approval_consensus_id_consensus")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_consensus_approval_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus_approval")),
        sa.UniqueConstraint("consensus_id", "user_id", name=op.f("uq_consensus_approval_consensus_id_user_id")),
    )
    op.create_table(
        "mark_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=True),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("evidence", sa.String(length=300), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["mark_id"], ["mark.id"], name=op.f("fk_mark_revision_mark_id_mark")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark_revision")),
        sa.UniqueConstraint("mark_id", "number", name=op.f("uq_mark_revision_mark_id_number")),
    )
