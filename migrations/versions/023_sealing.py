"""The tender box: its key and the holders of its shares, sealed submissions, openings, second factors.

A tender that was submitted before there was a key cannot be sealed afterwards without opening it to do so. The change
is therefore refused while tenders are in a box: open them first with the version that took them in.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "023_sealing"
down_revision = "021_suppliers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    waiting = op.get_bind().scalar(sa.text("SELECT count(*) FROM bid WHERE stage = 'submitted'"))
    if waiting:
        raise RuntimeError(
            f"{waiting} final tenders are in a box that was not sealed by a key. Open them, or have their bidders take "
            "them back, with the version you have; then upgrade"
        )
    op.create_table(
        "holder_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("protected_key", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_holder_key_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holder_key")),
        sa.UniqueConstraint("user_id", name=op.f("uq_holder_key_user_id")),
    )
    op.create_table(
        "idempotency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key_digest", sa.String(length=64), nullable=False),
        sa.Column("route", sa.String(length=80), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_idempotency_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency")),
        sa.UniqueConstraint("user_id", "key_digest", name=op.f("uq_idempotency_user_id_key_digest")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_recovery_code_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("user_id", "code_digest", name=op.f("uq_recovery_code_user_id_code_digest")),
    )
    op.create_table(
        "second_factor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_second_factor_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factor")),
        sa.UniqueConstraint("user_id", name=op.f("uq_second_factor_user_id")),
    )
    op.create_table(
        "held_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("envelope", sa.String(length=10), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("share", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("envelope IN ('tender', 'price')", name=op.f("ck_held_share_envelope_known")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_held_share_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_held_share_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_share")),
        sa.UniqueConstraint(
            "procurement_id", "envelope", "user_id", name=op.f("uq_held_share_procurement_id_envelope_user_id")
        ),
    )
    op.create_table(
        "loss_declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f("ck_loss_declaration_with_reason")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_loss_declaration_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_loss_declaration_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loss_declaration")),
        sa.UniqueConstraint("procurement_id", "user_id", name=op.f("uq_loss_declaration_procurement_id_user_id")),
    )
    op.create_table(
        "tender_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("needed >= 2", name=op.f("ck_tender_key_never_alone")),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_tender_key_made_by_id_user")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_tender_key_procurement_id_procurement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tender_key")),
        sa.UniqueConstraint("procurement_id", name=op.f("uq_tender_key_procurement_id")),
    )
    op.create_table(
        "key_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tender_key_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("holder_public_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["tender_key_id"], ["tender_key.id"], name=op.f("fk_key_share_tender_key_id_tender_key")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_key_share_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_share")),
        sa.UniqueConstraint("tender_key_id", "user_id", name=op.f("uq_key_share_tender_key_id_user_id")),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=False),
        sa.Column("manifest_digest", sa.String(length=64), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_hash", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("own_copy", sa.LargeBinary(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("received_at < deadline", name=op.f("ck_submission_in_time")),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_submission_bid_id_bid")),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["user.id"], name=op.f("fk_submission_submitted_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("bid_id", "version", name=op.f("uq_submission_bid_id_version")),
    )
    op.create_table(
        "sealed_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("envelope", sa.String(length=10), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("storage_key", sa.String(length=64), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.CheckConstraint("envelope IN ('tender', 'price')", name=op.f("ck_sealed_item_envelope_known")),
        sa.CheckConstraint("(body IS NULL) = (storage_key IS NOT NULL)", name=op.f("ck_sealed_item_lies_somewhere")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_sealed_item_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_item")),
        sa.UniqueConstraint("submission_id", "kind", "code", name=op.f("uq_sealed_item_submission_id_kind_code")),
    )
    with op.batch_alter_table("bid", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stepped_up_at", sa.DateTime(timezone=True), nullable=True))
