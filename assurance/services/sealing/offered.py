"""The cover of care and the promises of a tender, between their rows and the parts that are put in the box.

An element goes by its pathway and name and an outcome by its code, as in the published programme.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.money import plain
from assurance.domain.tenderbox.parts import COVER, PROMISES, Part
from assurance.persistence.models import Bid, Cover, PathwayElement, Trajectory
from assurance.persistence.queries.bids import Parts
from assurance.persistence.queries.planning import list_elements, list_outcomes


def parts_of(session: Session, bid: Bid, found: Parts) -> Iterator[Part]:
    """Write the cover of care and the promises as parts."""
    elements = [each for each in list_elements(session, bid.procurement_id) if each.id in found.covers]
    yield Part(COVER, "cover", "Cover of care", [_cover(each, found.covers[each.id]) for each in elements])
    outcomes = [each for each in list_outcomes(session, bid.procurement_id) if each.id in found.trajectories]
    promises = [_trajectory(each.code, found.trajectories[each.id]) for each in outcomes]
    yield Part(PROMISES, "promises", "Promises on outcomes", promises)


def read(session: Session, bid: Bid, part: Part, *, by_id: int, at: datetime) -> Iterator[Cover | Trajectory]:
    """Read such a part back as rows, as of a person and an instant."""
    common = {"bid_id": bid.id, "updated_by_id": by_id, "updated_at": at}
    if part.kind == COVER:
        elements = {(each.pathway, each.name): each.id for each in list_elements(session, bid.procurement_id)}
        for each in part.content:
            element_id = elements[each["pathway"], each["element"]]
            yield Cover(element_id=element_id, providers=each["providers"], data_set=each["data_set"], **common)
        return
    outcomes = {each.code: each.id for each in list_outcomes(session, bid.procurement_id)}
    for each in part.content:
        baseline = None if each["baseline"] is None else Decimal(each["baseline"])
        yield Trajectory(
            outcome_id=outcomes[each["outcome"]], baseline=baseline, reason=each["reason"],
            promises=tuple(Decimal(year) for year in each["years"]), **common,
        )  # fmt: skip


def _cover(element: PathwayElement, cover: Cover) -> dict[str, Any]:
    return {
        "pathway": element.pathway, "element": element.name, "providers": cover.providers, "data_set": cover.data_set,
    }  # fmt: skip


def _trajectory(code: str, kept: Trajectory) -> dict[str, Any]:
    baseline = None if kept.baseline is None else plain(kept.baseline)
    years = [plain(each) for each in kept.promises]
    return {"outcome": code, "baseline": baseline, "years": years, "reason": kept.reason}
