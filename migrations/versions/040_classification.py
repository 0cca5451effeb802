"""Codes and place of a procurement, and the number of its authority in a public register."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "040_classification"
down_revision = "037_supplied_parts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "classification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("cpv", sa.JSON(), nullable=False),
        sa.Column("region", sa.String(5), nullable=False),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_classification_procurement_id_procurement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classification")),
        sa.UniqueConstraint("procurement_id", name=op.f("uq_classification_procurement_id")),
    )
    op.create_table(
        "authority_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(10), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.CheckConstraint("scheme IN ('GB-NHS', 'GB-PPON')", name=op.f("ck_authority_number_scheme_known")),
        sa.CheckConstraint("number != ''", name=op.f("ck_authority_number_number_given")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_authority_number_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority_number")),
        sa.UniqueConstraint("organisation_id", name=op.f("uq_authority_number_organisation_id")),
    )
