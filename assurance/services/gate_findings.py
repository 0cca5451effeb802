"""Gathers the facts behind the computed findings of a gate, and keeps what was computed when a sitting is concluded.

While a sitting is open, its findings follow the facts of the moment; once it has its verdict they stay what they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.contracts.model import maximum_downside
from assurance.domain.dialogue.competition import is_decided
from assurance.domain.gates import findings as rules
from assurance.domain.gates.definition import Rating
from assurance.domain.gates.findings import Finding, Mender, RiskCapacity
from assurance.domain.tenderbox.visibility import OPENED_STAGES
from assurance.persistence.models import Bid, GateFinding, GateReview, Procurement
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.competition import get_field, list_decided
from assurance.persistence.queries.offers import get_asked, lay_out
from assurance.services import affordability, impacts, integration_questions, payment_model
from assurance.services.bids import backing

Gatherer = Callable[[Session, Procurement, Bid], Iterator[Finding]]
LAST_STEP = "Compliant"
"""The step of the field after which it is known who is left."""


def findings_of(session: Session, review: GateReview) -> tuple[Finding, ...]:
    """Return the findings of a sitting: as kept when it has its verdict, else as the facts are now."""
    if review.verdict is not None:
        return tuple(_kept(row) for row in review.findings)
    procurement = session.get_one(Procurement, review.procurement_id)
    return compute(session, procurement, review.gate_code)


def compute(session: Session, procurement: Procurement, gate_code: str) -> tuple[Finding, ...]:
    """Work out what the facts say at a gate, line by line."""
    found = list(_ledger(session, procurement)) if gate_code in LEDGER_GATES else []
    bid = impacts.chosen_bid(session, procurement)
    if bid is not None:
        for gather in GATHERERS.get(gate_code, ()):
            found.extend(gather(session, procurement, bid))
    return tuple(sorted(found, key=lambda each: (-rules.severity(each), each.line_code, each.code)))


def keep(session: Session, review: GateReview) -> None:
    """Write down the findings of a sitting that is being concluded."""
    for position, each in enumerate(findings_of(session, review), 1):
        review.findings.append(
            GateFinding(
                position=position, code=each.code, line_code=each.line_code, message=each.message, mend=each.mend,
                rating=each.rating.value if each.rating else None,
            )
        )  # fmt: skip


def digest(found: Iterable[Finding]) -> str:
    """Return what names a set of findings, by which it shows that they have changed since somebody signed."""
    lines = sorted(f"{each.code}|{each.line_code}|{each.rating}|{each.message}" for each in found)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _ledger(session: Session, procurement: Procurement) -> Iterator[Finding]:
    if not impacts.is_settled(session, procurement):
        yield Finding(
            "ledger", "system_impact", None, "Nobody has registered the providers of today that may lose income, or "
            "said why none does", "Register them, or say why nobody loses", Mender.OFFICER, "staff.impact.index",
        )  # fmt: skip


def _coverage(session: Session, procurement: Procurement, bid: Bid) -> Iterator[Finding]:
    offer = lay_out(bid, get_parts(session, bid.id, with_prices=False), get_asked(session, procurement.id))
    return rules.coverage(offer.findings)


def _impact(session: Session, procurement: Procurement, bid: Bid) -> Iterator[Finding]:
    (impact,) = impacts.impacts(session, [bid])
    for name in impact.unstated:
        yield Finding(
            f"impact:{name}"[:80], "system_impact", Rating.RED, f"The bid does not say what it would do to {name}",
            "Ask the bidder for its flows", Mender.BIDDER, "staff.impact.index",
        )  # fmt: skip
    yield from rules.system_impact(impact.effects)


def _competition(session: Session, procurement: Procurement, bid: Bid) -> Iterator[Finding]:
    left = dict(get_field(session, procurement.id).steps).get(LAST_STEP, 0)
    return rules.competition(left, is_decided(left, list_decided(session, procurement.id)))


def _affordability(session: Session, procurement: Procurement, bid: Bid) -> Iterator[Finding]:
    limits = affordability.envelope(session, procurement)
    price = affordability.final_price(session, bid) if bid.stage in OPENED_STAGES else None
    if price is not None and len(limits) == len(price.years):
        yield from rules.affordability(limits, price)


def _risk(session: Session, procurement: Procurement, bid: Bid) -> Iterator[Finding]:
    model = payment_model.of_bid(session, bid)
    stated = backing.of(session, bid)
    return rules.risk_capacity(
        RiskCapacity(
            maximum_downside(model) if model else None, max(stated.reserves, Decimal(0)) if stated else None,
            stated.guarantee if stated else None,
        )
    )  # fmt: skip


def _legal_form(session: Session, procurement: Procurement, bid: Bid) -> Iterator[Finding]:
    return rules.legal_form(integration_questions.unowned(session, bid), integration_questions.unanswered(session, bid))


def _subcontracts(session: Session, procurement: Procurement, bid: Bid) -> Iterator[Finding]:
    """Look at partners that said they have signed nothing; of some that was not asked when they were named."""
    partners = get_parts(session, bid.id, with_prices=False).subcontractors
    return rules.subcontracts([each.name for each in partners if each.has_signed_terms is False])


_OF_THE_BID: tuple[Gatherer, ...] = (
    _risk, _legal_form, _subcontracts, _coverage, _impact, _competition, _affordability,
)  # fmt: skip
GATHERERS: dict[str, tuple[Gatherer, ...]] = {
    "checkpoint_2": _OF_THE_BID,
    "gateway_3": (_risk, _affordability),
    "checkpoint_3": (_legal_form,),
}
"""What is computed about the chosen bid at which gate."""
LEDGER_GATES = frozenset({"checkpoint_1", "checkpoint_2"})


def _kept(row: GateFinding) -> Finding:
    rating = Rating(row.rating) if row.rating else None
    return Finding(row.code, row.line_code, rating, row.message, row.mend)
