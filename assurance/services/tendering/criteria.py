"""The tree of award criteria while it is drafted; once the call is published nothing in it can change.

PSR 2023 regulation 5 and Schedule 8: the criteria and what each counts for are published before offers are made.
A tree may be saved with faults, which are named on the page and keep it from being published.
"""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.evaluation.criteria_faults import TIE_RULES
from assurance.domain.evaluation.pricing import DEFAULT_FORMULA, FORMULAS
from assurance.persistence.models import CriterionAssignment, CriterionRow, Procurement
from assurance.persistence.queries.criteria import get_criterion, list_criteria
from assurance.services import audit
from assurance.services.planning.draft import hundredths, line, revise
from assurance.services.tendering.scale import ensure_scale

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", re.ASCII)


def add_criterion(
    session: Session,
    *,
    procurement: Procurement,
    code: str,
    title: str,
    kind: Kind,
    actor: Actor,
    now: datetime,
    parent_code: str | None = None,
    weight_percent: Decimal = Decimal(0),
    question: str = "",
    guidance: str = "",
    minimum: Decimal | None = None,
    word_limit: int | None = None,
    price_formula: str = "",
    is_down_select: bool = False,
) -> CriterionRow:
    """Add a node at the top of the tree or under a group, after those already there.

    A scored criterion is marked on the procurement’s one scale; the first one sets up the usual scale from 0 to 5.
    """
    revise(procurement)
    row = CriterionRow(
        procurement_id=procurement.id, code=_new_code(session, procurement, code), kind=Kind(kind).value,
        parent_id=_group(session, procurement, parent_code), position=2**20,
        scale_top=ensure_scale(session, procurement) if kind == Kind.SCORED else None,
    )  # fmt: skip
    _write(row, title, weight_percent, question, guidance, minimum, word_limit, price_formula, is_down_select)
    session.add(row)
    _renumber(session, procurement)
    _record(session, "criterion:added", row, procurement, actor, now)
    return row


def edit_criterion(
    session: Session,
    *,
    procurement: Procurement,
    code: str,
    title: str,
    actor: Actor,
    now: datetime,
    weight_percent: Decimal = Decimal(0),
    question: str = "",
    guidance: str = "",
    minimum: Decimal | None = None,
    word_limit: int | None = None,
    price_formula: str = "",
    is_down_select: bool = False,
) -> CriterionRow:
    """Rewrite a criterion; its code, its kind and its place in the tree stay."""
    revise(procurement)
    row = get_criterion(session, procurement.id, code)
    _write(row, title, weight_percent, question, guidance, minimum, word_limit, price_formula, is_down_select)
    _record(session, "criterion:changed", row, procurement, actor, now)
    return row


def remove_criterion(session: Session, *, procurement: Procurement, code: str, actor: Actor, now: datetime) -> None:
    """Take a criterion out of the tree with the marking duties given for it; a group must be empty first."""
    revise(procurement)
    row = get_criterion(session, procurement.id, code)
    if session.scalar(select(CriterionRow.id).where(CriterionRow.parent_id == row.id).limit(1)) is not None:
        raise Conflict(f"“{row.title}” still has criteria under it: remove those first")
    if code in procurement.tie_break:
        raise Conflict(f"“{row.title}” is used to break ties: change the tie-break rules first")
    session.execute(delete(CriterionAssignment).where(CriterionAssignment.criterion_id == row.id))
    session.delete(row)
    _renumber(session, procurement)
    audit.record(session, tag="criterion:removed", actor=actor, now=now, procurement=procurement, subject=code)


def _new_code(session: Session, procurement: Procurement, code: str) -> str:
    code = code.strip()
    if not _CODE.fullmatch(code):
        raise InvalidInput("code", "Enter a short name of letters, figures, dots and dashes, such as clinical-model")
    if code in TIE_RULES:
        raise InvalidInput("code", f"“{code}” is the name of a tie-break rule; choose another")
    taken = select(CriterionRow.id).where(CriterionRow.procurement_id == procurement.id, CriterionRow.code == code)
    if session.scalar(taken) is not None:
        raise InvalidInput("code", f"“{code}” is already used for another criterion")
    return code


