"""The criteria of a procurement as drafts, for writing them out, reading them in and comparing the two."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.evaluation.criterion import Kind
from assurance.domain.evaluation.drafting import CriterionDraft, Placed
from assurance.domain.evaluation.scales import ZERO_TO_FIVE, Descriptor
from assurance.domain.evaluation.workbook import CriteriaDraft
from assurance.persistence.models import CriterionAssignment, CriterionRow, User
from assurance.persistence.queries.criteria import list_criteria, list_descriptors


def get_draft(session: Session, procurement_id: int) -> CriteriaDraft:
    """Return criteria and scale as they are stored; the usual scale where none is set yet."""
    rows = list_criteria(session, procurement_id)
    codes = {row.id: row.code for row in rows}
    stored = tuple(Descriptor(each.mark, each.label, each.text) for each in list_descriptors(session, procurement_id))
    criteria = tuple(
        Placed(row.code, codes[row.parent_id] if row.parent_id else "", Kind(row.kind), get_written(row))
        for row in rows
    )
    return CriteriaDraft(criteria, stored or ZERO_TO_FIVE.descriptors)


def get_written(row: CriterionRow) -> CriterionDraft:
    """Return what is written of one criterion."""
    return CriterionDraft(
        title=row.title,
        weight_percent=row.weight_percent,
        question=row.question,
        guidance=row.guidance,
        evaluator_guidance=row.evaluator_guidance,
        sub_criteria=tuple(each.title for each in row.sub_criteria),
        minimum=row.minimum,
        word_limit=row.word_limit,
        price_formula=row.price_formula,
        price_parameters={name: Decimal(value) for name, value in row.price_parameters.items()},
        normalise=row.normalise,
        is_down_select=row.is_down_select,
    )


def names_of_markers(session: Session, procurement_id: int) -> dict[str, list[str]]:
    """Return who is to mark each criterion, by its code; criteria nobody marks are left out."""
    found: dict[str, list[str]] = {}
    pairs = session.execute(
        select(CriterionRow.code, User.name)
        .join(CriterionAssignment, CriterionAssignment.criterion_id == CriterionRow.id)
        .join(User, User.id == CriterionAssignment.user_id)
        .where(CriterionRow.procurement_id == procurement_id)
        .order_by(CriterionRow.position, func.lower(User.name))
    )
    for code, name in pairs:
        found.setdefault(code, []).append(name)
    return found
