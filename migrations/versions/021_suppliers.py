"""Providers before they bid: profiles, colleagues, standing answers, searches, interest, engagement, outgoing mail.

Every provider that is registered gets a profile; what its name comes down to is computed here once.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from assurance.domain.suppliers.names import skeleton

revision = "021_suppliers"
down_revision = "020_at_rest"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "mail_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=250), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("unsubscribe_url", sa.String(length=500), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(sent_at IS NULL) OR (body IS NULL)", name=op.f("ck_mail_message_sent_is_wiped")),
        sa.CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name=op.f("ck_mail_message_ended_one_way")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_message")),
        sa.UniqueConstraint("key", name=op.f("uq_mail_message_key")),
    )
    with op.batch_alter_table("mail_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_message_next_attempt_at"), ["next_attempt_at"], unique=False)

    op.create_table(
        "colleague_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column(
            "part",
            sa.Enum("lead", "contributor", "viewer", name="part", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "accepted_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_colleague_invitation_ended_one_way")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["user.id"], name=op.f("fk_colleague_invitation_invited_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_colleague_invitation_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_colleague_invitation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_colleague_invitation_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_colleague_invitation_token_hash")),
    )
    with op.batch_alter_table("colleague_invitation", schema=None) as batch_op:
        batch_op.create_index(
            "uq_colleague_invitation_standing",
            ["organisation_id", "email"],
            unique=True,
            sqlite_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
        )

    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("params", sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql"), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_saved_search_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("public_id", name=op.f("uq_saved_search_public_id")),
    )
    with op.batch_alter_table("saved_search", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_search_user_id"), ["user_id"], unique=False)

    op.create_table(
        "standing_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('exclusion', 'financial', 'insurance', 'accreditation')",
            name=op.f("ck_standing_answer_kind_known"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_standing_answer_author_id_user")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_standing_answer_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_answer")),
    )
    with op.batch_alter_table("standing_answer", schema=None) as batch_op:
        batch_op.create_index("ix_standing_answer_newest", ["organisation_id", "kind", "id"], unique=False)

    op.create_table(
        "supplier_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name_skeleton", sa.String(length=400), nullable=False),
        sa.Column("company_number", sa.String(length=8), nullable=False),
        sa.Column("charity_number", sa.String(length=12), nullable=False),
        sa.Column("ods_code", sa.String(length=10), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("is_sme", sa.Boolean(), nullable=False),
        sa.Column("is_vcse", sa.Boolean(), nullable=False),
        sa.Column("annual_turnover_amount", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "annual_turnover_amount IS NULL OR annual_turnover_amount >= 0",
            name=op.f("ck_supplier_profile_turnover_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_supplier_profile_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["updated_by_id"], ["user.id"], name=op.f("fk_supplier_profile_updated_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_profile")),
        sa.UniqueConstraint("organisation_id", name=op.f("uq_supplier_profile_organisation_id")),
    )
    with op.batch_alter_table("supplier_profile", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_supplier_profile_company_number"), ["company_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_supplier_profile_name_skeleton"), ["name_skeleton"], unique=False)

    op.create_table(
        "engagement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("questions", sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql"), nullable=False),
        sa.Column("elements", sa.JSON().with_variant(sa.JSON(none_as_null=True), "postgresql"), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "published_at IS NULL OR closes_at IS NOT NULL", name=op.f("ck_engagement_published_with_an_end")
        ),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_engagement_procurement_id_procurement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement")),
        sa.UniqueConstraint("procurement_id", name=op.f("uq_engagement_procurement_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_engagement_public_id")),
    )
    op.create_table(
        "engagement_theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("heard", sa.Text(), nullable=False),
        sa.Column("is_changed", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_engagement_theme_procurement_id_procurement")
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["user.id"], name=op.f("fk_engagement_theme_written_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement_theme")),
        sa.UniqueConstraint("procurement_id", "title", name=op.f("uq_engagement_theme_procurement_id_title")),
    )
    op.create_table(
        "interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procurement_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.LargeBinary(), nullable=False),
        sa.Column("expressed_by_id", sa.Integer(), nullable=False),
        sa.Column("expressed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["expressed_by_id"], ["user.id"], name=op.f("fk_interest_expressed_by_id_user")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_interest_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["procurement_id"], ["procurement.id"], name=op.f("fk_interest_procurement_id_procurement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest")),
        sa.UniqueConstraint(
            "procurement_id", "organisation_id", name=op.f("uq_interest_procurement_id_organisation_id")
        ),
    )
    op.create_table(
        "bid_standing_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bid_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('exclusion', 'financial', 'insurance', 'accreditation')",
            name=op.f("ck_bid_standing_answer_kind_known"),
        ),
        sa.ForeignKeyConstraint(["bid_id"], ["bid.id"], name=op.f("fk_bid_standing_answer_bid_id_bid")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["user.id"], name=op.f("fk_bid_standing_answer_taken_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bid_standing_answer")),
        sa.UniqueConstraint("bid_id", "kind", name=op.f("uq_bid_standing_answer_bid_id_kind")),
    )
    op.create_table(
        "engagement_response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("readiness", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_engagement_response_engagement_id_engagement")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_engagement_response_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["user.id"], name=op.f("fk_engagement_response_submitted_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement_response")),
        sa.UniqueConstraint(
            "engagement_id", "organisation_id", name=op.f("uq_engagement_response_engagement_id_organisation_id")
        ),
    )
    with op.batch_alter_table("engagement_response", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_engagement_response_organisation_id"), ["organisation_id"], unique=False)

    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_organisation_viewer", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.create_check_constraint("one_part", "NOT (is_organisation_lead AND is_organisation_viewer)")
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.alter_column("is_organisation_viewer", server_default=None)
    _profiles()


def _profiles() -> None:
    organisation = sa.table(
        "organisation",
        sa.column("id", sa.Integer()),
        sa.column("name", sa.String()),
        sa.column("audience", sa.String()),
        sa.column("created_at", sa.DateTime(timezone=True)),
    )
    profile = sa.table(
        "supplier_profile",
        *(sa.column(name) for name in ("organisation_id", "name_skeleton", "company_number", "charity_number")),
        *(sa.column(name) for name in ("ods_code", "address", "version")),
        *(sa.column(name, sa.Boolean()) for name in ("is_sme", "is_vcse")),
        sa.column("updated_at", sa.DateTime(timezone=True)),
    )
    found = op.get_bind().execute(sa.select(organisation).where(organisation.c.audience == "supplier")).mappings()
    for each in found.all():
        op.get_bind().execute(
            profile.insert().values(
                organisation_id=each["id"], name_skeleton=skeleton(each["name"])[:400], company_number="",
                charity_number="", ods_code="", address="", version=1, is_sme=False, is_vcse=False,
                updated_at=each["created_at"],
            )
        )  # fmt: skip
