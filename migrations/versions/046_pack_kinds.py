"""Leave the kinds of pack to the catalogue, which refuses an unknown one: a new kind changes no table."""

from __future__ import annotations

from alembic import op

revision = "046_pack_kinds"
down_revision = "040_information"
branch_labels = None
depends_on = None

KNOWN = "kind IN ('evaluation', 'opening', 'letter', 'gate', 'dialogue', 'release', 'record', 'notice', 'information')"


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("pack") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_pack_kind_known"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_pack_kind_given"), "kind != ''")


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("pack") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_pack_kind_given"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_pack_kind_known"), KNOWN)
