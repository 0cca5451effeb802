"""Published versions of the criteria, refinements in the making, and who is told of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.domain.evaluation.retest import Assessed
from assurance.domain.stages import BidStage
from assurance.persistence.among import among
from assurance.persistence.models import (
    Bid,
    CriteriaRefinement,
    CriteriaVersion,
    CriteriaVersionTold,
    CriterionRow,
    DownSelectDecision,
    DownSelectMark,
    Notice,
    Organisation,
)

UNTOLD = frozenset({BidStage.WITHDRAWN, BidStage.EXCLUDED, BidStage.NOT_SELECTED})
"""Bids whose bidder is not told of a refinement: it has left, or went out on other grounds than the criteria."""


def get_version(session: Session, procurement_id: int, number: int) -> CriteriaVersion:
    """Return a version by its number."""
    found = session.scalar(
        select(CriteriaVersion).where(
            CriteriaVersion.procurement_id == procurement_id, CriteriaVersion.number == number
        )
    )
    if found is None:
        raise NotFound(f"There is no version {number} of the criteria")
    return found


def find_newest(session: Session, procurement_id: int) -> CriteriaVersion | None:
    """Find the newest version, or None where none is stored."""
    query = select(CriteriaVersion).where(CriteriaVersion.procurement_id == procurement_id)
    return session.scalar(query.order_by(CriteriaVersion.number.desc()).limit(1))


def get_newest(session: Session, procurement_id: int) -> CriteriaVersion:
    """Return the newest version."""
    found = find_newest(session, procurement_id)
    if found is None:
        raise NotFound("No version of the criteria is published")
    return found


def find_open_refinement(session: Session, procurement_id: int) -> CriteriaRefinement | None:
    """Find the one refinement that is neither published nor discarded, or None."""
    return session.scalar(
        select(CriteriaRefinement).where(
            CriteriaRefinement.procurement_id == procurement_id, CriteriaRefinement.state == "draft"
        )
    )


def list_open_refinements(session: Session, procurement_ids: Sequence[int]) -> dict[int, CriteriaRefinement]:
    """Return the open refinement of each of some procurements that has one."""
    rows = session.scalars(
        select(CriteriaRefinement).where(
            among(CriteriaRefinement.procurement_id, procurement_ids), CriteriaRefinement.state == "draft"
        )
    )
    return {row.procurement_id: row for row in rows}


def list_assessed(session: Session, procurement_id: int) -> list[Assessed]:
    """List the bidders decided on at the down-selection with the marks they were given, by name."""
    decided = session.execute(
        select(Bid.id, Organisation.name, DownSelectDecision.is_kept)
        .join(DownSelectDecision, DownSelectDecision.bid_id == Bid.id)
        .join(Organisation, Organisation.id == Bid.organisation_id)
        .where(Bid.procurement_id == procurement_id)
        .order_by(Organisation.name, Bid.id)
    ).all()
    given = session.execute(
        select(DownSelectMark.bid_id, CriterionRow.code, DownSelectMark.mark)
        .join(CriterionRow, CriterionRow.id == DownSelectMark.criterion_id)
        .where(CriterionRow.procurement_id == procurement_id)
    ).all()
    marks: dict[int, dict[str, int]] = {}
    for bid_id, code, mark in given:
        marks.setdefault(bid_id, {})[code] = mark
    return [Assessed(name, is_kept, marks.get(bid_id, {})) for bid_id, name, is_kept in decided]


def list_to_tell(session: Session, procurement_id: int) -> list[Bid]:
    """List the bids whose bidder is told of a refinement, those eliminated at the down-selection among them."""
    query = select(Bid).where(Bid.procurement_id == procurement_id, Bid.stage.not_in(UNTOLD))
    return list(session.scalars(query.order_by(Bid.id)))


def list_refinements_told(session: Session, bid_id: int) -> list[tuple[CriteriaVersionTold, str]]:
    """List the refined versions a bidder was told of, newest first, with the public id of the notice of each."""
    rows = session.execute(
        select(CriteriaVersionTold, Notice.public_id)
        .join(CriteriaVersion, CriteriaVersion.id == CriteriaVersionTold.version_id)
        .join(
            Notice,
            and_(
                Notice.procurement_id == CriteriaVersion.procurement_id,
                Notice.kind == "criteria_refined",
                Notice.published_at == CriteriaVersion.published_at,
            ),
        )
        .where(CriteriaVersionTold.bid_id == bid_id)
        .order_by(CriteriaVersionTold.id.desc())
    ).all()
    return [(told, public_id) for told, public_id in rows]
