"""The running contract: amendments, mobilisation, indicators, reports, statements, subcontractors, yearly reviews."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "044_contract_running"
down_revision = "039_notice_work"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Apply the change."""
    _contract_amendment()
    _mobilisation_task()
    _contract_indicator()
    _contract_report()
    _payment_statement()
    _subcontract_change()
    _annual_review()


def _contract_amendment() -> None:
    op.create_table(
        "contract_amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("is_own_decision", sa.Boolean(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("value_before_amount", sa.BigInteger(), nullable=False),
        sa.Column("value_change_amount", sa.BigInteger(), nullable=False),
        sa.Column("months_change", sa.Integer(), nullable=False),
        sa.Column("clauses", JSON, nullable=False),
        sa.Column("schedules", JSON, nullable=False),
        sa.Column("schedules_version", sa.Integer(), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(decision = '') = (decided_at IS NULL)", name=op.f("ck_contract_amendment_decided_at_some_time")
        ),
        sa.CheckConstraint(
            "(decision = '') = (decided_by_id IS NULL)", name=op.f("ck_contract_amendment_decided_by_someone")
        ),
        sa.CheckConstraint(
            "(decision = 'approved') = (schedules_version IS NOT NULL)",
            name=op.f("ck_contract_amendment_approved_has_version"),
        ),
        sa.CheckConstraint(
            "decision != 'approved' OR decided_by_id != proposed_by_id",
            name=op.f("ck_contract_amendment_not_by_its_author"),
        ),
        sa.CheckConstraint(
            "decision IN ('', 'approved', 'refused', 'withdrawn')", name=op.f("ck_contract_amendment_decision_known")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_contract_amendment_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_contract_amendment_decided_by_id_user")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user.id"], name=op.f("fk_contract_amendment_proposed_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_amendment")),
        sa.UniqueConstraint("contract_id", "number", name=op.f("uq_contract_amendment_contract_id_number")),
    )
    op.create_index(
        "uq_contract_amendment_open",
        "contract_amendment",
        ["contract_id"],
        unique=True,
        sqlite_where=sa.text("decision = ''"),
        postgresql_where=sa.text("decision = ''"),
    )


def _mobilisation_task() -> None:
    op.create_table(
        "mobilisation_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("after", JSON, nullable=False),
        sa.Column("condition_reference", sa.String(length=20), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "not_started",
                "in_progress",
                "done",
                name="task_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state != 'done' OR evidence != ''", name=op.f("ck_mobilisation_task_done_with_evidence")),
        sa.CheckConstraint("due_on >= starts_on", name=op.f("ck_mobilisation_task_due_after_start")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_mobilisation_task_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["updated_by_id"], ["user.id"], name=op.f("fk_mobilisation_task_updated_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mobilisation_task")),
        sa.UniqueConstraint("procurement_id", "number", name=op.f("uq_mobilisation_task_procurement_id_number")),
    )


