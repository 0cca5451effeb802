"""Templates of gates, evidence asked for, computed findings, and what bids do to the providers of today."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "043_assurance"
down_revision = "044_contract_running"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    _templates()
    _evidence()
    _impact()
    _affordability()
    _reviews()


def _reviews() -> None:
    """Give sittings their track and template, signatures what was computed, and conditions a third thing to block."""
    with op.batch_alter_table("gate_review") as batch:
        batch.add_column(sa.Column("opened_reason", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("template_number", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("quorum", sa.Integer(), nullable=False, server_default="2"))
        batch.add_column(sa.Column("track", sa.String(length=10), nullable=False, server_default="full"))
        batch.add_column(sa.Column("track_reason", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("gate_review") as batch:
        for column in ("opened_reason", "template_number", "quorum", "track", "track_reason"):
            batch.alter_column(column, server_default=None)
        batch.create_check_constraint("track_with_reason", "track = 'full' OR (track = 'fast' AND track_reason != '')")
    with op.batch_alter_table("gate_signature") as batch:
        batch.add_column(sa.Column("findings_digest", sa.String(length=64), nullable=False, server_default=""))
    with op.batch_alter_table("gate_signature") as batch:
        batch.alter_column("findings_digest", server_default=None)
    with op.batch_alter_table("condition") as batch:
        batch.drop_constraint(batch.f("ck_condition_blocks_known"), type_="check")
        batch.create_check_constraint(
            "blocks_known", "blocks IN ('contract_signature', 'service_start', 'performance')"
        )


def _templates() -> None:
    op.create_table(
        "gate_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("gate_code", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("lines", sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f("ck_gate_template_with_reason")),
        sa.CheckConstraint("number > 0", name=op.f("ck_gate_template_number_from_one")),
        sa.CheckConstraint("quorum BETWEEN 2 AND 9", name=op.f("ck_gate_template_quorum_range")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_gate_template_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["saved_by_id"], ["user.id"], name=op.f("fk_gate_template_saved_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_template")),
        sa.UniqueConstraint(
            "organisation_id", "gate_code", "number", name=op.f("uq_gate_template_organisation_id_gate_code_number")
        ),
    )
    op.create_table(
        "gate_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("line_code", sa.String(length=40), nullable=False),
        sa.Column("rating", sa.String(length=10), nullable=True),
        sa.Column("message", sa.LargeBinary(), nullable=False),
        sa.Column("mend", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "rating IS NULL OR rating IN ('red', 'amber', 'green')", name=op.f("ck_gate_finding_rating_known")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["gate_review.id"], name=op.f("fk_gate_finding_review_id_gate_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_finding")),
        sa.UniqueConstraint("review_id", "position", name=op.f("uq_gate_finding_review_id_position")),
    )


def _evidence() -> None:
    op.create_table(
        "evidence_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("line_code", sa.String(length=40), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("bid_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled", sa.String(length=10), nullable=False),
        sa.Column("settled_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "settled != 'accepted' OR answered_at IS NOT NULL", name=op.f("ck_evidence_request_accepted_when_answered")
        ),
        sa.CheckConstraint("settled IN ('', 'accepted', 'withdrawn')", name=op.f("ck_evidence_request_settled_known")),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_evidence_request_answered_whole")
        ),
        sa.CheckConstraint("(person_id IS NULL) = (bid_id IS NOT NULL)", name=op.f("ck_evidence_request_asked_of_one")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["user.id"], name=op.f("fk_evidence_request_answered_by_id_user")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_evidence_request_asked_by_id_user")),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_evidence_request_bid_id_bid")),
        sa.ForeignKeyConstraint(["person_id"], ["user.id"], name=op.f("fk_evidence_request_person_id_user")),
        sa.ForeignKeyConstraint(
            ["review_id"], ["gate_review.id"], name=op.f("fk_evidence_request_review_id_gate_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_evidence_request_public_id")),
    )
    with op.batch_alter_table("evidence_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_request_bid_id"), ["bid_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_request_review_id"), ["review_id"], unique=False)
    op.create_table(
        "evidence_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("storage_key", sa.String(length=64), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("file_key", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_evidence_file_not_empty")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["evidence_request.id"], name=op.f("fk_evidence_file_request_id_evidence_request")
        ),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["user.id"], name=op.f("fk_evidence_file_uploaded_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_evidence_file_public_id")),
    )
    with op.batch_alter_table("evidence_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_file_request_id"), ["request_id"], unique=False)


def _impact() -> None:
    op.create_table(
        "incumbent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("income_amount", sa.BigInteger(), nullable=False),
        sa.Column("result_amount", sa.BigInteger(), nullable=False),
        sa.Column("dependents", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("income_amount > 0", name=op.f("ck_incumbent_has_income")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_incumbent_procurement_id_procurement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incumbent")),
        sa.UniqueConstraint("procurement_id", "code", name=op.f("uq_incumbent_procurement_id_code")),
        sa.UniqueConstraint("procurement_id", "name", name=op.f("uq_incumbent_procurement_id_name")),
    )
    op.create_table(
        "impact_scope",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stated_by_id", sa.Integer(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f("ck_impact_scope_with_reason")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_impact_scope_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["stated_by_id"], ["user.id"], name=op.f("fk_impact_scope_stated_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_scope")),
        sa.UniqueConstraint("procurement_id", name=op.f("uq_impact_scope_procurement_id")),
    )
    op.create_table(
        "impact_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("flows", sa.LargeBinary(), nullable=False),
        sa.Column("years", sa.LargeBinary(), nullable=True),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stated_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(stated_at IS NULL) = (stated_by_id IS NULL)", name=op.f("ck_impact_statement_stated_whole")
        ),
        sa.CheckConstraint("round BETWEEN 0 AND 9", name=op.f("ck_impact_statement_round_range")),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_impact_statement_bid_id_bid")),
        sa.ForeignKeyConstraint(["stated_by_id"], ["user.id"], name=op.f("fk_impact_statement_stated_by_id_user")),
        sa.ForeignKeyConstraint(["updated_by_id"], ["user.id"], name=op.f("fk_impact_statement_updated_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_statement")),
        sa.UniqueConstraint("bid_id", "round", name=op.f("uq_impact_statement_bid_id_round")),
    )


def _affordability() -> None:
    op.create_table(
        "affordability_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("over_amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f("ck_affordability_decision_with_reason")),
        sa.CheckConstraint("over_amount > 0", name=op.f("ck_affordability_decision_above_envelope")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_affordability_decision_decided_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_affordability_decision_procurement_id_procurement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affordability_decision")),
    )
    with op.batch_alter_table("affordability_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_affordability_decision_procurement_id"), ["procurement_id"], unique=False)
