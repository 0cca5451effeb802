"""Messages travel on by e-mail as each person chose; what was told before this stays where it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "059_carried_messages"
down_revision = "040_nature"
branch_labels = None
depends_on = None

HOW = ("at_once", "daily", "never")


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("message") as batch_op:
        batch_op.add_column(sa.Column("carried_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_message_carried_at", ["carried_at"])
    op.execute("UPDATE message SET carried_at = sent_at")
    with op.batch_alter_table("mail_message") as batch_op:
        batch_op.add_column(sa.Column("is_batched", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("mail_message") as batch_op:
        batch_op.alter_column("is_batched", server_default=None)
    _mail_preference()
    _digest_line()


def _mail_preference() -> None:
    op.create_table(
        "mail_preference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("needed", _how("needed"), nullable=False),
        sa.Column("other", _how("other"), nullable=False),
        sa.CheckConstraint("needed != 'never'", name=op.f("ck_mail_preference_needed_is_told")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_mail_preference_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_preference")),
        sa.UniqueConstraint("user_id", name=op.f("uq_mail_preference_user_id")),
    )


def _digest_line() -> None:
    op.create_table(
        "digest_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_digest_line_message_id_message")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_digest_line_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_line")),
        sa.UniqueConstraint("message_id", "user_id", name=op.f("uq_digest_line_message_id_user_id")),
    )
    op.create_index("ix_digest_line_mailed_at", "digest_line", ["mailed_at"])
    op.create_index(op.f("ix_digest_line_user_id"), "digest_line", ["user_id"])


def _how(name: str) -> sa.Enum:
    return sa.Enum(*HOW, native_enum=False, create_constraint=True, length=40, name=name)
