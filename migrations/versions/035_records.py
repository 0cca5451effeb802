"""Representations in time or late, who reviews them, and the records released to the bidder that asked for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "035_records"
down_revision = "036_lots"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    _representations()
    _releases()
    _withholdings()
    with op.batch_alter_table("pack") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_pack_kind_known"), type_="check")
    with op.batch_alter_table("pack") as batch_op:
        batch_op.create_check_constraint(
            batch_op.f("ck_pack_kind_known"),
            "kind IN ('evaluation', 'opening', 'letter', 'gate', 'dialogue', 'release', 'record')",
        )


def _representations() -> None:
    # Until now only what came in time was taken in.
    with op.batch_alter_table("representation") as batch_op:
        batch_op.add_column(sa.Column("in_time", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("timing", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("information_asked", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("reviewer_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_representation_reviewer_id_user"), "user", ["reviewer_id"], ["id"])
    with op.batch_alter_table("representation") as batch_op:
        for name in ("in_time", "timing", "information_asked"):
            batch_op.alter_column(name, server_default=None)


def _releases() -> None:
    op.create_table(
        "record_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("representation_id", sa.Integer(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(released_at IS NULL) = (released_by_id IS NULL)", name=op.f("ck_record_release_released_by_someone")
        ),
        sa.CheckConstraint("(released_at IS NULL) = (digest = '')", name=op.f("ck_record_release_released_whole")),
        sa.CheckConstraint(
            "released_by_id IS NULL OR released_by_id != prepared_by_id",
            name=op.f("ck_record_release_not_by_its_preparer"),
        ),
        sa.ForeignKeyConstraint(
            ["representation_id"],
            ["representation.id"],
            name=op.f("fk_record_release_representation_id_representation"),
        ),
        sa.ForeignKeyConstraint(["prepared_by_id"], ["user.id"], name=op.f("fk_record_release_prepared_by_id_user")),
        sa.ForeignKeyConstraint(["released_by_id"], ["user.id"], name=op.f("fk_record_release_released_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_release")),
        sa.UniqueConstraint("public_id", name=op.f("uq_record_release_public_id")),
    )
    op.create_index(op.f("ix_record_release_representation_id"), "record_release", ["representation_id"])
    still_open = sa.text("released_at IS NULL")
    op.create_index(
        "uq_record_release_open", "record_release", ["representation_id"], unique=True, sqlite_where=still_open,
        postgresql_where=still_open,
    )  # fmt: skip


def _withholdings() -> None:
    op.create_table(
        "withholding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=120), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("exception", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "exception IN ('commercial', 'competition', 'public_interest', 'personal')",
            name=op.f("ck_withholding_exception_known"),
        ),
        sa.CheckConstraint("reason != ''", name=op.f("ck_withholding_reasoned")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["record_release.id"], name=op.f("fk_withholding_release_id_record_release")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_withholding_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withholding")),
        sa.UniqueConstraint("public_id", name=op.f("uq_withholding_public_id")),
    )
    op.create_index(op.f("ix_withholding_release_id"), "withholding", ["release_id"])
