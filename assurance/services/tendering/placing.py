"""Where a criterion stands: in which group, and before or after which other."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.evaluation.drafting import DEEPEST
from assurance.persistence.models import CriterionRow, Procurement
from assurance.persistence.queries.criteria import get_criterion, list_criteria
from assurance.services import audit
from assurance.services.planning.draft import revise


def move_criterion(
    session: Session, *, procurement: Procurement, code: str, up: bool, actor: Actor, now: datetime
) -> CriterionRow:
    """Let a criterion change places with the one before or after it in its group, or raise `Conflict` at the end."""
    revise(procurement)
    row = get_criterion(session, procurement.id, code)
    siblings = [each for each in list_criteria(session, procurement.id) if each.parent_id == row.parent_id]
    here = siblings.index(row)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(siblings):
        raise Conflict(f"“{row.title}” is already the {'first' if up else 'last'} where it stands")
    row.position, siblings[there].position = siblings[there].position, row.position
    renumber(session, procurement)
    neighbour = siblings[there].code
    audit.record(
        session, tag="criterion:moved", actor=actor, now=now, procurement=procurement, subject=code,
        **({"before": neighbour} if up else {"after": neighbour}),
    )  # fmt: skip
    return row


def place_criterion(
    session: Session, *, procurement: Procurement, code: str, parent_code: str, actor: Actor, now: datetime
) -> CriterionRow:
    """Put a criterion, with everything under it, into another group or at the top, after those already there."""
    revise(procurement)
    row = get_criterion(session, procurement.id, code)
    rows = list_criteria(session, procurement.id)
    below = _below(rows, row)
    group = find_group(session, procurement, parent_code)
    if group in {each.id for each in below}:
        raise InvalidInput("parent_code", f"“{row.title}” cannot stand in itself or in a group under it")
    deep = max(_depth(rows, each.id) for each in below) - _depth(rows, row.id) + _depth(rows, group) + 1
    _refuse_too_deep(deep)
    if group != row.parent_id:
        row.parent_id, row.position = group, 2**20
    renumber(session, procurement)
    audit.record(
        session, tag="criterion:placed", actor=actor, now=now, procurement=procurement, subject=code, under=parent_code
    )
    return row


def find_group(session: Session, procurement: Procurement, parent_code: str | None) -> int | None:
    """Find the group a criterion is to stand in, by its code; nothing means at the top."""
    if not parent_code:
        return None
    parent = get_criterion(session, procurement.id, parent_code)
    if parent.kind != Kind.GROUP:
        raise InvalidInput("parent_code", f"“{parent.title}” is not a group; only a group has criteria under it")
    _refuse_too_deep(_depth(list_criteria(session, procurement.id), parent.id) + 1)
    return parent.id


def _refuse_too_deep(depth: int) -> None:
    if depth > DEEPEST:
        raise InvalidInput("parent_code", f"Criteria go {DEEPEST} levels deep at most; choose a group nearer the top")


def _below(rows: list[CriterionRow], top: CriterionRow) -> list[CriterionRow]:
    """List a criterion and all under it; `rows` has parents before children."""
    found = [top]
    for row in rows:
        if row.parent_id in {each.id for each in found}:
            found.append(row)
    return found


def _depth(rows: list[CriterionRow], criterion_id: int | None) -> int:
    """Count the levels down to a criterion: 1 at the top of the tree, 0 for no criterion."""
    parents = {row.id: row.parent_id for row in rows}
    depth = 0
    while criterion_id is not None:
        depth, criterion_id = depth + 1, parents[criterion_id]
    return depth


def renumber(session: Session, procurement: Procurement) -> None:
    """Number the nodes as the tree is read, so that lists of questions come in that order everywhere."""
    session.flush()  # the tree is read from the database, with what was just added, moved or removed
    for position, row in enumerate(list_criteria(session, procurement.id)):
        row.position = position
