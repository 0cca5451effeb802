"""What would change the winner of a procurement: computed from its result, and kept while nothing in it changes.

It reads the individual marks as well, so it is for those who may see the ranking, and no earlier than they may.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import rfc8785
from sqlalchemy.orm import Session

from assurance.domain.evaluation.document import parse_evaluation
from assurance.domain.evaluation.sensitivity import Report, analyse
from assurance.domain.evaluation.sensitivity.shares import DEFAULT_SEED
from assurance.persistence.models import Procurement
from assurance.persistence.queries.individual_marks import list_individual_marks, marks_by_cell
from assurance.services.results import Outcome

DRAWS = 20_000
"""Draws behind a page: the shares are then within about 0.7 percentage points, 95 times in 100."""


@dataclass(frozen=True)
class Analysis:
    """A report, and who the evaluators in it are."""

    report: Report
    people: Mapping[str, str]
    """Evaluator in the report to the person's name."""


def analysis(session: Session, procurement: Procurement, outcome: Outcome) -> Analysis:
    """Return what would change the winner of a result; raises `ValueError` for one that has faults."""
    if outcome.result is None:
        raise ValueError("a result with faults has no winner to change")
    bids = {row.id: bid_id for bid_id, row in outcome.rows.items()}
    marks = list_individual_marks(session, procurement.id, bids)
    return Analysis(_report(rfc8785.dumps(outcome.evaluation), marks.given, DRAWS, DEFAULT_SEED), marks.people)


@lru_cache(maxsize=64)
def _report(document: bytes, given: tuple[tuple[str, str, str, int], ...], draws: int, seed: int) -> Report:
    """Compute a report once for everything that goes into it, whoever asks; who may ask is decided before."""
    return analyse(parse_evaluation(document), marks_by_cell(given), draws=draws, seed=seed)
