"""Bids rejected as not credible, and the draft of a bidder's explanation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "009_rejected_bids"
down_revision = "008_criteria_refinement"
branch_labels = None
depends_on = None

BID_STAGES = (
    "draft_request", "requested", "selected", "not_selected", "in_dialogue", "eliminated", "invited", "submitted",
    "not_submitted", "opened", "compliant", "non_compliant", "rejected", "scored", "moderated", "ranked", "preferred",
    "reserve", "unsuccessful", "confirmed", "contracted", "live", "withdrawn", "excluded",
)  # fmt: skip
COLUMNS = (
    ("bid", "stage", "bid_stage"),
    ("bid_stage_change", "from_stage", "from_bid_stage"),
    ("bid_stage_change", "to_stage", "to_bid_stage"),
)


def upgrade() -> None:
    """Apply the change."""
    for table, column, name in COLUMNS:
        allowed = ", ".join(f"'{stage}'" for stage in BID_STAGES)
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"ck_{table}_{name}"), type_="check")
            batch_op.create_check_constraint(batch_op.f(f"ck_{table}_{name}"), f"{column} IN ({allowed})")
    with op.batch_alter_table("abnormal_bid_query", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answer_draft", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("abnormal_bid_query", schema=None) as batch_op:
        batch_op.alter_column("answer_draft", server_default=None)
