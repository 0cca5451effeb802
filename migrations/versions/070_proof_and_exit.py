"""Files show that conditions are met and tasks done, and a contract has a plan for its end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "070_proof_and_exit"
down_revision = "069_registration"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("condition") as batch_op:
        batch_op.add_column(sa.Column("needs_document", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("condition") as batch_op:
        batch_op.alter_column("needs_document", server_default=None)
    _proof_file()
    _exit_plan()
    _exit_item()
    _exit_review()


def _proof_file() -> None:
    op.create_table(
        "proof_file",
        sa.Column("condition_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("storage_key", sa.String(length=64), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("file_key", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_proof_file_not_empty")),
        sa.CheckConstraint("(condition_id IS NULL) = (task_id IS NOT NULL)", name=op.f("ck_proof_file_of_one")),
        sa.ForeignKeyConstraint(["condition_id"], ["condition.id"], name=op.f("fk_proof_file_condition_id_condition")),
        sa.ForeignKeyConstraint(
            ["task_id"], ["mobilisation_task.id"], name=op.f("fk_proof_file_task_id_mobilisation_task")
        ),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["user.id"], name=op.f("fk_proof_file_uploaded_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof_file")),
        sa.UniqueConstraint("public_id", name=op.f("uq_proof_file_public_id")),
    )
    op.create_index(op.f("ix_proof_file_condition_id"), "proof_file", ["condition_id"])
    op.create_index(op.f("ix_proof_file_task_id"), "proof_file", ["task_id"])


def _exit_plan() -> None:
    op.create_table(
        "exit_plan",
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("within_months", sa.Integer(), nullable=False),
        sa.Column("triggers", sa.JSON(), nullable=False),
        sa.Column("step_in", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("within_months BETWEEN 1 AND 12", name=op.f("ck_exit_plan_within_a_year")),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by_id IS NULL)", name=op.f("ck_exit_plan_settled_by_someone")
        ),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_exit_plan_contract_id_contract")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["user.id"], name=op.f("fk_exit_plan_settled_by_id_user")),
        sa.ForeignKeyConstraint(["written_by_id"], ["user.id"], name=op.f("fk_exit_plan_written_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_plan")),
        sa.UniqueConstraint("contract_id", name=op.f("uq_exit_plan_contract_id")),
    )


def _exit_item() -> None:
    op.create_table(
        "exit_item",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("is_needed", sa.Boolean(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("receiver", sa.String(length=120), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(is_needed AND owner != '' AND receiver != '' AND days IS NOT NULL)"
            " OR (NOT is_needed AND owner = '' AND receiver = '' AND days IS NULL)",
            name=op.f("ck_exit_item_handed_over_whole"),
        ),
        sa.CheckConstraint("what != ''", name=op.f("ck_exit_item_says_what")),
        sa.ForeignKeyConstraint(["plan_id"], ["exit_plan.id"], name=op.f("fk_exit_item_plan_id_exit_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_item")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_exit_item_plan_id_number")),
    )


def _exit_review() -> None:
    op.create_table(
        "exit_review",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["exit_plan.id"], name=op.f("fk_exit_review_plan_id_exit_plan")),
        sa.ForeignKeyConstraint(["reviewed_by_id"], ["user.id"], name=op.f("fk_exit_review_reviewed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_review")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_exit_review_plan_id_number")),
    )
