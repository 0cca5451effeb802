"""What the schedules of a contract hold, from the programme, the bid and the gates, and how it is paid by year."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.contracts.outcomes import Indicator, Rule
from assurance.domain.contracts.payments import PaymentTerms, payment
from assurance.domain.money import from_pence, plain, round_half_up, to_pence
from assurance.domain.provision.integration import IntegrationForm
from assurance.persistence.models import Bid, Outcome, Procurement
from assurance.persistence.queries.contracts import list_subcontractors_of
from assurance.persistence.queries.gates import list_conditions
from assurance.persistence.queries.planning import list_elements, list_outcomes


def assemble(session: Session, procurement: Procurement, bid: Bid, value: Decimal, years: int) -> dict[str, Any]:
    """Put the schedules together. Conditions are named by their references; how each stands is read at the gate."""
    outcomes = list_outcomes(session, procurement.id)
    form = IntegrationForm(bid.integration_form) if bid.integration_form else None
    return {
        "coverage": [
            {"pathway": each.pathway, "element": each.name} for each in list_elements(session, procurement.id)
        ],
        "outcomes": [_outcome(each) for each in outcomes],
        "subcontractors": [
            {
                "name": each.name,
                "delivers": each.delivers,
                "payment_basis": each.payment_basis,
                "share_percent": plain(each.share_percent),
            }  # fmt: skip
            for each in list_subcontractors_of(session, bid.id)
        ],
        "integration_form": {"code": form.value, "label": form.label, "meaning": form.meaning} if form else None,
        "conditions": [each.reference for each in list_conditions(session, procurement.id)],
        "payment": payment_by_year(value, procurement.outcome_share_percent, years, outcomes),
    }


def payment_by_year(value: Decimal, share_percent: int, years: int, outcomes: list[Outcome]) -> list[dict[str, Any]]:
    """Split the value over the years to the penny, and each year into its base and its outcome pool."""
    whole, odd = divmod(to_pence(value), years)
    rows = []
    for number in range(1, years + 1):
        amount = from_pence(whole + (1 if number <= odd else 0))
        pool = from_pence(_pool_pence(amount, share_percent, outcomes))
        rows.append({"year": number, "base": plain(amount - pool), "outcome_pool": plain(pool), "total": plain(amount)})
    return rows


def _pool_pence(amount: Decimal, share_percent: int, outcomes: list[Outcome]) -> int:
    """Work out the pool by the payment rule itself, with every outcome at its target: what could be earned."""
    if not outcomes:
        return round_half_up(amount * share_percent / 100, 2)
    terms = PaymentTerms(amount, Decimal(share_percent) / 100, tuple(_indicator(each) for each in outcomes))
    return round_half_up(payment(terms).outcome_pool, 2)


def _indicator(outcome: Outcome) -> Indicator:
    return Indicator(
        id=outcome.code, weight=outcome.weight_percent / 100, rule=Rule(outcome.rule), target=outcome.target,
        threshold=outcome.threshold if outcome.rule == Rule.LINEAR else None, actual=outcome.target,
    )  # fmt: skip


def _outcome(outcome: Outcome) -> dict[str, Any]:
    def written(figure: Decimal | None) -> str | None:
        return None if figure is None else plain(figure)

    return {
        "code": outcome.code, "name": outcome.name, "unit": outcome.unit, "rule": outcome.rule,
        "weight_percent": plain(outcome.weight_percent), "baseline": written(outcome.baseline),
        "threshold": written(outcome.threshold), "target": written(outcome.target),
    }  # fmt: skip
