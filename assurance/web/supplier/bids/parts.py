"""Finds the criterion that a page of the final tender is about."""

from __future__ import annotations

from typing import Any

from assurance.domain.errors import NotFound
from assurance.domain.evaluation.criteria import Kind
from assurance.persistence.queries.criteria import get_criterion
from assurance.web.guards import bid
from assurance.web.transaction import db


def criterion_of(code: str, *kinds: Kind) -> Any:
    """Return the criterion with this code, if it is of one of the kinds."""
    row = get_criterion(db(), bid().procurement_id, code)
    if row.kind not in kinds:
        raise NotFound("There is no such question in this procurement")
    return row
