"""How the money of a tender flows down, and what is remarkable about it; joined with what was said at selection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assurance.domain.contracts.model import PaymentModel
from assurance.domain.provision import cascade as rules
from assurance.domain.provision.cascade import Cascade
from assurance.domain.selection.grounds import Party
from assurance.persistence.models import Bid, SelectionParty, Subcontractor
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.payment import chain_of
from assurance.persistence.queries.selection import RequestRecord, read_request
from assurance.services import payment_model


@dataclass(frozen=True, slots=True)
class Told:
    """A chain with what is remarkable in it, and in one sentence how concentrated it is."""

    chain: Cascade
    findings: tuple[str, ...]
    summary: str


def read(session: Session, bid: Bid, partners: Sequence[Subcontractor]) -> Told:
    """Read the chain of a tender from its partners."""
    return told(bid, partners, payment_model.of(session, bid.procurement), read_request(session, bid))


def told(bid: Bid, partners: Sequence[Subcontractor], model: PaymentModel | None, request: RequestRecord) -> Told:
    """Tell the same of what was read already."""
    chain = chain_of(bid.organisation.name, partners, model)
    return Told(chain, (*rules.findings(chain), *_of_selection(request, partners)), chain.summary)


def findings(session: Session, bid: Bid) -> list[str]:
    """List what is remarkable in how a tender passes money and risk down, in words; nothing while it is sealed."""
    partners = get_parts(session, bid.id, with_prices=False, with_offer=False).subcontractors
    return list(read(session, bid, partners).findings)


def _of_selection(request: RequestRecord, partners: Sequence[Subcontractor]) -> list[str]:
    """Tell whose grounds for exclusion were not looked into at selection, and whose apply and were let pass."""
    known = [each for each in request.parties if each.party is not Party.BIDDER]
    said, unseen = [], []
    for each in partners:
        party = next((row for row in known if _is_same(row, each)), None)
        if party is None:
            unseen.append(each.name)
            continue
        applies = [code for code, does in party.declared["applies"].items() if does]
        if applies:
            grounds = "a ground" if len(applies) == 1 else f"{len(applies)} grounds"
            decided = sum((party.id, code) in request.decisions for code in applies)
            state = "which was decided on" if decided == len(applies) else "which nobody has decided on"
            said.append(f"{each.name} declared {grounds} for exclusion in the request to take part, {state}")
    if unseen:
        said.append(
            f"Not named in the request to take part, so nobody has seen their declarations: {'; '.join(unseen)}"
        )
    return said


def _is_same(party: SelectionParty, partner: Subcontractor) -> bool:
    if party.company_number and partner.company_number:
        return party.company_number == partner.company_number
    return party.name.casefold() == partner.name.casefold()
