"""Evaluation in depth: versions of criteria, sub-criteria, invitations, reminders, price opening, low bids."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "007_evaluation_in_depth"
down_revision = "006_audit_append_only"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql")
DEFAULTS: dict[str, Any] = {
    "price_parameters": "{}",
    "envelope": "tender",
    "evaluation_method": '{"name": "weighted-sum"}',
    "price_opens_after_quality": sa.false(),
    "low_price_percent": "10",
}


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "criteria_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", JSON, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("retest", JSON, nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_criteria_version_numbered")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_criteria_version_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user.id"], name=op.f("fk_criteria_version_published_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria_version")),
        sa.UniqueConstraint("procurement_id", "number", name=op.f("uq_criteria_version_procurement_id_number")),
    )
    op.create_table(
        "panel_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("answer_reason", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answer = '') = (answered_at IS NULL)", name=op.f("ck_panel_invitation_answered_at_some_time")
        ),
        sa.CheckConstraint(
            "answer != 'declined' OR answer_reason != ''", name=op.f("ck_panel_invitation_declined_with_reason")
        ),
        sa.CheckConstraint("answer IN ('', 'accepted', 'declined')", name=op.f("ck_panel_invitation_answer_known")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["user.id"], name=op.f("fk_panel_invitation_invited_by_id_user")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_panel_invitation_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_panel_invitation_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_invitation")),
        sa.UniqueConstraint("procurement_id", "user_id", name=op.f("uq_panel_invitation_procurement_id_user_id")),
    )
    with op.batch_alter_table("panel_invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_invitation_user_id"), ["user_id"], unique=False)

    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("outstanding", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("outstanding > 0", name=op.f("ck_reminder_something_outstanding")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_reminder_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user.id"], name=op.f("fk_reminder_sent_by_id_user")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_reminder_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_procurement_id"), ["procurement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reminder_user_id"), ["user_id"], unique=False)

    op.create_table(
        "wind_tunnel_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("criteria_digest", sa.String(length=64), nullable=False),
        sa.Column("setting", JSON, nullable=False),
        sa.Column("findings", JSON, nullable=False),
        sa.Column("run_by_id", sa.Integer(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_wind_tunnel_run_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["run_by_id"], ["user.id"], name=op.f("fk_wind_tunnel_run_run_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wind_tunnel_run")),
    )
    with op.batch_alter_table("wind_tunnel_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wind_tunnel_run_procurement_id"), ["procurement_id"], unique=False)

    op.create_table(
        "abnormal_bid_query",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=10), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(answer = '') = (answered_at IS NULL)", name=op.f("ck_abnormal_bid_query_answered_at_some_time")
        ),
        sa.CheckConstraint(
            "(answer = '') = (answered_by_id IS NULL)", name=op.f("ck_abnormal_bid_query_answered_by_someone")
        ),
        sa.CheckConstraint(
            "(decision = '') = (decided_at IS NULL)", name=op.f("ck_abnormal_bid_query_decided_at_some_time")
        ),
        sa.CheckConstraint(
            "(decision = '') = (decided_by_id IS NULL)", name=op.f("ck_abnormal_bid_query_decided_by_someone")
        ),
        sa.CheckConstraint("about IN ('price', 'promise')", name=op.f("ck_abnormal_bid_query_about_known")),
        sa.CheckConstraint(
            "decision = '' OR decision_reason != ''", name=op.f("ck_abnormal_bid_query_decided_with_reason")
        ),
        sa.CheckConstraint(
            "decision IN ('', 'accepted', 'rejected')", name=op.f("ck_abnormal_bid_query_decision_known")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user.id"], name=op.f("fk_abnormal_bid_query_answered_by_id_user")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_abnormal_bid_query_asked_by_id_user")),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_abnormal_bid_query_bid_id_bid")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_abnormal_bid_query_decided_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_abnormal_bid_query")),
    )
    with op.batch_alter_table("abnormal_bid_query", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_abnormal_bid_query_bid_id"), ["bid_id"], unique=False)

    op.create_table(
        "sub_criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_sub_criterion_criterion_id_criterion")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sub_criterion")),
        sa.UniqueConstraint("criterion_id", "position", name=op.f("uq_sub_criterion_criterion_id_position")),
    )
    op.create_table(
        "consensus_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consensus_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("discussed", sa.Text(), nullable=False),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.CheckConstraint("discussed != ''", name=op.f("ck_consensus_point_discussed")),
        sa.ForeignKeyConstraint(
            ["consensus_id"], ["consensus.id"], name=op.f("fk_consensus_point_consensus_id_consensus")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus_point")),
        sa.UniqueConstraint("consensus_id", "position", name=op.f("uq_consensus_point_consensus_id_position")),
    )
    op.create_table(
        "finding_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("said", sa.String(length=300), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f("ck_finding_answer_reasoned")),
        sa.ForeignKeyConstraint(["mark_id"], ["mark.id"], name=op.f("fk_finding_answer_mark_id_mark")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_answer")),
        sa.UniqueConstraint("mark_id", "code", "said", name=op.f("uq_finding_answer_mark_id_code_said")),
    )
    _add("consensus", superseded_reason=sa.Text())
    _add("consensus_approval", dissent=sa.Text())
    _add("criterion", price_parameters=JSON, normalise=sa.String(length=10), evaluator_guidance=sa.Text())
    _add("mark", private_note=sa.Text())
    _add("mark_revision", private_note=sa.Text())
    _add("opening_act", envelope=sa.String(length=10))
    _add(
        "procurement",
        evaluation_method=JSON,
        price_opens_after_quality=sa.Boolean(),
        low_price_percent=sa.Integer(),
    )
    with op.batch_alter_table("criterion", schema=None) as batch_op:
        batch_op.create_check_constraint("normalise_known", "normalise IN ('', 'highest', 'min-max')")
    with op.batch_alter_table("opening_act", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_opening_act_procurement_id_user_id"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_opening_act_procurement_id_envelope_user_id"), ["procurement_id", "envelope", "user_id"]
        )
        batch_op.create_check_constraint("envelope_known", "envelope IN ('tender', 'price')")
    with op.batch_alter_table("procurement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("marks_due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("prices_opened_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint("low_price_percent_range", "low_price_percent BETWEEN 1 AND 90")


def _add(table: str, **columns: Any) -> None:
    """Add columns that are never empty: rows already there get today's default, new ones are told by the code."""
    with op.batch_alter_table(table, schema=None) as batch_op:
        for name, kind in columns.items():
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=DEFAULTS.get(name, "")))
    with op.batch_alter_table(table, schema=None) as batch_op:
        for name in columns:
            batch_op.alter_column(name, server_default=None)
