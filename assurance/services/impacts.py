"""What bids do to the providers of today, read from the ledger and from what is stated. Reads; changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.provision.system_impact import Effect, effects, unstated
from assurance.persistence.models import Bid, Procurement
from assurance.persistence.queries import system_impact as queries
from assurance.persistence.queries.awards import list_bids_at
from assurance.persistence.queries.facts.award import CHOSEN_STAGES


@dataclass(frozen=True, slots=True)
class Impact:
    """What one bid does to everybody in the ledger."""

    bid: Bid
    effects: tuple[Effect, ...]
    unstated: tuple[str, ...]

    @property
    def net(self) -> Decimal:
        """The change of all results together."""
        return sum((each.net for each in self.effects), Decimal(0))


def is_settled(session: Session, procurement: Procurement) -> bool:
    """Say whether it is known who may lose by the programme, or that nobody does."""
    return bool(
        queries.list_incumbents(session, procurement.id) or queries.find_scope(session, procurement.id) is not None
    )


def chosen_bid(session: Session, procurement: Procurement) -> Bid | None:
    """Return the bid that is to be awarded the contract, or was; None before there is one."""
    return next(iter(list_bids_at(session, procurement.id, *CHOSEN_STAGES)), None)


def impacts(session: Session, bids: Sequence[Bid]) -> list[Impact]:
    """Return what bids of one procurement do to the providers of today, as far as the authority may know it."""
    if not bids:
        return []
    known = queries.providers(queries.list_incumbents(session, bids[0].procurement_id))
    statements = queries.standing_statements(session, bids)
    stated = {bid.id: queries.flows(statements.get(bid.id)) for bid in bids}
    return [Impact(bid, effects(known, stated[bid.id]), unstated(known, stated[bid.id])) for bid in bids]
