"""Powers are proposed by one person and given by another: roles that decide, the board secretary, a lost factor."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "062_power_proposals"
down_revision = "064_passkeys"
branch_labels = None
depends_on = None

KINDS = ("role", "secretary", "factor")
OUTCOMES = ("confirmed", "refused", "withdrawn")
ROLES = (
    "officer", "owner", "approver", "dialogue_lead", "opener", "evaluator", "moderator", "assurance_reviewer",
    "representation_reviewer", "finance_officer", "contract_manager", "auditor",
)  # fmt: skip
WAITING = sa.text("outcome IS NULL")


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "power_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("kind", _one_of(KINDS, "kind"), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=True),
        sa.Column("role", _one_of(ROLES, "role"), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", _one_of(OUTCOMES, "outcome"), nullable=True),
        sa.Column("outcome_reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        *_checks(),
        *(_person(column) for column in ("user_id", "proposed_by_id", "decided_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_power_proposal_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_power_proposal_procurement_id_procurement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_power_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_power_proposal_public_id")),
    )
    op.create_index("ix_power_proposal_waiting", "power_proposal", ["organisation_id", "outcome"])
    op.create_index(
        "uq_power_proposal_waiting_role", "power_proposal", ["procurement_id", "user_id", "role"], unique=True,
        sqlite_where=WAITING, postgresql_where=WAITING,
    )  # fmt: skip


def _checks() -> list[sa.CheckConstraint]:
    rules = {
        "role_of_its_kind": "(kind = 'role') = (role IS NOT NULL)",
        "role_in_a_procurement": "(role IS NULL) = (procurement_id IS NULL)",
        "not_for_oneself": "proposed_by_id <> user_id",
        "decided_by_someone": "(outcome IS NULL) = (decided_by_id IS NULL)",
        "confirmed_by_another": (
            "outcome IS NULL OR outcome <> 'confirmed' OR decided_by_id NOT IN (proposed_by_id, user_id)"
        ),
    }
    return [sa.CheckConstraint(rule, name=op.f(f"ck_power_proposal_{name}")) for name, rule in rules.items()]


def _person(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["user.id"], name=op.f(f"fk_power_proposal_{column}_user"))


def _one_of(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
