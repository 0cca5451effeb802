"""Facts about effects on other providers and about affordability, where a rule asks for them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from assurance.domain.case import ImpactFacts
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid, DownSelectDecision, Procurement
from assurance.persistence.queries import system_impact as queries
from assurance.persistence.queries.awards import list_bids_at
from assurance.persistence.queries.evidence import list_down_select_decisions
from assurance.services import affordability, impacts

TALKING = (Stage.DIALOGUE_1, Stage.DOWN_SELECT, Stage.DIALOGUE_2, Stage.DIALOGUE_CLOSED)


def impact_facts(session: Session, procurement: Procurement) -> ImpactFacts:
    """Return what is stated by those who count at this stage; elsewhere nobody is asked and nothing is known."""
    settled = impacts.is_settled(session, procurement)
    if procurement.stage in TALKING:
        return _of_participants(session, procurement, settled)
    bid = impacts.chosen_bid(session, procurement) if procurement.stage is Stage.RECOMMENDATION else None
    silent = tuple(_silent(session, [bid])) if bid is not None else ()
    return ImpactFacts(settled, silent, (), nobody_affordable=False)


def _of_participants(session: Session, procurement: Procurement, settled: bool) -> ImpactFacts:
    kept = _kept(list_down_select_decisions(session, procurement.id))
    bids = [bid for bid in list_bids_at(session, procurement.id, BidStage.IN_DIALOGUE) if kept.get(bid.id, True)]
    priced = {each.bid_id for each in queries.list_stated(session, [bid.id for bid in bids]) if each.years}
    standings = affordability.indicative(session, procurement, bids)
    return ImpactFacts(
        settled,
        tuple(_silent(session, bids)),
        tuple(bid.organisation.name for bid in bids if bid.id not in priced),
        nobody_affordable=not affordability.is_answered(session, procurement, standings),
    )


def _kept(decisions: Sequence[DownSelectDecision]) -> dict[int, bool]:
    return {each.bid_id: each.is_kept for each in decisions}


def _silent(session: Session, bids: Sequence[Bid]) -> list[str]:
    """Name the bidders of which an effect on somebody in the ledger is not stated."""
    return [each.bid.organisation.name for each in impacts.impacts(session, bids) if each.unstated]
