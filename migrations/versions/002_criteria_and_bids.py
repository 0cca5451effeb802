"""Criteria, bids, their documents and their opening."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "002_criteria_and_bids"
down_revision = "001_foundation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "bid",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "draft_request",
                "requested",
                "selected",
                "not_selected",
                "in_dialogue",
                "eliminated",
                "invited",
                "submitted",
                "not_submitted",
                "opened",
                "compliant",
                "non_compliant",
                "scored",
                "moderated",
                "ranked",
                "preferred",
                "reserve",
                "unsuccessful",
                "confirmed",
                "contracted",
                "live",
                "withdrawn",
                "excluded",
                name="bid_stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("annual_turnover_amount", sa.BigInteger(), nullable=True),
        sa.Column("has_no_exclusion_ground", sa.Boolean(), nullable=False),
        sa.Column("experience", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("integration_form", sa.String(length=40), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "manifest", sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql"), nullable=True
        ),
        sa.Column("manifest_digest", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (manifest_digest IS NULL)", name=op.f("ck_bid_submitted_whole")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_bid_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_bid_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["user.id"], name=op.f("fk_bid_submitted_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bid")),
        sa.UniqueConstraint(
            "procurement_id", "organisation_id", name=op.f("uq_bid_procurement_id_organisation_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_bid_public_id")),
    )
    op.create_index(op.f("ix_bid_organisation_id"), "bid", ["organisation_id"], unique=False)
    op.create_table(
        "criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("weight_percent", sa.BigInteger(), nullable=False),
        sa.Column("scale_top", sa.Integer(), nullable=True),
        sa.Column("minimum", sa.BigInteger(), nullable=True),
        sa.Column("price_formula", sa.String(length=40), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("guidance", sa.Text(), nullable=False),
        sa.Column("word_limit", sa.Integer(), nullable=True),
        sa.Column("is_down_select", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'scored') = (scale_top IS NOT NULL)", name=op.f("ck_criterion_scored_has_scale")
        ),
        sa.CheckConstraint(
            "kind IN ('group', 'scored', 'price', 'pass_fail')", name=op.f("ck_criterion_kind_known")
        ),
        sa.CheckConstraint(
            "weight_percent >= 0 AND weight_percent <= 10000", name=op.f("ck_criterion_weight_range")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["criterion.id"], name=op.f("fk_criterion_parent_id_criterion")
        ),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_criterion_procurement_id_procurement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
        sa.UniqueConstraint("procurement_id", "code", name=op.f("uq_criterion_procurement_id_code")),
    )
    op.create_table(
        "opening_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_opening_act_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_opening_act_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_act")),
        sa.UniqueConstraint("procurement_id", "user_id", name=op.f("uq_opening_act_procurement_id_user_id")),
    )
    op.create_table(
        "scale_descriptor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("mark >= 0", name=op.f("ck_scale_descriptor_mark_not_negative")),
        sa.ForeignKeyConstraint(
            ["procurement_id"],
            ["procurement.id"],
            name=op.f("fk_scale_descriptor_procurement_id_procurement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scale_descriptor")),
        sa.UniqueConstraint("procurement_id", "mark", name=op.f("uq_scale_descriptor_procurement_id_mark")),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_answer_bid_id_bid")),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_answer_criterion_id_criterion")
        ),
        sa.ForeignKeyConstraint(["updated_by_id"], ["user.id"], name=op.f("fk_answer_updated_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("bid_id", "criterion_id", name=op.f("uq_answer_bid_id_criterion_id")),
    )
    op.create_table(
        "bid_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_bid_document_not_empty")),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_bid_document_bid_id_bid")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user.id"], name=op.f("fk_bid_document_uploaded_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bid_document")),
        sa.UniqueConstraint("public_id", name=op.f("uq_bid_document_public_id")),
    )
    op.create_index(op.f("ix_bid_document_bid_id"), "bid_document", ["bid_id"], unique=False)
    op.create_table(
        "bid_stage_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("trigger", sa.String(length=40), nullable=False),
        sa.Column(
            "from_stage",
            sa.Enum(
                "draft_request",
                "requested",
                "selected",
                "not_selected",
                "in_dialogue",
                "eliminated",
                "invited",
                "submitted",
                "not_submitted",
                "opened",
                "compliant",
                "non_compliant",
                "scored",
                "moderated",
                "ranked",
                "preferred",
                "reserve",
                "unsuccessful",
                "confirmed",
                "contracted",
                "live",
                "withdrawn",
                "excluded",
                name="from_bid_stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "to_stage",
            sa.Enum(
                "draft_request",
                "requested",
                "selected",
                "not_selected",
                "in_dialogue",
                "eliminated",
                "invited",
                "submitted",
                "not_submitted",
                "opened",
                "compliant",
                "non_compliant",
                "scored",
                "moderated",
                "ranked",
                "preferred",
                "reserve",
                "unsuccessful",
                "confirmed",
                "contracted",
                "live",
                "withdrawn",
                "excluded",
                name="to_bid_stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_bid_stage_change_actor_id_user")),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_bid_stage_change_bid_id_bid")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bid_stage_change")),
    )
    op.create_index(op.f("ix_bid_stage_change_bid_id"), "bid_stage_change", ["bid_id"], unique=False)
    op.create_table(
        "criterion_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_criterion_assignment_criterion_id_criterion")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_criterion_assignment_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion_assignment")),
        sa.UniqueConstraint(
            "criterion_id", "user_id", name=op.f("uq_criterion_assignment_criterion_id_user_id")
        ),
    )
    op.create_index(
        op.f("ix_criterion_assignment_user_id"), "criterion_assignment", ["user_id"], unique=False
    )
    op.create_table(
        "pass_fail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_pass_fail_bid_id_bid")),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_pass_fail_criterion_id_criterion")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_pass_fail_decided_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pass_fail")),
        sa.UniqueConstraint("bid_id", "criterion_id", name=op.f("uq_pass_fail_bid_id_criterion_id")),
    )
    op.create_table(
        "price",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_price_above_zero")),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_price_bid_id_bid")),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_price_criterion_id_criterion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price")),
        sa.UniqueConstraint("bid_id", "criterion_id", name=op.f("uq_price_bid_id_criterion_id")),
    )
    op.create_table(
        "subcontractor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("delivers", sa.String(length=300), nullable=False),
        sa.Column("payment_basis", sa.String(length=60), nullable=False),
        sa.Column("share_percent", sa.BigInteger(), nullable=False),
        sa.Column("has_no_exclusion_ground", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "share_percent >= 0 AND share_percent <= 10000", name=op.f("ck_subcontractor_share_range")
        ),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_subcontractor_bid_id_bid")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subcontractor")),
        sa.UniqueConstraint("bid_id", "name", name=op.f("uq_subcontractor_bid_id_name")),
    )
