"""What tests offer beside answers: a small programme, a partner on full terms, years of a price, cover and promises."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.contracts.backing import Backing
from assurance.domain.provision.consequences import Kept, questions
from assurance.domain.provision.coverage import Line
from assurance.domain.provision.partners import Partner, PartnerRole, PaymentBasis
from assurance.persistence.models import Bid, ElementHandover, Outcome, PathwayElement
from assurance.persistence.queries.planning import list_elements, list_outcomes
from assurance.services import bids, integration_questions
from assurance.services.bids import backing

YEARS = tuple(Decimal(each) for each in ("24000", "24000.50", "25000", "25000", "25456.28"))
"""The price of `tenders.fill` by contract year: 123,456.78 together."""
PROMISES = tuple(Decimal(each) for each in (61, 63, 66, 69, 72))


def years_of(amount: Decimal, term: int = 5) -> tuple[Decimal, ...]:
    """Any price by year, to the penny."""
    first = (amount / term).quantize(Decimal("0.01"))
    return (*[first] * (term - 1), amount - first * (term - 1))


def partner(name: str = "Partner", **given: Any) -> Partner:
    """A subcontractor on full terms."""
    terms: dict[str, Any] = {
        "role": PartnerRole.SUBCONTRACTOR, "company_number": "01234567", "delivers": "Physiotherapy",
        "payment_basis": PaymentBasis.ACTIVITY, "share_percent": Decimal("12.5"), "payment_days": 30,
        "outcome_share_percent": Decimal(10), "flows_down": True, "has_no_exclusion_ground": True,
        "is_not_debarred": True, "has_signed_terms": True,
    }  # fmt: skip
    return Partner(name=name, **{**terms, **given})


def programme(session: Session, procurement_id: int) -> None:
    """A programme of two elements with a hand-over between them, and one outcome."""
    first, second = (
        PathwayElement(procurement_id=procurement_id, pathway="Knee pain", name=name, position=at)
        for at, name in enumerate(("First contact", "Physiotherapy"))
    )
    session.add_all((first, second))
    session.flush()
    session.add(ElementHandover(procurement_id=procurement_id, source_id=first.id, target_id=second.id))
    session.add(
        Outcome(
            procurement_id=procurement_id, code="prom", name="Better knees", weight_percent=Decimal(100),
            rule="linear", baseline=Decimal(55), threshold=Decimal(60), target=Decimal(70),
        )
    )  # fmt: skip
    session.flush()


def offer(session: Session, name: str, *, bid: Bid, **who: Any) -> None:
    """Answer for the form, cover the whole programme by the lead, promise every outcome; `name` is in every text."""
    for each in questions(bid.integration_form):
        kept = Kept(f"{name} canary owner", f"{name} canary evidence", f"{name} canary opinion")
        integration_questions.answer_in_tender(session, bid=bid, code=each.code, kept=kept, **who)
    if backing.is_asked(session, bid.procurement):
        stated = Backing(Decimal(2_000_000), Decimal(500_000), f"{name} canary guarantor", f"{name} canary accounts")
        bids.save_backing(session, bid=bid, backing=stated, **who)
    for element in list_elements(session, bid.procurement_id):
        line = Line("", bid.organisation.name, True, PaymentBasis.BLOCK.value)
        bids.save_cover(session, bid=bid, element=element, lines=[line], data_set=f"{name} canary data set", **who)
    for outcome in list_outcomes(session, bid.procurement_id):
        bids.save_trajectory(
            session, bid=bid, outcome=outcome, promises=PROMISES, reason=f"{name} canary reason", **who
        )
