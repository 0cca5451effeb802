"""The locked individual marks behind the agreed ones, by the ids that documents use; recused people's left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.persistence.queries.criteria import list_scored
from assurance.persistence.queries.evaluation import list_counting_marks


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
    """List the marks on these bids, given as row id to the id in the document."""
    codes = {row.id: row.code for row in list_scored(session, procurement_id)}
    given: list[tuple[str, str, str, int]] = []
    people: dict[str, str] = {}
    for (bid, criterion), marks in list_counting_marks(session, procurement_id).items():
        if bid not in bids or criterion not in codes:
            continue
        for each in marks:
            people[str(each.evaluator_id)] = each.evaluator.name
            given.append((bids[bid], codes[criterion], str(each.evaluator_id), each.mark or 0))
    return IndividualMarks(tuple(sorted(given)), people)
