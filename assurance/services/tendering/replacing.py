"""Puts a whole draft of the criteria in the place of what is stored, in one transaction or not at all.

A criterion keeps its row, and with it the duties to mark it, while its short name stays and it stays scored.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.evaluation.criterion import Kind
from assurance.domain.evaluation.drafting import Placed
from assurance.domain.evaluation.workbook_changes import Changes
from assurance.persistence.models import CriterionAssignment, CriterionRow, Procurement
from assurance.persistence.queries.criteria import list_criteria
from assurance.services import audit
from assurance.services.planning.draft import revise
from assurance.services.tendering.criteria import told, write
from assurance.services.tendering.placing import renumber
from assurance.services.tendering.scale import ensure_scale, set_scale
from assurance.services.tendering.workbook import compare, unpack


def replace_criteria(
    session: Session, *, procurement: Procurement, table: str, version: int, actor: Actor, now: datetime
) -> Changes:
    """Store what `read_upload` read and a person confirmed; all of it is checked once more.

    Raises `Conflict` where the criteria are fixed or anything of the plan was changed since it was read.
    """
    revise(procurement, version)
    reading = compare(session, procurement, *unpack(table))
    changes, scale = reading.changes, reading.draft.scale
    ensure_scale(session, procurement)
    if changes.scale:
        set_scale(session, procurement=procurement, descriptors=scale, actor=actor, now=now)
    drop_duties(session, procurement, changes.no_longer_scored)
    rows = write_rows(session, procurement, reading.draft.criteria, top=scale[-1].mark)
    remove_rows(session, [row for row in rows if row.code in {each.code for each in changes.removed}])
    renumber(session, procurement)
    audit.record(
        session, tag="criteria:replaced", actor=actor, now=now, procurement=procurement,
        added=[each.code for each in changes.added], removed=[each.code for each in changes.removed],
        changed=[each.code for each in changes.changed], duties_lost=dict(reading.duties_lost),
        criteria={row.code: told(row) for row in list_criteria(session, procurement.id)},
    )  # fmt: skip
    return changes


def drop_duties(session: Session, procurement: Procurement, codes: Collection[str]) -> None:
    """Take away the duties to mark some criteria."""
    ids = [row.id for row in list_criteria(session, procurement.id) if row.code in codes]
    session.execute(delete(CriterionAssignment).where(CriterionAssignment.criterion_id.in_(ids)))


def write_rows(
    session: Session, procurement: Procurement, criteria: Collection[Placed], *, top: int
) -> list[CriterionRow]:
    """Write every criterion into its row, parents first, and return all rows, also those no longer named."""
    rows = {row.code: row for row in list_criteria(session, procurement.id)}
    for position, placed in enumerate(criteria):
        row = rows.get(placed.code) or CriterionRow(procurement_id=procurement.id, code=placed.code)
        rows[placed.code] = row
        row.kind, row.scale_top = placed.kind.value, top if placed.kind is Kind.SCORED else None
        row.parent_id, row.position = rows[placed.parent].id if placed.parent else None, position
        with session.no_autoflush:  # a new row is stored only once all of it is written
            write(row, placed.draft)
        session.add(row)
        session.flush()  # a criterion under this one needs its id
    return list(rows.values())


def remove_rows(session: Session, rows: Collection[CriterionRow]) -> None:
    """Take rows out, each after all that stand under it."""
    left = list(rows)
    while left:
        parents = {row.parent_id for row in left}
        for row in [row for row in left if row.id not in parents]:
            left.remove(row)
            session.delete(row)
            session.flush()  # the database checks that nothing stands under a row as it goes
