"""Questions and answers, addenda and who stands by a tender after them, deadlines that were moved, messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "022_clarifications"
down_revision = "023_sealing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""

    op.create_table(
        "addendum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "circle",
            sa.Enum(
                "everybody",
                "participants",
                name="addendum_circle",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("is_asking", sa.Boolean(), nullable=False),
        sa.Column("findings", sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql"), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["issued_by_id"], ["user.id"], name=op.f("fk_addendum_issued_by_id_user")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_addendum_procurement_id_procurement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addendum")),
        sa.UniqueConstraint("procurement_id", "number", name=op.f("uq_addendum_procurement_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_addendum_public_id")),
    )
    op.create_table(
        "clarification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "circle",
            sa.Enum("everybody", "participants", name="circle", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "category",
            sa.Enum(
                "criteria",
                "specification",
                "process",
                "contract",
                name="category",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("question", sa.LargeBinary(), nullable=False),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("confidential_reason", sa.LargeBinary(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "asked_back",
                "published",
                "private",
                "withdrawn",
                name="clarification_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("refusal_reason", sa.LargeBinary(), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("choose_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wording", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("findings", sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql"), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(number IS NULL) = (state != 'published')", name=op.f("ck_clarification_published_has_number")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'asked_back') OR settled_at IS NOT NULL",
            name=op.f("ck_clarification_settled_at_some_time"),
        ),
        sa.CheckConstraint(
            "(number IS NULL) = (published_at IS NULL)", name=op.f("ck_clarification_numbered_when_published")
        ),
        sa.CheckConstraint(
            "(refused_at IS NULL) = (choose_by IS NULL)", name=op.f("ck_clarification_refused_with_time_to_choose")
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by_id IS NULL)", name=op.f("ck_clarification_settled_by_someone")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_clarification_asked_by_id_user")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_clarification_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_clarification_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["settled_by_id"], ["user.id"], name=op.f("fk_clarification_settled_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clarification")),
        sa.UniqueConstraint("procurement_id", "number", name=op.f("uq_clarification_procurement_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_clarification_public_id")),
    )
    with op.batch_alter_table("clarification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clarification_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index("ix_clarification_waiting", ["procurement_id", "state"], unique=False)

    op.create_table(
        "deadline_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column(
            "which",
            sa.Enum(
                "requests",
                "questions",
                "tenders",
                name="which_deadline",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("before_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("after_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(decision = '') = (decided_at IS NULL)", name=op.f("ck_deadline_change_decided_at_some_time")
        ),
        sa.CheckConstraint(
            "(decision = '') = (decided_by_id IS NULL)", name=op.f("ck_deadline_change_decided_by_someone")
        ),
        sa.CheckConstraint("decision IN ('', 'approved', 'refused')", name=op.f("ck_deadline_change_decision_known")),
        sa.CheckConstraint("after_at > before_at", name=op.f("ck_deadline_change_later")),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id != proposed_by_id",
            name=op.f("ck_deadline_change_decided_by_another"),
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_deadline_change_decided_by_id_user")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_deadline_change_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["user.id"], name=op.f("fk_deadline_change_proposed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_change")),
        sa.UniqueConstraint("public_id", name=op.f("uq_deadline_change_public_id")),
    )
    with op.batch_alter_table("deadline_change", schema=None) as batch_op:
        batch_op.create_index(
            "uq_deadline_change_waiting",
            ["procurement_id", "which"],
            unique=True,
            sqlite_where=sa.text("decision = ''"),
            postgresql_where=sa.text("decision = ''"),
        )

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("recipient", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("procurement_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("endpoint", sa.String(length=80), nullable=False),
        sa.Column("params", sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(organisation_id IS NULL) != (user_id IS NULL)", name=op.f("ck_message_one_recipient")),
        sa.CheckConstraint("(read_at IS NULL) = (read_by_id IS NULL)", name=op.f("ck_message_read_by_someone")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_message_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_message_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["read_by_id"], ["user.id"], name=op.f("fk_message_read_by_id_user")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_message_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("kind", "subject", "recipient", name=op.f("uq_message_kind_subject_recipient")),
        sa.UniqueConstraint("public_id", name=op.f("uq_message_public_id")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index("ix_message_organisation_unread", ["organisation_id", "read_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_procurement_id"), ["procurement_id"], unique=False)
        batch_op.create_index("ix_message_user_unread", ["user_id", "read_at"], unique=False)

    op.create_table(
        "question_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "planning",
                "engagement",
                "checkpoint_1",
                "call",
                "selection",
                "dialogue_1",
                "down_select",
                "dialogue_2",
                "dialogue_closed",
                "final_tenders",
                "opening",
                "scoring",
                "moderation",
                "ranking",
                "recommendation",
                "checkpoint_2",
                "intention",
                "standstill",
                "award",
                "contract",
                "checkpoint_3",
                "live",
                "abandoned",
                name="question_stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_question_period_procurement_id_procurement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_period")),
        sa.UniqueConstraint("procurement_id", "stage", name=op.f("uq_question_period_procurement_id_stage")),
    )
    op.create_table(
        "addendum_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("addendum_id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["addendum_id"], ["addendum.id"], name=op.f("fk_addendum_confirmation_addendum_id_addendum")
        ),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_addendum_confirmation_bid_id_bid")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["user.id"], name=op.f("fk_addendum_confirmation_confirmed_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addendum_confirmation")),
        sa.UniqueConstraint("addendum_id", "bid_id", name=op.f("uq_addendum_confirmation_addendum_id_bid_id")),
    )
    with op.batch_alter_table("addendum_confirmation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_addendum_confirmation_bid_id"), ["bid_id"], unique=False)
