"""Links that invite people and set new passwords, and sign-ins that end when nothing is done.

Whoever is signed in when this is applied signs in once more.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "061_mailed_links"
down_revision = "065_background_work"
branch_labels = None
depends_on = None

PURPOSES = ("invitation", "password")
REASONS = ("signed-out", "idle", "long", "elsewhere", "password", "closed", "kept-out")
STANDING = sa.text("used_at IS NULL AND ended_at IS NULL")


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("user_session") as batch_op:
        batch_op.add_column(sa.Column("browser", sa.String(length=80), nullable=False, server_default=""))
        for name in ("seen_at", "idle_at", "ends_at"):
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ended_because", _one_of(REASONS, "ended_because"), nullable=True))
    with op.batch_alter_table("user_session") as batch_op:
        batch_op.alter_column("browser", server_default=None)
    _mailed_link()


def _one_of(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, native_enum=False, create_constraint=True, length=40, name=name)


def _mailed_link() -> None:
    op.create_table(
        "mailed_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("purpose", _one_of(PURPOSES, "purpose"), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("job_title", sa.String(length=120), nullable=False),
        sa.Column("staff_number", sa.String(length=40), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("used_at IS NULL OR ended_at IS NULL", name=op.f("ck_mailed_link_ended_one_way")),
        sa.CheckConstraint("(user_id IS NULL) = (purpose = 'invitation')", name=op.f("ck_mailed_link_for_whom")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_mailed_link_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_mailed_link_user_id_user")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user.id"], name=op.f("fk_mailed_link_sent_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailed_link")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mailed_link_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_mailed_link_token_hash")),
    )
    op.create_index(op.f("ix_mailed_link_user_id"), "mailed_link", ["user_id"])
    op.create_index(
        "uq_mailed_link_standing", "mailed_link", ["purpose", "organisation_id", "email"], unique=True,
        sqlite_where=STANDING, postgresql_where=STANDING,
    )  # fmt: skip
