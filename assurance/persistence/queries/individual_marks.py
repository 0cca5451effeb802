"""The locked individual marks behind the agreed ones, by the ids that documents use; recused people's left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.evaluation.criteria import Kind
from assurance.persistence.models import CriterionRow, Mark, User
from assurance.persistence.queries.panel import recused_pairs


@dataclass(frozen=True, slots=True)
class IndividualMarks:
    """Bid, criterion, evaluator and mark in a fixed order, and the evaluators' names."""

    given: tuple[tuple[str, str, str, int], ...]
    people: Mapping[str, str]

    def by_cell(self) -> dict[tuple[str, str], dict[str, Decimal]]:
        """Return the marks by evaluator, for each pair of bid and criterion."""
        return marks_by_cell(self.given)


def marks_by_cell(given: tuple[tuple[str, str, str, int], ...]) -> dict[tuple[str, str], dict[str, Decimal]]:
    """Return marks by evaluator, for each pair of bid and criterion."""
    cells: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
    for bid, criterion, person, mark in given:
        cells[bid, criterion][person] = Decimal(mark)
    return cells


def list_individual_marks(session: Session, procurement_id: int, bids: Mapping[int, str]) -> IndividualMarks:
    """List the marks on these bids, given as row id to the id in the document; their words are not read."""
    rows = session.execute(
        select(Mark.bid_id, CriterionRow.code, Mark.evaluator_id, User.name, Mark.mark)
        .join(CriterionRow, CriterionRow.id == Mark.criterion_id)
        .join(User, User.id == Mark.evaluator_id)
        .where(
            CriterionRow.procurement_id == procurement_id,
            CriterionRow.kind == Kind.SCORED.value,
            Mark.bid_id.in_(bids),
            Mark.locked_at.is_not(None),
        )
    )
    recused = recused_pairs(session, procurement_id)
    given: list[tuple[str, str, str, int]] = []
    people: dict[str, str] = {}
    for bid_id, code, person, name, mark in rows:
        if (person, bid_id) not in recused:
            people[str(person)] = name
            given.append((bids[bid_id], code, str(person), mark or 0))
    return IndividualMarks(tuple(sorted(given)), people)
