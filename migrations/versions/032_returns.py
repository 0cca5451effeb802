"""What was decided stays on record as superseded when a procurement goes back to an earlier step and decides anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "032_returns"
down_revision = "032_outline_drafts"
branch_labels = None
depends_on = None

STANDS = sa.text("superseded_at IS NULL")


def upgrade() -> None:
    """Apply the change."""
    # What was begun before had no circumstance that shortened anything.
    op.add_column(
        "procurement",
        sa.Column(
            "circumstances", sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql"), nullable=False,
            server_default="[]",
        ),
    )  # fmt: skip
    with op.batch_alter_table("procurement") as batch:
        batch.alter_column("circumstances", server_default=None)
    for table in ("recommendation", "letter", "evaluation_result"):
        op.add_column(table, sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_index("uq_recommendation_standing", table_name="recommendation")
    not_refused = sa.text("decision != 'refused' AND superseded_at IS NULL")
    op.create_index(
        "uq_recommendation_standing", "recommendation", ["procurement_id"], unique=True,
        sqlite_where=not_refused, postgresql_where=not_refused,
    )  # fmt: skip
    _one_standing("letter", ["bid_id", "kind"], "uq_letter_bid_id_kind")
    _one_standing("evaluation_result", ["procurement_id"], "uq_evaluation_result_procurement_id")


def _one_standing(table: str, columns: list[str], before: str) -> None:
    """Replace “one for ever” by “one that stands”."""
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(before, type_="unique")
    op.create_index(f"uq_{table}_standing", table, columns, unique=True, sqlite_where=STANDS, postgresql_where=STANDS)