def _group(session: Session, procurement: Procurement, parent_code: str | None) -> int | None:
    if not parent_code:
        return None
    parent = get_criterion(session, procurement.id, parent_code)
    if parent.kind != Kind.GROUP:
        raise InvalidInput("parent_code", f"“{parent.title}” is not a group; only a group has criteria under it")
    return parent.id


def _write(
    row: CriterionRow,
    title: str,
    weight_percent: Decimal,
    question: str,
    guidance: str,
    minimum: Decimal | None,
    word_limit: int | None,
    price_formula: str,
    is_down_select: bool,
) -> None:
    """Write what the kind of the criterion allows; anything else is refused at its field, never dropped."""
    kind = Kind(row.kind)
    _check_kind(kind, weight_percent, question, minimum, word_limit, is_down_select)
    if kind is Kind.PRICE and (price_formula or DEFAULT_FORMULA) not in FORMULAS:
        raise InvalidInput("price_formula", "Choose one of the formulas")
    row.title = line(title, "title", "Enter a title", 200)
    row.weight_percent = weight_percent
    row.question, row.guidance = question.strip(), guidance.strip()
    row.minimum, row.word_limit = _minimum(minimum, row), word_limit
    row.price_formula = (price_formula or DEFAULT_FORMULA) if kind is Kind.PRICE else ""
    row.is_down_select = is_down_select


def _check_kind(
    kind: Kind,
    weight_percent: Decimal,
    question: str,
    minimum: Decimal | None,
    word_limit: int | None,
    is_down_select: bool,
) -> None:
    if not 0 <= hundredths(weight_percent, "weight_percent") <= 100:
        raise InvalidInput("weight_percent", "Enter a weight from 0 to 100")
    if kind is Kind.PASS_FAIL and weight_percent:
        raise InvalidInput("weight_percent", "A pass or fail criterion carries no weight")
    if kind in {Kind.PRICE, Kind.PASS_FAIL} and minimum is not None:
        raise InvalidInput("minimum", "Only a scored criterion or a group has a minimum")
    if kind is not Kind.SCORED and is_down_select:
        raise InvalidInput("is_down_select", "Only a scored criterion can be marked in the down-selection")
    if kind is not Kind.SCORED and word_limit is not None:
        raise InvalidInput("word_limit", "Only a scored criterion has a limit of words")
    if word_limit is not None and not 0 < word_limit <= 50_000:
        raise InvalidInput("word_limit", "Enter a limit of 1 to 50,000 words")
    if kind is Kind.GROUP and question.strip():
        raise InvalidInput("question", "A group asks nothing; put the question on a criterion under it")


def _minimum(minimum: Decimal | None, row: CriterionRow) -> Decimal | None:
    if minimum is None:
        return None
    top, unit = (100, "per cent") if row.kind == Kind.GROUP else (row.scale_top or 0, "marks")
    if not 0 <= hundredths(minimum, "minimum") <= top:
        raise InvalidInput("minimum", f"Enter a minimum from 0 to {top} {unit}")
    return minimum


def _renumber(session: Session, procurement: Procurement) -> None:
    """Number the nodes as the tree is read, so that lists of questions come in that order everywhere."""
    session.flush()  # the tree is read from the database, with what was just added or removed
    for position, row in enumerate(list_criteria(session, procurement.id)):
        row.position = position


def _record(
    session: Session, tag: str, row: CriterionRow, procurement: Procurement, actor: Actor, now: datetime
) -> None:
    audit.record(
        session, tag=tag, actor=actor, now=now, procurement=procurement, subject=row.code,
        title=row.title, kind=row.kind, weight=row.weight_percent, minimum=row.minimum, question=row.question,
        guidance=row.guidance, word_limit=row.word_limit, formula=row.price_formula, down_select=row.is_down_select,
    )  # fmt: skip
