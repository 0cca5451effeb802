"""The timetable of a procurement, and a standstill that the authority keeps longer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "030_timetable"
down_revision = "031_open_data"
branch_labels = None
depends_on = None

STAGES = (
    "planning", "engagement", "checkpoint_1", "call", "selection", "dialogue_1", "down_select", "dialogue_2",
    "dialogue_closed", "final_tenders", "opening", "scoring", "moderation", "ranking", "recommendation", "checkpoint_2",
    "intention", "standstill", "award", "contract", "checkpoint_3", "live", "abandoned",
)  # fmt: skip
DEADLINES = ("requests", "questions", "tenders", "standstill")


def upgrade() -> None:
    """Apply the change."""
    op.add_column("procurement", sa.Column("standstill_extended_to", sa.Date(), nullable=True))
    allowed = ", ".join(f"'{each}'" for each in DEADLINES)
    with op.batch_alter_table("deadline_change", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_deadline_change_which_deadline"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_deadline_change_which_deadline"), f"which IN ({allowed})")
    op.create_table(
        "timetable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("direction", _one_of("timetable_direction", "forwards", "backwards"), nullable=False),
        sa.Column("anchor_on", sa.Date(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_timetable_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["user.id"], name=op.f("fk_timetable_proposed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timetable")),
        sa.UniqueConstraint("procurement_id", name=op.f("uq_timetable_procurement_id")),
    )
    op.create_table(
        "timetable_stage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("timetable_id", sa.Integer(), nullable=False),
        sa.Column("stage", _one_of("planned_stage", *STAGES), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("is_changed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_timetable_stage_in_order")),
        sa.ForeignKeyConstraint(
            ["timetable_id"], ["timetable.id"], name=op.f("fk_timetable_stage_timetable_id_timetable")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timetable_stage")),
        sa.UniqueConstraint("timetable_id", "stage", name=op.f("uq_timetable_stage_timetable_id_stage")),
    )


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
