"""The criteria tree of a procurement, as rows for editing and as the domain's tree for judging."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from assurance.domain.errors import NotFound
from assurance.domain.evaluation.criteria import CriteriaTree, Criterion, Kind
from assurance.domain.evaluation.document import read_method
from assurance.domain.evaluation.pricing import DEFAULT_FORMULA
from assurance.domain.evaluation.publication import Publication
from assurance.domain.evaluation.scales import Descriptor
from assurance.persistence.models import CriterionAssignment, CriterionRow, Procurement, ScaleDescriptor

_BY_CODE = (
    select(CriterionRow)
    .where(CriterionRow.procurement_id == bindparam("procurement_id"), CriterionRow.code == bindparam("code"))
    .options(joinedload(CriterionRow.sub_criteria))
)
_DESCRIPTORS = (
    select(ScaleDescriptor)
    .where(ScaleDescriptor.procurement_id == bindparam("procurement_id"))
    .order_by(ScaleDescriptor.mark)
)
"""Asked by every save, so written once."""


def list_criteria(session: Session, procurement_id: int) -> list[CriterionRow]:
    """List every node, parents before children, in the order of the tree."""
    rows = session.scalars(
        select(CriterionRow)
        .where(CriterionRow.procurement_id == procurement_id)
        .order_by(CriterionRow.position, CriterionRow.id)
    ).all()
    below: dict[int | None, list[CriterionRow]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row)
    ordered: list[CriterionRow] = []

    def walk(parent: int | None) -> None:
        for row in below[parent]:
            ordered.append(row)
            walk(row.id)

    walk(None)
    return ordered


def list_scored(session: Session, procurement_id: int) -> list[CriterionRow]:
    """List the scored criteria in the order of the tree."""
    return [row for row in list_criteria(session, procurement_id) if row.kind == Kind.SCORED]


def get_criterion(session: Session, procurement_id: int, code: str) -> CriterionRow:
    """Return a criterion by its code."""
    row = session.scalars(_BY_CODE, {"procurement_id": procurement_id, "code": code}).unique().one_or_none()
    if row is None:
        raise NotFound(f"There is no criterion “{code}”")
    return row


def list_assignments(session: Session, procurement_id: int) -> list[CriterionAssignment]:
    """List who marks what."""
    return list(
        session.scalars(
            select(CriterionAssignment)
            .join(CriterionRow)
            .where(CriterionRow.procurement_id == procurement_id)
            .order_by(CriterionRow.position, CriterionAssignment.user_id)
        )
    )


def list_descriptors(session: Session, procurement_id: int) -> list[ScaleDescriptor]:
    """List what each mark on the scale means, lowest first."""
    return list(session.scalars(_DESCRIPTORS, {"procurement_id": procurement_id}))


def get_tree(session: Session, procurement_id: int) -> CriteriaTree:
    """Return the tree as the domain sees it."""
    rows = list_criteria(session, procurement_id)
    below: dict[int | None, list[CriterionRow]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row)

    def build(row: CriterionRow) -> Criterion:
        return Criterion(
            id=row.code,
            title=row.title,
            weight=row.weight_percent,
            kind=Kind(row.kind),
            children=tuple(build(child) for child in below[row.id]),
            scale=row.scale_top,
            minimum=row.minimum,
            price_formula=row.price_formula or DEFAULT_FORMULA,
            question=row.question,
            guidance=row.guidance,
            word_limit=row.word_limit,
            price_parameters={name: Decimal(value) for name, value in row.price_parameters.items()},
            normalise=row.normalise,
            sub_criteria=tuple(each.title for each in row.sub_criteria),
        )

    return CriteriaTree(tuple(build(row) for row in below[None]))


def get_publication(session: Session, procurement: Procurement) -> Publication:
    """Return everything about the criteria that is published, or would be if they were published now."""
    return Publication(
        tree=get_tree(session, procurement.id),
        method=read_method(procurement.evaluation_method),
        tie_break=tuple(procurement.tie_break),
        descriptors=tuple(
            Descriptor(each.mark, each.label, each.text) for each in list_descriptors(session, procurement.id)
        ),
        down_select=tuple(row.code for row in list_criteria(session, procurement.id) if row.is_down_select),
        price_opens_after_quality=procurement.price_opens_after_quality,
        criteria_may_be_refined=procurement.criteria_may_be_refined,
    )
