"""Periods an authority set for its records, holds that stop erasure, and erasures from proposal on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "040_retention"
down_revision = "038_saved_together"
branch_labels = None
depends_on = None

KINDS = ("lost_tenders", "record", "contract")


def _kind() -> sa.Column[str]:
    kinds = sa.Enum(*KINDS, name="kind", native_enum=False, create_constraint=True, length=40)
    return sa.Column("kind", kinds, nullable=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _key(table: str, column: str, of: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}_{of}"))


def upgrade() -> None:
    """Apply the change."""
    _periods()
    _holds()
    _erasures()


def _periods() -> None:
    op.create_table(
        "retention_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        _kind(),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        _at("set_at"),
        sa.CheckConstraint("years BETWEEN 1 AND 30", name=op.f("ck_retention_period_years_range")),
        sa.CheckConstraint("reason != ''", name=op.f("ck_retention_period_reasoned")),
        _key("retention_period", "organisation_id", "organisation"),
        _key("retention_period", "set_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_period")),
    )
    op.create_index("ix_retention_period_newest", "retention_period", ["organisation_id", "kind", "id"])


def _holds() -> None:
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(36), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("placed_by_id", sa.Integer(), nullable=False),
        _at("placed_at"),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        _at("ended_at", nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f("ck_legal_hold_reasoned")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_legal_hold_ended_by_someone")),
        sa.CheckConstraint("(ended_at IS NULL) = (end_reason = '')", name=op.f("ck_legal_hold_ended_with_reason")),
        sa.CheckConstraint(
            "ended_by_id IS NULL OR ended_by_id != placed_by_id", name=op.f("ck_legal_hold_not_by_its_placer")
        ),
        _key("legal_hold", "procurement_id", "procurement"),
        _key("legal_hold", "placed_by_id", "user"),
        _key("legal_hold", "ended_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
        sa.UniqueConstraint("public_id", name=op.f("uq_legal_hold_public_id")),
    )
    op.create_index(op.f("ix_legal_hold_procurement_id"), "legal_hold", ["procurement_id"])


CHECKS = (
    ("first_before_second", "second_by_id IS NULL OR first_by_id IS NOT NULL"),
    ("approved_by_two", "second_by_id IS NULL OR second_by_id != first_by_id"),
    ("first_whole", "(first_by_id IS NULL) = (first_at IS NULL)"),
    ("erased_once_approved", "(second_by_id IS NULL) = (erased_at IS NULL)"),
    ("erased_with_hash", "(erased_at IS NULL) = (digest = '')"),
    ("declined_by_someone", "(declined_at IS NULL) = (declined_by_id IS NULL)"),
    ("declined_until", "(declined_at IS NULL) = (keep_until IS NULL)"),
    ("declined_whole", "declined_at IS NULL OR (decline_reason != '' AND erased_at IS NULL)"),
)


def _erasures() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(36), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        _kind(),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        _at("proposed_at"),
        sa.Column("first_by_id", sa.Integer(), nullable=True),
        _at("first_at", nullable=True),
        sa.Column("second_by_id", sa.Integer(), nullable=True),
        sa.Column("declined_by_id", sa.Integer(), nullable=True),
        _at("declined_at", nullable=True),
        sa.Column("decline_reason", sa.Text(), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=True),
        _at("erased_at", nullable=True),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("counts", sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql"), nullable=False),
        *(sa.CheckConstraint(check, name=op.f(f"ck_erasure_{name}")) for name, check in CHECKS),
        _key("erasure", "procurement_id", "procurement"),
        _key("erasure", "first_by_id", "user"),
        _key("erasure", "second_by_id", "user"),
        _key("erasure", "declined_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("public_id", name=op.f("uq_erasure_public_id")),
    )
    op.create_index(op.f("ix_erasure_procurement_id"), "erasure", ["procurement_id"])
    op.create_index(
        "uq_erasure_standing", "erasure", ["procurement_id", "kind"], unique=True,
        sqlite_where=sa.text("declined_at IS NULL"), postgresql_where=sa.text("declined_at IS NULL"),
    )  # fmt: skip
