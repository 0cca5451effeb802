"""Close drafts and opened tenders at rest: what a bid holds is encrypted in its columns, and its files have keys.

What is there already is closed with the newest key of the installation, which the program takes into use before it
upgrades (the folder instance/keys, or ASSURANCE_KEYS). Files attached before are closed afterwards, by the command
that upgrades: until then their row has no key. There is no way back: a downgrade would write everything out plain.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

from assurance.persistence.secret_columns import close

revision = "020_at_rest"
down_revision = "009_rejected_bids"
branch_labels = None
depends_on = None


def _text(value: Any) -> bytes:
    return str(value).encode()


def _hundredths(value: Any) -> bytes:
    return int(value).to_bytes(8, "big", signed=True)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


Write = Callable[[Any], bytes]


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("price") as batch:
        batch.drop_constraint(batch.f("ck_price_above_zero"), type_="check")
    with op.batch_alter_table("subcontractor") as batch:
        batch.drop_constraint(batch.f("ck_subcontractor_share_range"), type_="check")
        batch.drop_constraint(batch.f("uq_subcontractor_bid_id_name"), type_="unique")
        batch.create_index(batch.f("ix_subcontractor_bid_id"), ["bid_id"], unique=False)
    _close("bid", {"experience": _text, "integration_form": _text})
    _close("bid", {"annual_turnover_amount": _hundredths, "manifest": _json}, nullable=True)
    _close("answer", {"text": _text})
    _close("price", {"amount": _hundredths})
    _close("bid_document", {"name": _text})
    _close("subcontractor", {"name": _text, "delivers": _text, "payment_basis": _text, "share_percent": _hundredths})
    with op.batch_alter_table("price") as batch:
        batch.create_check_constraint("closed", "length(amount) = 57")
    with op.batch_alter_table("subcontractor") as batch:
        batch.create_check_constraint("share_closed", "length(share_percent) = 57")
    with op.batch_alter_table("bid_document") as batch:
        batch.alter_column("sha256", new_column_name="storage_key")
        batch.add_column(sa.Column("commitment", sa.String(length=64), nullable=False, server_default=""))
        batch.add_column(sa.Column("file_key", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("bid_document") as batch:
        batch.alter_column("commitment", server_default=None)
    _uploads()


def _uploads() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("received >= 0 AND received <= size", name=op.f("ck_upload_within_size")),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_upload_bid_id_bid")),
        sa.ForeignKeyConstraint(["started_by_id"], ["user.id"], name=op.f("fk_upload_started_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("public_id", name=op.f("uq_upload_public_id")),
    )
    op.create_index(op.f("ix_upload_bid_id"), "upload", ["bid_id"], unique=False)


def _close(table: str, columns: dict[str, Write], *, nullable: bool = False) -> None:
    """Replace each plain column by one of the same name that holds the closed value."""
    with op.batch_alter_table(table) as batch:
        for name in columns:
            batch.add_column(sa.Column(f"{name}_closed", sa.LargeBinary(), nullable=True))
    _copy(table, columns)
    with op.batch_alter_table(table) as batch:
        for name in columns:
            batch.drop_column(name)
    with op.batch_alter_table(table) as batch:
        for name in columns:
            batch.alter_column(f"{name}_closed", new_column_name=name, nullable=nullable)


def _copy(table: str, columns: dict[str, Write]) -> None:
    plain = [sa.column(name, sa.JSON() if write is _json else None) for name, write in columns.items()]
    closed = [sa.column(f"{name}_closed", sa.LargeBinary()) for name in columns]
    rows = sa.table(table, sa.column("id", sa.Integer()), *plain, *closed)
    for row in op.get_bind().execute(sa.select(rows.c.id, *plain)).mappings().all():
        values = {
            f"{name}_closed": close(f"{table}.{name}", write(row[name]))
            for name, write in columns.items()
            if row[name] is not None
        }
        op.get_bind().execute(rows.update().where(rows.c.id == row["id"]).values(values))
