"""Open data: releases that never change, past procurements of others for reference, and comparables of a plan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "031_open_data"
down_revision = "032_returns"
branch_labels = None
depends_on = None

SQLITE = (
    """CREATE TRIGGER ocds_release_no_update BEFORE UPDATE ON ocds_release
    BEGIN SELECT RAISE(ABORT, 'a published release never changes'); END""",
    """CREATE TRIGGER ocds_release_no_delete BEFORE DELETE ON ocds_release
    BEGIN SELECT RAISE(ABORT, 'a published release never changes'); END""",
    # INSERT OR REPLACE deletes without asking the trigger above on a connection without recursive triggers.
    """CREATE TRIGGER ocds_release_new BEFORE INSERT ON ocds_release
    WHEN EXISTS (
      SELECT 1 FROM ocds_release
      WHERE id = NEW.id OR release_id = NEW.release_id OR notice_id = NEW.notice_id
    )
    BEGIN SELECT RAISE(ABORT, 'a published release never changes'); END""",
)

POSTGRESQL = (
    """CREATE FUNCTION ocds_release_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'a published release never changes' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    """CREATE TRIGGER ocds_release_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON ocds_release
    FOR EACH STATEMENT EXECUTE FUNCTION ocds_release_refuse()""",
)


def upgrade() -> None:
    """Apply the change."""
    _releases()
    _past_procurements()
    _comparables()
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def _releases() -> None:
    op.create_table(
        "ocds_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("ocid", sa.String(length=60), nullable=False),
        sa.Column("release_id", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "stage IN ('planning', 'tender', 'award', 'contract')", name=op.f("ck_ocds_release_stage_known")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_ocds_release_notice_id_notice")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_ocds_release_procurement_id_procurement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ocds_release")),
        sa.UniqueConstraint("notice_id", name=op.f("uq_ocds_release_notice_id")),
        sa.UniqueConstraint("release_id", name=op.f("uq_ocds_release_release_id")),
    )
    op.create_index("ix_ocds_release_newest", "ocds_release", ["published_at", "id"])
    op.create_index(op.f("ix_ocds_release_ocid"), "ocds_release", ["ocid"])
    op.create_index(op.f("ix_ocds_release_procurement_id"), "ocds_release", ["procurement_id"])


def _past_procurements() -> None:
    op.create_table(
        "past_procurement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("ocid", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("buyer", sa.String(length=300), nullable=False),
        sa.Column("procedure", sa.String(length=300), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("value_amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("value_basis", sa.String(length=10), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("tenders_due_on", sa.Date(), nullable=True),
        sa.Column("awarded_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("tenders_received", sa.Integer(), nullable=True),
        *(
            sa.Column(name, sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql"), nullable=False)
            for name in ("cpv", "suppliers", "criteria")
        ),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("publisher", sa.String(length=300), nullable=False),
        sa.Column("licence", sa.String(length=500), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_digest", sa.String(length=64), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "value_amount IS NULL OR value_amount >= 0", name=op.f("ck_past_procurement_value_not_negative")
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_past_procurement_ends_after_start"),
        ),
        sa.ForeignKeyConstraint(["imported_by_id"], ["user.id"], name=op.f("fk_past_procurement_imported_by_id_user")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_past_procurement_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_procurement")),
        sa.UniqueConstraint("organisation_id", "ocid", name=op.f("uq_past_procurement_organisation_id_ocid")),
        sa.UniqueConstraint("public_id", name=op.f("uq_past_procurement_public_id")),
    )
    op.create_index("ix_past_procurement_newest", "past_procurement", ["organisation_id", "published_on", "id"])


def _comparables() -> None:
    op.create_table(
        "comparable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("past_procurement_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("chosen_by_id", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chosen_by_id"], ["user.id"], name=op.f("fk_comparable_chosen_by_id_user")),
        sa.ForeignKeyConstraint(
            ["past_procurement_id"],
            ["past_procurement.id"],
            name=op.f("fk_comparable_past_procurement_id_past_procurement"),
        ),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_comparable_procurement_id_procurement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparable")),
        sa.UniqueConstraint(
            "procurement_id", "past_procurement_id", name=op.f("uq_comparable_procurement_id_past_procurement_id")
        ),
    )
    op.create_index(op.f("ix_comparable_past_procurement_id"), "comparable", ["past_procurement_id"])
