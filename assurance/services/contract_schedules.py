"""What the schedules of a contract hold, from the programme, the bid and the gates, and how it is paid by year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.contracts.model import PaymentModel
from assurance.domain.contracts.outcomes import Indicator, Rule
from assurance.domain.contracts.payments import PaymentTerms, payment
from assurance.domain.contracts.schedule_changes import share_of
from assurance.domain.money import from_pence, plain, round_half_up, to_pence
from assurance.domain.provision.integration import IntegrationForm
from assurance.domain.provision.partners import basis_label
from assurance.persistence.models import Bid, Outcome, PathwayElement, Procurement, Subcontractor
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.gates import list_conditions
from assurance.persistence.queries.offers import Offer, Promise, get_asked, lay_out
from assurance.services import contract_terms, payment_model


def assemble(session: Session, procurement: Procurement, bid: Bid, value: Decimal, years: int) -> dict[str, Any]:
    """Put the schedules together. Conditions are named by their references; how each stands is read at the gate."""
    parts = get_parts(session, bid.id)
    offer = lay_out(bid, parts, get_asked(session, procurement.id))
    outcomes = list(offer.asked.outcomes)
    model = payment_model.of(session, procurement)
    form = IntegrationForm(bid.integration_form) if bid.integration_form else None
    return {
        "coverage": [_covered(offer, each) for each in offer.asked.elements],
        "outcomes": [_outcome(each, offer.promise(each)) for each in outcomes],
        "subcontractors": [_partner(each) for each in offer.partners],
        "cascade": contract_terms.flow(session, bid, list(offer.partners)),
        "definitions": contract_terms.meanings(session, procurement),
        "integration_form": {"code": form.value, "label": form.label, "meaning": form.meaning} if form else None,
        "integration_questions": contract_terms.questions(session, bid),
        "conditions": [each.reference for each in list_conditions(session, procurement.id)],
        "payment": payment_by_year(
            value, procurement.outcome_share_percent, years, outcomes, offered_by_year(parts.schedules.values()), model
        ),
        **contract_terms.sharing(model),
    }


def offered_by_year(schedules: Iterable[Sequence[Decimal]]) -> list[Decimal]:
    """Add up what was offered under each price criterion, year by year."""
    return [sum(year, Decimal(0)) for year in zip(*schedules, strict=True)]


def payment_by_year(
    value: Decimal,
    share_percent: int,
    years: int,
    outcomes: list[Outcome],
    offered: Sequence[Decimal] = (),
    model: PaymentModel | None = None,
) -> list[dict[str, Any]]:
    """Write what is paid in each year, to the penny, and each year as its base and its outcome pool.

    The years are those offered where they make up this value and this term, and else equal parts. The outcome share of
    a year is that of the payment model, and else the one share there is.
    """
    rows = []
    for number, amount in enumerate(_amounts(value, years, offered), start=1):
        terms = contract_terms.year_terms(model, number)
        pool = from_pence(_pool_pence(amount, share_of(terms, Decimal(share_percent)), outcomes))
        money = {"base": plain(amount - pool), "outcome_pool": plain(pool), "total": plain(amount)}
        rows.append({"year": number, **money, **terms})
    return rows


def _amounts(value: Decimal, years: int, offered: Sequence[Decimal]) -> list[Decimal]:
    if len(offered) == years and sum(offered, Decimal(0)) == value:
        return list(offered)
    whole, odd = divmod(to_pence(value), years)
    return [from_pence(whole + (1 if number <= odd else 0)) for number in range(1, years + 1)]


def _pool_pence(amount: Decimal, share: Decimal, outcomes: list[Outcome]) -> int:
    """Work out the pool by the payment rule itself, with every outcome at its target: what could be earned."""
    if not outcomes:
        return round_half_up(amount * share, 2)
    terms = PaymentTerms(amount, share, tuple(_indicator(each) for each in outcomes))
    return round_half_up(payment(terms).outcome_pool, 2)


def _indicator(outcome: Outcome) -> Indicator:
    return Indicator(
        id=outcome.code, weight=outcome.weight_percent / 100, rule=Rule(outcome.rule), target=outcome.target,
        threshold=outcome.threshold if outcome.rule == Rule.LINEAR else None, actual=outcome.target,
    )  # fmt: skip


def _covered(offer: Offer, element: PathwayElement) -> dict[str, Any]:
    """Write who delivers an element of care; a tender that was not asked says only which element it is."""
    found: dict[str, Any] = {"pathway": element.pathway, "element": element.name}
    cover = offer.covers.get(element.id)
    if cover is None:
        return found
    bases = {each["name"]: basis_label(each["payment_basis"]) for each in cover.providers}
    accountable = offer.accountable(element)
    others = [{"name": name, "payment_basis": basis} for name, basis in bases.items() if name != accountable]
    return found | {
        "accountable": accountable, "payment_basis": bases.get(accountable, ""), "takes_part": others,
        "handed_over": cover.data_set, "to": [each.name for each in offer.asked.onward(element)],
    }  # fmt: skip


def _partner(each: Subcontractor) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": each.name, "delivers": each.delivers, "payment_basis": each.paid_by,
        "share_percent": plain(each.share_percent),
    }  # fmt: skip
    if each.role is None or each.payment_days is None or each.outcome_share_percent is None:
        return found
    return found | {
        "role": each.role_label, "company_number": each.company_number, "payment_days": int(each.payment_days),
        "outcome_share_percent": plain(each.outcome_share_percent), "flows_down": bool(each.flows_down),
    }  # fmt: skip


def _outcome(outcome: Outcome, promise: Promise | None) -> dict[str, Any]:
    def written(figure: Decimal | None) -> str | None:
        return None if figure is None else plain(figure)

    found: dict[str, Any] = {
        "code": outcome.code, "name": outcome.name, "unit": outcome.unit, "rule": outcome.rule,
        "weight_percent": plain(outcome.weight_percent), "baseline": written(outcome.baseline),
        "threshold": written(outcome.threshold), "target": written(outcome.target),
    }  # fmt: skip
    if outcome.definition is not None:
        found["definition"] = outcome.definition.label
    return found if promise is None else found | {"promised": [plain(each) for each in promise.years]}
