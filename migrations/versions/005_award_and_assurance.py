"""Gates, the award, the contract and the documents issued."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "005_award_and_assurance"
down_revision = "004_evaluation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "gate_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("gate_code", sa.String(length=40), nullable=False),
        sa.Column("sitting", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.String(length=30), nullable=True),
        sa.Column("verdict_reason", sa.Text(), nullable=False),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("concluded_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "verdict IS NULL OR verdict IN ('proceed', 'proceed_with_conditions', 'do_not_proceed')",
            name=op.f("ck_gate_review_verdict_known"),
        ),
        sa.CheckConstraint("(verdict IS NULL) = (concluded_at IS NULL)", name=op.f("ck_gate_review_concluded_whole")),
        sa.ForeignKeyConstraint(["concluded_by_id"], ["user.id"], name=op.f("fk_gate_review_concluded_by_id_user")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_gate_review_procurement_id_procurement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_review")),
        sa.UniqueConstraint(
            "procurement_id",
            "gate_code",
            "sitting",
            name=op.f("uq_gate_review_procurement_id_gate_code_sitting"),
        ),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=250), nullable=False),
        sa.Column("content", sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql"), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_notice_procurement_id_procurement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("public_id", name=op.f("uq_notice_public_id")),
    )
    op.create_index(op.f("ix_notice_procurement_id"), "notice", ["procurement_id"], unique=False)
    op.create_index(op.f("ix_notice_published_at"), "notice", ["published_at"], unique=False)
    op.create_table(
        "pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=250), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("parts_done", sa.Integer(), nullable=False),
        sa.Column("parts_total", sa.Integer(), nullable=False),
        sa.Column("current_part", sa.String(length=120), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("snapshot_digest", sa.String(length=64), nullable=True),
        sa.CheckConstraint("(status = 'done') = (sha256 IS NOT NULL)", name=op.f("ck_pack_done_has_bytes")),
        sa.CheckConstraint("kind IN ('evaluation', 'letter', 'gate')", name=op.f("ck_pack_kind_known")),
        sa.CheckConstraint(
            "status IN ('queued', 'building', 'done', 'failed', 'cancelled')",
            name=op.f("ck_pack_status_known"),
        ),
        sa.CheckConstraint("parts_done BETWEEN 0 AND parts_total", name=op.f("ck_pack_progress_range")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_pack_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["requested_by_id"], ["user.id"], name=op.f("fk_pack_requested_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack")),
        sa.UniqueConstraint("public_id", name=op.f("uq_pack_public_id")),
    )
    op.create_index(op.f("ix_pack_procurement_id"), "pack", ["procurement_id"], unique=False)
    op.create_index(
        "uq_pack_in_hand",
        "pack",
        ["procurement_id", "kind", "subject"],
        unique=True,
        sqlite_where=sa.text("status IN ('queued', 'building')"),
        postgresql_where=sa.text("status IN ('queued', 'building')"),
    )
    op.create_table(
        "condition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("line_code", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("evidence_required", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("blocks", sa.String(length=20), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("met_by_id", sa.Integer(), nullable=True),
        sa.Column("met_evidence", sa.Text(), nullable=False),
        sa.CheckConstraint("blocks IN ('contract_signature', 'service_start')", name=op.f("ck_condition_blocks_known")),
        sa.CheckConstraint("met_at IS NULL OR met_evidence != ''", name=op.f("ck_condition_met_with_evidence")),
        sa.CheckConstraint("(met_at IS NULL) = (met_by_id IS NULL)", name=op.f("ck_condition_met_by_someone")),
        sa.ForeignKeyConstraint(["met_by_id"], ["user.id"], name=op.f("fk_condition_met_by_id_user")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_condition_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["gate_review.id"], name=op.f("fk_condition_review_id_gate_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition")),
        sa.UniqueConstraint("procurement_id", "reference", name=op.f("uq_condition_procurement_id_reference")),
    )
    op.create_table(
        "contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("extension_years", sa.Integer(), nullable=False),
        sa.Column("value_amount", sa.BigInteger(), nullable=False),
        sa.Column("outcome_share_percent", sa.Integer(), nullable=False),
        sa.Column("schedules", sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql"), nullable=False),
        sa.Column("drawn_up_by_id", sa.Integer(), nullable=False),
        sa.Column("drawn_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("outcome_share_percent BETWEEN 0 AND 100", name=op.f("ck_contract_share_range")),
        sa.CheckConstraint("value_amount > 0", name=op.f("ck_contract_value_above_zero")),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_contract_bid_id_bid")),
        sa.ForeignKeyConstraint(["drawn_up_by_id"], ["user.id"], name=op.f("fk_contract_drawn_up_by_id_user")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_contract_procurement_id_procurement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("procurement_id", name=op.f("uq_contract_procurement_id")),
    )
    op.create_table(
        "gate_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("what_good_looks_like", sa.Text(), nullable=False),
        sa.Column("evidence_asked", sa.Text(), nullable=False),
        sa.Column("red_trigger", sa.Text(), nullable=False),
        sa.Column("is_mandatory", sa.Boolean(), nullable=False),
        sa.Column("rating", sa.String(length=10), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence_seen", sa.Text(), nullable=False),
        sa.Column("rated_by_id", sa.Integer(), nullable=True),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "rating IS NULL OR (reason != '' AND rated_by_id IS NOT NULL)",
            name=op.f("ck_gate_line_rated_with_reason"),
        ),
        sa.CheckConstraint(
            "rating IS NULL OR rating IN ('red', 'amber', 'green')", name=op.f("ck_gate_line_rating_known")
        ),
        sa.ForeignKeyConstraint(["rated_by_id"], ["user.id"], name=op.f("fk_gate_line_rated_by_id_user")),
        sa.ForeignKeyConstraint(["review_id"], ["gate_review.id"], name=op.f("fk_gate_line_review_id_gate_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_line")),
        sa.UniqueConstraint("review_id", "code", name=op.f("uq_gate_line_review_id_code")),
    )
    op.create_table(
        "gate_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["gate_review.id"], name=op.f("fk_gate_signature_review_id_gate_review")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_gate_signature_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_signature")),
        sa.UniqueConstraint("review_id", "user_id", name=op.f("uq_gate_signature_review_id_user_id")),
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("content", sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql"), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('outcome', 'abandonment')", name=op.f("ck_letter_kind_known")),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_letter_bid_id_bid")),
        sa.ForeignKeyConstraint(["prepared_by_id"], ["user.id"], name=op.f("fk_letter_prepared_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("bid_id", "kind", name=op.f("uq_letter_bid_id_kind")),
    )
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("preferred_bid_id", sa.Integer(), nullable=False),
        sa.Column("reserve_bid_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(decision = '') = (decided_by_id IS NULL)", name=op.f("ck_recommendation_decided_by_someone")
        ),
        sa.CheckConstraint("decision IN ('', 'approved', 'refused')", name=op.f("ck_recommendation_decision_known")),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id != author_id",
            name=op.f("ck_recommendation_not_by_its_author"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_recommendation_author_id_user")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_recommendation_decided_by_id_user")),
        sa.ForeignKeyConstraint(["preferred_bid_id"], ["bid.id"], name=op.f("fk_recommendation_preferred_bid_id_bid")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_recommendation_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["reserve_bid_id"], ["bid.id"], name=op.f("fk_recommendation_reserve_bid_id_bid")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
    )
    op.create_index(
        "uq_recommendation_standing",
        "recommendation",
        ["procurement_id"],
        unique=True,
        sqlite_where=sa.text("decision != 'refused'"),
        postgresql_where=sa.text("decision != 'refused'"),
    )
    op.create_table(
        "representation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(decision = '') = (decided_at IS NULL)", name=op.f("ck_representation_decided_whole")),
        sa.CheckConstraint(
            "decision IN ('', 'proceed', 'return', 'abandon')", name=op.f("ck_representation_decision_known")
        ),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_representation_bid_id_bid")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_representation_decided_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_representation_public_id")),
    )
    op.create_index(op.f("ix_representation_bid_id"), "representation", ["bid_id"], unique=False)
    op.create_table(
        "contract_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=20), nullable=False),
        sa.Column("signatory", sa.String(length=200), nullable=False),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("party IN ('authority', 'lead_provider')", name=op.f("ck_contract_signature_party_known")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_contract_signature_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_contract_signature_recorded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_signature")),
        sa.UniqueConstraint("contract_id", "party", name=op.f("uq_contract_signature_contract_id_party")),
    )
