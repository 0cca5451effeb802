"""Which bids look abnormally low, worked out afresh from the opened prices, and what stands in the way of a result.

Reads only; what is asked and decided is in `abnormal_bids`. While prices are closed nothing is read and nothing said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.case import EvaluationFacts
from assurance.domain.evaluation.abnormal import PRICE, Threshold, low_prices
from assurance.domain.stages import ASKABLE_BID_STAGES, ASKING_STAGES, Stage
from assurance.persistence.models import Bid, Procurement
from assurance.persistence.queries.abnormal import count_undecided, whole_prices
from assurance.persistence.queries.awards import list_bids_at
from assurance.persistence.queries.evaluation_evidence import list_abnormal
from assurance.persistence.queries.planning import get_contract_value
from assurance.services import results


@dataclass(frozen=True, slots=True)
class LowBid:
    """A bid whose price is looked into, with each reason in words and figures."""

    bid: Bid
    price: Decimal
    reasons: tuple[str, ...]

    @property
    def finding(self) -> str:
        """The reasons as one text, for the record."""
        return ". ".join(self.reasons) + "."


def list_low(session: Session, procurement: Procurement, outcome: results.Outcome | None = None) -> list[LowBid]:
    """List the bids still in whose price is looked into, by the name of the bidder; none while prices are closed.

    At the ranking, a bid below a published minimum is out and counts in no mean.
    """
    if procurement.stage not in ASKING_STAGES or procurement.are_prices_closed:
        return []
    bids = {str(bid.id): bid for bid in _still_in(session, procurement, outcome)}
    prices = {
        str(bid_id): amount for bid_id, amount in whole_prices(session, [bid.id for bid in bids.values()]).items()
    }
    found = low_prices(prices, threshold(session, procurement))
    return [LowBid(bid, prices[key], found[key]) for key, bid in bids.items() if key in found]


def threshold(session: Session, procurement: Procurement) -> Threshold:
    """Return from where on a price of this procurement is looked into."""
    return Threshold(procurement.low_price_percent, get_contract_value(session, procurement).total or None)


def with_low_bids(
    session: Session, procurement: Procurement, facts: EvaluationFacts, outcome: results.Outcome
) -> EvaluationFacts:
    """Add whether prices are open, and what is still to be asked or decided before the ranking is confirmed."""
    settled = {row.bid_id for row in list_abnormal(session, procurement.id) if row.about == PRICE}
    low = list_low(session, procurement, outcome)
    return replace(
        facts,
        prices_open=not procurement.are_prices_closed,
        low_bids_unasked=sum(1 for each in low if each.bid.id not in settled),
        low_bids_undecided=count_undecided(session, procurement.id),
    )


def _still_in(session: Session, procurement: Procurement, outcome: results.Outcome | None) -> list[Bid]:
    if procurement.stage is Stage.RANKING:
        outcome = outcome or results.compute(session, procurement)
        if outcome.result is not None:
            ranked = {bid.id for bid in outcome.result.ranked}
            return [bid for key, bid in outcome.rows.items() if key in ranked]
    return list_bids_at(session, procurement.id, *ASKABLE_BID_STAGES)
