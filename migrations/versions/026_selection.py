"""Selection in full: questionnaire, answers, who is relied on, judgements, decisions on grounds, replacements.

What a request said before becomes its answers to the questions of the template: the turnover as the first year, the
text as experience, and the declaration that no ground applies as one for each ground, made by the bidder. Values are
opened and closed again, since each is bound to its column; so the program has its keys in use before it upgrades.
"""

from __future__ import annotations

import json
import uuid
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from alembic import op

from assurance.persistence.secret_columns import close, disclose

revision = "026_selection"
down_revision = "030_held_texts"
branch_labels = None
depends_on = None

GROUNDS = (
    "manslaughter", "terrorism", "fraud", "slavery", "organised-crime", "tax", "cartel", "investigation", "labour",
    "environment", "insolvency", "competition", "professional", "performance", "improper", "security",
)  # fmt: skip
BEFORE = ("annual_turnover_amount", "has_no_exclusion_ground", "experience")


def upgrade() -> None:
    """Apply the change."""
    _questions()
    _parties()
    _judgements()
    with op.batch_alter_table("letter") as batch:
        batch.drop_constraint(batch.f("ck_letter_kind_known"), type_="check")
    with op.batch_alter_table("letter") as batch:
        batch.create_check_constraint(
            batch.f("ck_letter_kind_known"), "kind IN ('outcome', 'abandonment', 'selection')"
        )
    _keep_requests()
    for column in BEFORE:
        op.execute(f"ALTER TABLE bid DROP COLUMN {column}")


