"""What bidders would cost by year beside the envelope, and whether the alarm of nobody affordable is answered."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.gates.affordability import Price, Standing, beside, is_decided
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, Procurement
from assurance.persistence.queries import system_impact as queries
from assurance.persistence.queries.awards import list_bids_seen_at
from assurance.persistence.queries.bids import get_parts, list_in_procurement
from assurance.services.planning.budget import envelope_by_year


def envelope(session: Session, procurement: Procurement) -> list[Decimal]:
    """Return the envelope of each contract year; nothing while no budget is chosen."""
    years = envelope_by_year(session, procurement)
    return years if any(years) else []


def indicative(session: Session, procurement: Procurement, bids: Sequence[Bid] | None = None) -> tuple[Standing, ...]:
    """Put what participants last stated beside the envelope, the cheapest first; those still in unless `bids` says."""
    limits = envelope(session, procurement)
    if not limits:
        return ()
    if bids is None:
        bids = list_bids_seen_at(session, procurement.id, BidStage.IN_DIALOGUE, BidStage.INVITED)
    newest = {each.bid_id: each for each in reversed(queries.list_stated(session, [bid.id for bid in bids]))}
    prices = [
        Price(bid.organisation.name, tuple(years))
        for bid in bids
        if bid.id in newest and (years := newest[bid.id].years) is not None and len(years) == len(limits)
    ]
    return beside(limits, prices)


def by_round(session: Session, procurement: Procurement) -> dict[int, tuple[Standing, ...]]:
    """Put what everybody ever stated beside the envelope, round by round, whatever became of them afterwards."""
    limits = envelope(session, procurement)
    names = {bid.id: bid.organisation.name for bid in list_in_procurement(session, procurement.id)}
    rounds: dict[int, list[Price]] = {}
    for each in queries.list_stated(session, list(names)) if limits else ():
        if each.years is not None and len(each.years) == len(limits):
            rounds.setdefault(each.round, []).append(Price(names[each.bid_id], tuple(each.years)))
    return {number: beside(limits, rounds[number]) for number in sorted(rounds)}


def final_price(session: Session, bid: Bid) -> Price | None:
    """Return what an opened tender costs by year, all its prices together; None where they have no years."""
    schedules = list(get_parts(session, bid.id, with_offer=False).schedules.values())
    if not schedules:
        return None
    return Price(bid.organisation.name, tuple(sum(year, Decimal(0)) for year in zip(*schedules, strict=True)))


def decided_for(session: Session, procurement: Procurement) -> list[Decimal]:
    """List by how much the cheapest was above the envelope when each decision was taken."""
    return [each.over_amount for each in queries.list_affordability_decisions(session, procurement.id)]


def is_answered(session: Session, procurement: Procurement, standings: Sequence[Standing]) -> bool:
    """Say whether somebody is within the envelope, or the owner has decided to go on all the same."""
    return is_decided(standings, decided_for(session, procurement))
