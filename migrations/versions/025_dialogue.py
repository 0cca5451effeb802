"""Dialogue in full: actions, outline solutions, ideas with consents, what was told to whom, competition decisions.

A decision to go on with few bidders that was kept on the procurement becomes the first of its decisions, for two left:
if one alone is left, it is asked for anew. Who took it, and when, the audit trail says.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "025_dialogue"
down_revision = "022_clarifications"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "competition_decision",
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
                name="decision_stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("bids_left", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("bids_left BETWEEN 1 AND 2", name=op.f("ck_competition_decision_only_when_few")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_competition_decision_decided_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_competition_decision_procurement_id_procurement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competition_decision")),
    )
    with op.batch_alter_table("competition_decision", schema=None) as batch_op:
        batch_op.create_index("ix_competition_decision_procurement", ["procurement_id", "id"], unique=False)

    op.create_table(
        "outgoing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("changes", sa.LargeBinary(), nullable=False),
        sa.Column("is_to_all", sa.Boolean(), nullable=False),
        sa.Column("unequal_reason", sa.LargeBinary(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind = 'briefing' OR is_to_all", name=op.f("ck_outgoing_specification_to_all")),
        sa.CheckConstraint("kind IN ('briefing', 'specification')", name=op.f("ck_outgoing_kind_known")),
        sa.CheckConstraint("(sent_at IS NULL) = (number IS NULL)", name=op.f("ck_outgoing_numbered_when_sent")),
        sa.CheckConstraint("(sent_at IS NULL) = (sent_by_id IS NULL)", name=op.f("ck_outgoing_sent_by_someone")),
        sa.CheckConstraint("round BETWEEN 1 AND 9", name=op.f("ck_outgoing_round_range")),
        sa.CheckConstraint("sent_at IS NULL OR dropped_at IS NULL", name=op.f("ck_outgoing_sent_or_dropped")),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_outgoing_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user.id"], name=op.f("fk_outgoing_sent_by_id_user")),
        sa.ForeignKeyConstraint(["written_by_id"], ["user.id"], name=op.f("fk_outgoing_written_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing")),
        sa.UniqueConstraint("procurement_id", "kind", "number", name=op.f("uq_outgoing_procurement_id_kind_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_outgoing_public_id")),
    )
    with op.batch_alter_table("outgoing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outgoing_procurement_id"), ["procurement_id"], unique=False)

    op.create_table(
        "idea",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dispute", sa.LargeBinary(), nullable=False),
        sa.Column("disputed_by_id", sa.Integer(), nullable=True),
        sa.Column("disputed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("source IN ('session', 'outline', 'participant')", name=op.f("ck_idea_source_known")),
        sa.CheckConstraint(
            "(disputed_at IS NULL) = (disputed_by_id IS NULL)", name=op.f("ck_idea_disputed_by_someone")
        ),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_idea_bid_id_bid")),
        sa.ForeignKeyConstraint(["disputed_by_id"], ["user.id"], name=op.f("fk_idea_disputed_by_id_user")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_idea_recorded_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea")),
        sa.UniqueConstraint("public_id", name=op.f("uq_idea_public_id")),
    )
    with op.batch_alter_table("idea", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idea_bid_id"), ["bid_id"], unique=False)

    op.create_table(
        "outgoing_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outgoing_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("finding", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["user.id"], name=op.f("fk_outgoing_answer_answered_by_id_user")),
        sa.ForeignKeyConstraint(["outgoing_id"], ["outgoing.id"], name=op.f("fk_outgoing_answer_outgoing_id_outgoing")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_answer")),
        sa.UniqueConstraint("outgoing_id", "key", name=op.f("uq_outgoing_answer_outgoing_id_key")),
    )
    op.create_table(
        "outgoing_recipient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outgoing_id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(seen_at IS NULL) = (seen_by_id IS NULL)", name=op.f("ck_outgoing_recipient_seen_by_someone")
        ),
        sa.CheckConstraint(
            "seen_at IS NULL OR given_at IS NOT NULL", name=op.f("ck_outgoing_recipient_seen_only_when_given")
        ),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_outgoing_recipient_bid_id_bid")),
        sa.ForeignKeyConstraint(
            ["outgoing_id"], ["outgoing.id"], name=op.f("fk_outgoing_recipient_outgoing_id_outgoing")
        ),
        sa.ForeignKeyConstraint(["seen_by_id"], ["user.id"], name=op.f("fk_outgoing_recipient_seen_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_recipient")),
        sa.UniqueConstraint("outgoing_id", "bid_id", name=op.f("uq_outgoing_recipient_outgoing_id_bid_id")),
    )
    with op.batch_alter_table("outgoing_recipient", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outgoing_recipient_bid_id"), ["bid_id"], unique=False)

    op.create_table(
        "outline_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (submitted_by_id IS NULL)", name=op.f("ck_outline_version_submitted_by_someone")
        ),
        sa.CheckConstraint("round BETWEEN 1 AND 9", name=op.f("ck_outline_version_round_range")),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_outline_version_bid_id_bid")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["user.id"], name=op.f("fk_outline_version_saved_by_id_user")),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["user.id"], name=op.f("fk_outline_version_submitted_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outline_version")),
        sa.UniqueConstraint("bid_id", "round", "number", name=op.f("uq_outline_version_bid_id_round_number")),
    )
    with op.batch_alter_table("outline_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outline_version_bid_id"), ["bid_id"], unique=False)

    op.create_table(
        "dialogue_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("done_note", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("side IN ('authority', 'participant')", name=op.f("ck_dialogue_action_side_known")),
        sa.CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name=op.f("ck_dialogue_action_done_by_someone")),
        sa.ForeignKeyConstraint(["done_by_id"], ["user.id"], name=op.f("fk_dialogue_action_done_by_id_user")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_dialogue_action_recorded_by_id_user")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["dialogue_session.id"], name=op.f("fk_dialogue_action_session_id_dialogue_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue_action")),
        sa.UniqueConstraint("public_id", name=op.f("uq_dialogue_action_public_id")),
    )
    with op.batch_alter_table("dialogue_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dialogue_action_session_id"), ["session_id"], unique=False)

    op.create_table(
        "disclosure_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("wording", sa.LargeBinary(), nullable=False),
        sa.Column("is_to_all", sa.Boolean(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "given",
                "refused",
                "withdrawn",
                name="consent_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'asked') = (answered_at IS NULL)", name=op.f("ck_disclosure_consent_answered_at_some_time")
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
            name=op.f("ck_disclosure_consent_withdrawn_at_some_time"),
        ),
        sa.CheckConstraint(
            "used_at IS NULL OR state = 'given'", name=op.f("ck_disclosure_consent_used_only_when_given")
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_disclosure_consent_answered_by_someone")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user.id"], name=op.f("fk_disclosure_consent_answered_by_id_user")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_disclosure_consent_asked_by_id_user")),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_disclosure_consent_idea_id_idea")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_consent")),
        sa.UniqueConstraint("public_id", name=op.f("uq_disclosure_consent_public_id")),
    )
    with op.batch_alter_table("disclosure_consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disclosure_consent_idea_id"), ["idea_id"], unique=False)

    op.create_table(
        "consent_recipient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_consent_recipient_bid_id_bid")),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["disclosure_consent.id"], name=op.f("fk_consent_recipient_consent_id_disclosure_consent")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_recipient")),
        sa.UniqueConstraint("consent_id", "bid_id", name=op.f("uq_consent_recipient_consent_id_bid_id")),
    )
    with op.batch_alter_table("consent_recipient", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_recipient_bid_id"), ["bid_id"], unique=False)

    with op.batch_alter_table("dialogue_session") as batch_op:
        batch_op.add_column(sa.Column("supplier_attendance", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("dialogue_session") as batch_op:
        batch_op.alter_column("supplier_attendance", server_default=None)
    with op.batch_alter_table("pack") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_pack_kind_known"), type_="check")
    with op.batch_alter_table("pack") as batch_op:
        batch_op.create_check_constraint(
            batch_op.f("ck_pack_kind_known"), "kind IN ('evaluation', 'opening', 'letter', 'gate', 'dialogue')"
        )
    _keep_decisions()
    op.execute("ALTER TABLE procurement DROP COLUMN competition_decision")


def _keep_decisions() -> None:
    op.execute(
        "INSERT INTO competition_decision (procurement_id, stage, bids_left, reason, decided_by_id, decided_at) "
        "SELECT procurement.id, procurement.stage, 2, procurement.competition_decision, event.actor_id, "
        "COALESCE(event.at, procurement.created_at) FROM procurement LEFT JOIN audit_event AS event ON event.seq = ("
        "SELECT MAX(seq) FROM audit_event WHERE tag = 'competition:decided' AND procurement_id = procurement.id) "
        "WHERE TRIM(procurement.competition_decision) != ''"
    )
