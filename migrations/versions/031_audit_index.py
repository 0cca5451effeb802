"""Find entries of one procurement by what happened, however long its trail has become."""

from __future__ import annotations

from alembic import op

revision = "031_audit_index"
down_revision = "026_selection"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_index("ix_audit_event_procurement_id_tag", "audit_event", ["procurement_id", "tag"])
    op.drop_index("ix_audit_event_procurement_id", table_name="audit_event")
