"""What is written for notices and letters, corrections of notices, de-briefs, and their kinds of letter and pack."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "039_notice_work"
down_revision = "041_programme"
branch_labels = None
depends_on = None

LETTERS = "kind IN ('outcome', 'abandonment', 'selection', 'invitation', 'final_tenders', 'debrief')"
PACKS = "kind IN ('evaluation', 'opening', 'letter', 'gate', 'dialogue', 'release', 'record', 'notice')"


def upgrade() -> None:
    """Apply the change."""
    _kinds("letter", LETTERS)
    _kinds("pack", PACKS)
    _notices()
    _drafts()
    _corrections()
    _debriefs()


def _kinds(table: str, allowed: str) -> None:
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(batch_op.f(f"ck_{table}_kind_known"), type_="check")
    with op.batch_alter_table(table) as batch_op:
        batch_op.create_check_constraint(batch_op.f(f"ck_{table}_kind_known"), allowed)


def _notices() -> None:
    with op.batch_alter_table("notice") as batch_op:
        batch_op.add_column(sa.Column("subject", sa.String(length=60), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("corrects_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("correction_reason", sa.Text(), nullable=False, server_default=""))
        batch_op.create_foreign_key(batch_op.f("fk_notice_corrects_id_notice"), "notice", ["corrects_id"], ["id"])
    with op.batch_alter_table("notice") as batch_op:
        for name in ("subject", "correction_reason"):
            batch_op.alter_column(name, server_default=None)


def _drafts() -> None:
    op.create_table(
        "paper_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_paper_draft_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["user.id"], name=op.f("fk_paper_draft_written_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_draft")),
        sa.UniqueConstraint("procurement_id", "kind", name=op.f("uq_paper_draft_procurement_id_kind")),
    )


def _corrections() -> None:
    op.create_table(
        "notice_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("sections", sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL)", name=op.f("ck_notice_correction_decided_by_somebody")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_correction_notice_id_notice")),
        sa.ForeignKeyConstraint(["written_by_id"], ["user.id"], name=op.f("fk_notice_correction_written_by_id_user")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_notice_correction_decided_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_correction")),
    )
    op.create_index(op.f("ix_notice_correction_notice_id"), "notice_correction", ["notice_id"])
    op.create_index(
        "uq_notice_correction_open", "notice_correction", ["notice_id"], unique=True,
        sqlite_where=sa.text("decided_at IS NULL"), postgresql_where=sa.text("decided_at IS NULL"),
    )  # fmt: skip


def _debriefs() -> None:
    op.create_table(
        "debrief_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_debrief_request_bid_id_bid")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_debrief_request_asked_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debrief_request")),
        sa.UniqueConstraint("bid_id", name=op.f("uq_debrief_request_bid_id")),
    )
