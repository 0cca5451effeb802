"""What a tender offers beside answers: terms of partners, the cover of care, prices and promises by year; hand-overs.

Nothing that stands is changed: what was never asked for stays empty.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "028_offer"
down_revision = "027_answers"
branch_labels = None
depends_on = None

TERMS = ("role", "company_number", "payment_days", "outcome_share_percent", "flows_down")


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("subcontractor", schema=None) as batch_op:
        for name in TERMS:
            batch_op.add_column(sa.Column(name, sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("price", schema=None) as batch_op:
        batch_op.add_column(sa.Column("years", sa.LargeBinary(), nullable=True))
    _handovers()
    _of_bid("cover", "element_id", "pathway_element", ("providers", False), ("data_set", False))
    _of_bid(
        "trajectory", "outcome_id", "outcome", ("baseline", True), ("promises", False), ("reason", False)
    )  # fmt: skip


def _handovers() -> None:
    op.create_table(
        "element_handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("source_id != target_id", name=op.f("ck_element_handover_between_two")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_element_handover_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["pathway_element.id"], name=op.f("fk_element_handover_source_id_pathway_element")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["pathway_element.id"], name=op.f("fk_element_handover_target_id_pathway_element")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_element_handover")),
        sa.UniqueConstraint("source_id", "target_id", name=op.f("uq_element_handover_source_id_target_id")),
    )
    with op.batch_alter_table("element_handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_element_handover_procurement_id"), ["procurement_id"], unique=False)


def _of_bid(table: str, column: str, of: str, *closed: tuple[str, bool]) -> None:
    """Make a table with one row for each bid and each `of`, whose `closed` columns are encrypted."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column(column, sa.Integer(), nullable=False),
        *(sa.Column(name, sa.LargeBinary(), nullable=nullable) for name, nullable in closed),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f(f"fk_{table}_bid_id_bid")),
        sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}_{of}")),
        sa.ForeignKeyConstraint(["updated_by_id"], ["user.id"], name=op.f(f"fk_{table}_updated_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("bid_id", column, name=op.f(f"uq_{table}_bid_id_{column}")),
    )
