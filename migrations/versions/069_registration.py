"""Who registers a provider confirms it by a mailed link; a lost second factor of a lone board secretary after a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "069_registration"
down_revision = "067_call_invitations"
branch_labels = None
depends_on = None

REGISTERING = sa.text("organisation_id IS NULL AND used_at IS NULL AND ended_at IS NULL")
WAITING = sa.text("done_at IS NULL AND stopped_at IS NULL")


def upgrade() -> None:
    """Apply the change."""
    _mailed_link()
    _registration()
    _factor_release()


def _mailed_link() -> None:
    with op.batch_alter_table("mailed_link") as batch_op:
        for name in ("purpose", "for_whom"):
            batch_op.drop_constraint(batch_op.f(f"ck_mailed_link_{name}"), type_="check")
        batch_op.alter_column("organisation_id", existing_type=sa.Integer(), nullable=True)
        for name, rule in (
            ("purpose", "purpose IN ('invitation', 'password', 'registration')"),
            ("for_whom", "(user_id IS NULL) = (purpose <> 'password')"),
            ("of_whom", "(organisation_id IS NULL) = (purpose = 'registration')"),
        ):
            batch_op.create_check_constraint(batch_op.f(f"ck_mailed_link_{name}"), rule)
    op.create_index(
        "uq_mailed_link_registering", "mailed_link", ["email"], unique=True, sqlite_where=REGISTERING,
        postgresql_where=REGISTERING,
    )  # fmt: skip


def _registration() -> None:
    op.create_table(
        "registration",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("organisation_name", sa.String(length=200), nullable=False),
        sa.Column("company_number", sa.String(length=8), nullable=False),
        sa.Column("is_different", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["mailed_link.id"], name=op.f("fk_registration_link_id_mailed_link")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("link_id", name=op.f("uq_registration_link_id")),
    )


def _factor_release() -> None:
    op.create_table(
        "factor_release",
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("asked_at", "opens_at")),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in ("done_at", "stopped_at")),
        sa.Column("stopped_by_id", sa.Integer(), nullable=True),
        sa.Column("stop_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("done_at IS NULL OR stopped_at IS NULL", name=op.f("ck_factor_release_ended_one_way")),
        sa.CheckConstraint("done_at IS NULL OR done_at >= opens_at", name=op.f("ck_factor_release_waited")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_factor_release_user_id_user")),
        sa.ForeignKeyConstraint(["stopped_by_id"], ["user.id"], name=op.f("fk_factor_release_stopped_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor_release")),
        sa.UniqueConstraint("public_id", name=op.f("uq_factor_release_public_id")),
    )
    op.create_index(
        "uq_factor_release_waiting", "factor_release", ["user_id"], unique=True, sqlite_where=WAITING,
        postgresql_where=WAITING,
    )  # fmt: skip