def _contract_indicator() -> None:
    op.create_table(
        "contract_indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("measured_by", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=False),
        sa.Column("consequence", sa.Text(), nullable=False),
        sa.Column("condition_reference", sa.String(length=20), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("floor != target", name=op.f("ck_contract_indicator_floor_differs")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_contract_indicator_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["user.id"], name=op.f("fk_contract_indicator_set_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_indicator")),
        sa.UniqueConstraint("contract_id", "code", name=op.f("uq_contract_indicator_contract_id_code")),
    )


def _contract_report() -> None:
    op.create_table(
        "contract_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("actual", sa.BigInteger(), nullable=False),
        sa.Column("members", JSON, nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("reported_by_id", sa.Integer(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("rating", sa.String(length=30), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(decision = '') = (decided_by_id IS NULL)", name=op.f("ck_contract_report_decided_by_someone")
        ),
        sa.CheckConstraint(
            "decision != 'queried' OR decision_reason != ''", name=op.f("ck_contract_report_queried_with_reason")
        ),
        sa.CheckConstraint("decision IN ('', 'accepted', 'queried')", name=op.f("ck_contract_report_decision_known")),
        sa.CheckConstraint("kind IN ('outcome', 'indicator')", name=op.f("ck_contract_report_kind_known")),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id != reported_by_id",
            name=op.f("ck_contract_report_not_by_its_author"),
        ),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name=op.f("ck_contract_report_quarter_range")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_contract_report_contract_id_contract")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_contract_report_decided_by_id_user")),
        sa.ForeignKeyConstraint(["reported_by_id"], ["user.id"], name=op.f("fk_contract_report_reported_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_report")),
    )
    op.create_index(
        "uq_contract_report_standing",
        "contract_report",
        ["contract_id", "year", "quarter", "kind", "code"],
        unique=True,
        sqlite_where=sa.text("decision != 'queried'"),
        postgresql_where=sa.text("decision != 'queried'"),
    )


def _payment_statement() -> None:
    op.create_table(
        "payment_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("document", JSON, nullable=False),
        sa.Column("settled", sa.BigInteger(), nullable=False),
        sa.Column("actual_spend_amount", sa.BigInteger(), nullable=True),
        sa.Column("to_date_amount", sa.BigInteger(), nullable=False),
        sa.Column("paid_before_amount", sa.BigInteger(), nullable=False),
        sa.Column("due_amount", sa.BigInteger(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(issued_at IS NULL) = (issued_by_id IS NULL)", name=op.f("ck_payment_statement_issued_by_someone")
        ),
        sa.CheckConstraint(
            "issued_by_id IS NULL OR issued_by_id != prepared_by_id",
            name=op.f("ck_payment_statement_not_by_its_author"),
        ),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name=op.f("ck_payment_statement_quarter_range")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_payment_statement_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(["issued_by_id"], ["user.id"], name=op.f("fk_payment_statement_issued_by_id_user")),
        sa.ForeignKeyConstraint(["prepared_by_id"], ["user.id"], name=op.f("fk_payment_statement_prepared_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_statement")),
        sa.UniqueConstraint(
            "contract_id", "year", "quarter", name=op.f("uq_payment_statement_contract_id_year_quarter")
        ),
    )


def _subcontract_change() -> None:
    op.create_table(
        "subcontract_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("replaces", sa.String(length=200), nullable=False),
        sa.Column("terms", JSON, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("exclusion_check", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(decision = '') = (decided_by_id IS NULL)", name=op.f("ck_subcontract_change_decided_by_someone")
        ),
        sa.CheckConstraint(
            "decision != 'approved' OR exclusion_check != ''", name=op.f("ck_subcontract_change_approved_after_check")
        ),
        sa.CheckConstraint(
            "decision IN ('', 'approved', 'refused')", name=op.f("ck_subcontract_change_decision_known")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_subcontract_change_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_subcontract_change_decided_by_id_user")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user.id"], name=op.f("fk_subcontract_change_proposed_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subcontract_change")),
        sa.UniqueConstraint("contract_id", "number", name=op.f("uq_subcontract_change_contract_id_number")),
    )


def _annual_review() -> None:
    op.create_table(
        "annual_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("decisions", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_by_id", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(agreed_at IS NULL) = (agreed_by_id IS NULL)", name=op.f("ck_annual_review_agreed_by_someone")
        ),
        sa.CheckConstraint(
            "(signed_at IS NULL) = (signed_by_id IS NULL)", name=op.f("ck_annual_review_signed_by_someone")
        ),
        sa.CheckConstraint("agreed_at IS NULL OR signed_at IS NOT NULL", name=op.f("ck_annual_review_signed_first")),
        sa.ForeignKeyConstraint(["agreed_by_id"], ["user.id"], name=op.f("fk_annual_review_agreed_by_id_user")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_annual_review_contract_id_contract")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["user.id"], name=op.f("fk_annual_review_signed_by_id_user")),
        sa.ForeignKeyConstraint(["written_by_id"], ["user.id"], name=op.f("fk_annual_review_written_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_review")),
        sa.UniqueConstraint("contract_id", "year", name=op.f("uq_annual_review_contract_id_year")),
    )
