"""Requests for information, what is withheld of the records given, and their document."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "040_information"
down_revision = "040_retention"
branch_labels = None
depends_on = None

PACKS = "kind IN ('evaluation', 'opening', 'letter', 'gate', 'dialogue', 'release', 'record', 'notice', 'information')"
CHECKS = (
    ("due_after_receipt", "due_on > received_on"),
    ("released_by_someone", "(released_at IS NULL) = (released_by_id IS NULL)"),
    ("released_whole", "(released_at IS NULL) = (digest = '')"),
    ("not_by_its_preparer", "released_by_id IS NULL OR released_by_id != prepared_by_id"),
    ("closed_with_reason", "(closed_at IS NULL) = (close_reason = '')"),
    ("ended_one_way", "closed_at IS NULL OR released_at IS NULL"),
)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _closed(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql"), nullable=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _key(table: str, column: str, of: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}_{of}"))


def upgrade() -> None:
    """Apply the change."""
    _requests()
    _redactions()
    with op.batch_alter_table("pack") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_pack_kind_known"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_pack_kind_known"), PACKS)


def _requests() -> None:
    op.create_table(
        "information_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(36), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        *(_closed(name) for name in ("requester", "contact", "asked")),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        _text("why"),
        _at("registered_at"),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        _json("chosen"),
        _json("content"),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        _at("released_at", nullable=True),
        _at("closed_at", nullable=True),
        _text("close_reason"),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.CheckConstraint(check, name=op.f(f"ck_information_request_{name}")) for name, check in CHECKS),
        _key("information_request", "procurement_id", "procurement"),
        _key("information_request", "prepared_by_id", "user"),
        _key("information_request", "released_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_information_request")),
        sa.UniqueConstraint("public_id", name=op.f("uq_information_request_public_id")),
    )
    op.create_index(op.f("ix_information_request_procurement_id"), "information_request", ["procurement_id"])


def _redactions() -> None:
    op.create_table(
        "redaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(36), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(120), nullable=False),
        _closed("passage"),
        sa.Column("exemption", sa.String(10), nullable=False),
        _text("reason"),
        sa.Column("role", sa.String(60), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        _at("at"),
        sa.CheckConstraint("reason != ''", name=op.f("ck_redaction_reasoned")),
        _key("redaction", "request_id", "information_request"),
        _key("redaction", "by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redaction")),
        sa.UniqueConstraint("public_id", name=op.f("uq_redaction_public_id")),
    )
    op.create_index(op.f("ix_redaction_request_id"), "redaction", ["request_id"])
