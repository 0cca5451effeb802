"""Payment models, networks of pooled results, what stands behind a bidder's risk, and two facts of a partner."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "042_payment"
down_revision = "043_assurance"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Apply the change."""
    _plans()
    _years()
    _networks()
    _backing()
    with op.batch_alter_table("subcontractor") as batch_op:
        batch_op.add_column(sa.Column("has_signed_terms", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("is_not_debarred", sa.LargeBinary(), nullable=True))


def _plans() -> None:
    op.create_table(
        "payment_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("risk", JSON, nullable=False),
        sa.Column("limit_percent", sa.BigInteger(), nullable=True),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "limit_percent IS NULL OR limit_percent BETWEEN 1 AND 10000", name=op.f("ck_payment_plan_limit_range")
        ),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_payment_plan_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["user.id"], name=op.f("fk_payment_plan_set_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_plan")),
        sa.UniqueConstraint("procurement_id", name=op.f("uq_payment_plan_procurement_id")),
    )


def _years() -> None:
    op.create_table(
        "payment_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value_amount", sa.BigInteger(), nullable=False),
        sa.Column("outcome_share_percent", sa.BigInteger(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "performance", "shadow", "capitation", name="phase", native_enum=False,
                create_constraint=True, length=40,
            ),
            nullable=False,
        ),
        sa.Column("settled_percent", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("value_amount > 0", name=op.f("ck_payment_year_value_above_zero")),
        sa.CheckConstraint(
            "outcome_share_percent BETWEEN 0 AND 10000", name=op.f("ck_payment_year_outcome_share_range")
        ),
        sa.CheckConstraint(
            "(phase = 'performance' AND settled_percent = 0) OR (phase = 'capitation' AND settled_percent = 10000)"
            " OR (phase = 'shadow' AND settled_percent BETWEEN 0 AND 9999)",
            name=op.f("ck_payment_year_settled_fits_phase"),
        ),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_payment_year_procurement_id_procurement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_year")),
        sa.UniqueConstraint("procurement_id", "number", name=op.f("uq_payment_year_procurement_id_number")),
    )  # fmt: skip


def _networks() -> None:
    op.create_table(
        "network_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("people > 0", name=op.f("ck_network_member_answers_for_somebody")),
        sa.ForeignKeyConstraint(
            ["outcome_id"], ["outcome.id"], name=op.f("fk_network_member_outcome_id_outcome"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_member")),
        sa.UniqueConstraint("outcome_id", "name", name=op.f("uq_network_member_outcome_id_name")),
    )


def _backing() -> None:
    op.create_table(
        "bid_backing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("reserves_amount", sa.LargeBinary(), nullable=False),
        sa.Column("guarantee_amount", sa.LargeBinary(), nullable=False),
        sa.Column("guarantor", sa.LargeBinary(), nullable=False),
        sa.Column("evidence", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_bid_backing_bid_id_bid")),
        sa.ForeignKeyConstraint(["updated_by_id"], ["user.id"], name=op.f("fk_bid_backing_updated_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bid_backing")),
        sa.UniqueConstraint("bid_id", name=op.f("uq_bid_backing_bid_id")),
    )
