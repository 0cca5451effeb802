"""The programme in full: definitions, service users, envelope, specification, questions of the form of working."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "041_programme"
down_revision = "040_classification"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Apply the change."""
    _definitions()
    _plans()
    _form_questions()
    _specification()
    with op.batch_alter_table("outcome") as batch_op:
        batch_op.add_column(sa.Column("definition_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_outcome_definition_id_definition"), "definition", ["definition_id"], ["id"]
        )


def _definitions() -> None:
    op.create_table(
        "definition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("term", sa.String(120), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_definition_number_from_1")),
        *_keys("definition", ("procurement_id", "procurement"), ("written_by_id", "user")),
        sa.UniqueConstraint("procurement_id", "term", "number", name=op.f("uq_definition_procurement_id_term_number")),
    )


def _plans() -> None:
    op.create_table(
        "involvement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(36), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("how", sa.String(200), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_keys("involvement", ("procurement_id", "procurement"), ("recorded_by_id", "user")),
        sa.UniqueConstraint("public_id", name=op.f("uq_involvement_public_id")),
    )
    op.create_index(op.f("ix_involvement_procurement_id"), "involvement", ["procurement_id"])
    op.create_table(
        "envelope_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("growth", JSON, nullable=False),
        sa.Column("social_amount", sa.BigInteger(), nullable=False),
        sa.Column("rate_per_head", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("social_amount >= 0", name=op.f("ck_envelope_terms_social_not_negative")),
        sa.CheckConstraint(
            "rate_per_head IS NULL OR rate_per_head > 0", name=op.f("ck_envelope_terms_rate_above_zero")
        ),
        *_keys("envelope_terms", ("procurement_id", "procurement")),
        sa.UniqueConstraint("procurement_id", name=op.f("uq_envelope_terms_procurement_id")),
    )


def _form_questions() -> None:
    op.create_table(
        "form_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(30), nullable=False),
        sa.Column("side", sa.String(10), nullable=False),
        sa.Column("owner", sa.LargeBinary(), nullable=False),
        sa.Column("evidence", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("side IN ('tender', 'bidder', 'authority')", name=op.f("ck_form_question_side_known")),
        *_keys("form_question", ("bid_id", "bid"), ("updated_by_id", "user")),
        sa.UniqueConstraint("bid_id", "code", "side", name=op.f("uq_form_question_bid_id_code_side")),
    )


def _specification() -> None:
    op.create_table(
        "specification_section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("part", sa.String(20), nullable=False),
        sa.Column("title", sa.String(160), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_keys("specification_section", ("procurement_id", "procurement"), ("updated_by_id", "user")),
        sa.UniqueConstraint("procurement_id", "code", name=op.f("uq_specification_section_procurement_id_code")),
    )
    op.create_table(
        "specification_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sections", JSON, nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("kept_by_id", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_specification_version_number_from_1")),
        *_keys("specification_version", ("procurement_id", "procurement"), ("kept_by_id", "user")),
        sa.UniqueConstraint("procurement_id", "number", name=op.f("uq_specification_version_procurement_id_number")),
    )


def _keys(table: str, *foreign: tuple[str, str]) -> list[sa.Constraint]:
    keys: list[sa.Constraint] = [
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
        for column, target in foreign
    ]
    return [*keys, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]