def _table(name: str, *parts: Any, uniques: tuple[tuple[str, ...], ...] = (), **references: str) -> None:
    """Make a table whose keys and references are named as everywhere."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *parts,
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{name}_{column}_{target}"))
            for column, target in references.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *(sa.UniqueConstraint(*columns, name=op.f(f"uq_{name}_{'_'.join(columns)}")) for columns in uniques),
    )


def _column(name: str, kind: Any, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return _column(name, sa.Integer(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return _column(name, sa.DateTime(timezone=True), nullable=nullable)


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _questions() -> None:
    _table(
        "selection_questionnaire",
        _number("procurement_id"),
        _column("content", sa.JSON()),
        _column("digest", sa.String(length=64)),
        _moment("frozen_at", nullable=True),
        _moment("updated_at"),
        _number("updated_by_id"),
        _number("version"),
        _check("selection_questionnaire", "frozen_whole", "(frozen_at IS NULL) = (digest = '')"),
        uniques=(("procurement_id",),),
        procurement_id="procurement",
        updated_by_id="user",
    )
    _table(
        "selection_answer",
        _number("bid_id"),
        _column("code", sa.String(length=40)),
        _column("content", sa.LargeBinary()),
        _moment("updated_at"),
        _number("updated_by_id"),
        _number("version"),
        uniques=(("bid_id", "code"),),
        bid_id="bid",
        updated_by_id="user",
    )


def _parties() -> None:
    _table(
        "selection_party",
        _column("public_id", sa.String(length=36)),
        _number("bid_id"),
        _column("party", sa.Enum("bidder", "member", "subcontractor", native_enum=False, length=40,
                                 create_constraint=False)),
        *(_column(name, sa.LargeBinary()) for name in ("name", "company_number", "delivers", "declared")),
        _moment("updated_at"),
        _number("version"),
        _check("selection_party", "selection_party", "party IN ('bidder', 'member', 'subcontractor')"),
        uniques=(("public_id",),),
        bid_id="bid",
    )  # fmt: skip
    op.create_index(op.f("ix_selection_party_bid_id"), "selection_party", ["bid_id"], unique=False)
    _table(
        "replacement_notice",
        _number("party_id"),
        _column("reason", sa.Text()),
        _moment("given_at"),
        _number("given_by_id"),
        _moment("answer_by"),
        _number("replacement_id", nullable=True),
        _moment("answered_at", nullable=True),
        _number("answered_by_id", nullable=True),
        _column("answer", sa.LargeBinary()),
        _check("replacement_notice", "leaves_time", "answer_by > given_at"),
        _check("replacement_notice", "answered_by_someone", "(answered_at IS NULL) = (answered_by_id IS NULL)"),
        uniques=(("party_id",), ("replacement_id",)),
        party_id="selection_party",
        given_by_id="user",
        replacement_id="selection_party",
        answered_by_id="user",
    )


def _judgements() -> None:
    _table(
        "selection_judgement",
        _number("bid_id"),
        _column("code", sa.String(length=40)),
        _number("mark", nullable=True),
        _column("passes", sa.Boolean(), nullable=True),
        _column("reason", sa.Text()),
        _number("judged_by_id"),
        _moment("judged_at"),
        _number("version"),
        _check("selection_judgement", "mark_or_pass", "(mark IS NULL) != (passes IS NULL)"),
        _check("selection_judgement", "has_reason", "reason != ''"),
        uniques=(("bid_id", "code"),),
        bid_id="bid",
        judged_by_id="user",
    )
    _table(
        "ground_decision",
        _number("party_id"),
        _column("ground", sa.String(length=40)),
        _column("excludes", sa.Boolean()),
        _column("reason", sa.Text()),
        _number("decided_by_id"),
        _moment("decided_at"),
        _number("version"),
        _check("ground_decision", "has_reason", "reason != ''"),
        uniques=(("party_id", "ground"),),
        party_id="selection_party",
        decided_by_id="user",
    )


def _keep_requests() -> None:
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT bid.id, bid.created_at, bid.annual_turnover_amount AS turnover, bid.experience, "
            "bid.has_no_exclusion_ground AS is_clean, organisation.name, "
            '(SELECT MIN(id) FROM "user" WHERE organisation_id = organisation.id) AS author '
            "FROM bid JOIN organisation ON organisation.id = bid.organisation_id"
        ).columns(created_at=sa.DateTime(timezone=True))
    )
    for row in rows.mappings().all():
        _keep_party(connection, row)
        if row["turnover"] is not None:
            amount = Decimal(int.from_bytes(disclose("bid.annual_turnover_amount", bytes(row["turnover"])), "big",
                                            signed=True)).scaleb(-2)  # fmt: skip
            years = [{"year": "Last financial year", "amount": str(amount)}]
            _keep_answer(connection, row, "standing", {"years": years})
        experience = disclose("bid.experience", bytes(row["experience"])).decode()
        if experience:
            _keep_answer(connection, row, "experience", {"text": experience})


def _keep_party(connection: sa.Connection, row: Any) -> None:
    applies = dict.fromkeys(GROUNDS, False) if row["is_clean"] else {}
    texts = {"name": row["name"], "company_number": "", "delivers": ""}
    _insert(
        connection,
        "selection_party",
        public_id=str(uuid.uuid4()),
        bid_id=row["id"],
        party="bidder",
        declared=_closed("selection_party.declared", {"applies": applies, "self_cleaning": {}}),
        updated_at=row["created_at"],
        version=1,
        **{name: close(f"selection_party.{name}", text.encode()) for name, text in texts.items()},
    )


def _keep_answer(connection: sa.Connection, row: Any, code: str, content: dict[str, Any]) -> None:
    _insert(
        connection, "selection_answer", bid_id=row["id"], code=code, version=1, updated_by_id=row["author"],
        updated_at=row["created_at"], content=_closed("selection_answer.content", content),
    )  # fmt: skip


def _closed(column: str, content: dict[str, Any]) -> bytes:
    return close(column, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def _insert(connection: sa.Connection, table: str, /, **values: Any) -> None:
    columns = [sa.column(key, sa.DateTime(timezone=True) if key == "updated_at" else None) for key in values]
    connection.execute(sa.table(table, *columns).insert().values(values))
