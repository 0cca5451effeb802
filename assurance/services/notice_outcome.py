"""The parts of a notice that come from the award: who, why, for how much, until when it may be challenged."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.award.further import DECISIONS
from assurance.domain.deadlines import say_day
from assurance.domain.errors import NotFound
from assurance.domain.money import format_gbp, round_out
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, Procurement
from assurance.persistence.queries.awards import list_bids_at
from assurance.persistence.queries.contracts import find_contract, list_subcontractors_of, total_price
from assurance.persistence.queries.criteria import get_tree
from assurance.persistence.queries.evidence import get_result, list_declarations, list_representations, result_id

_CHOSEN = (BidStage.PREFERRED, BidStage.CONFIRMED, BidStage.CONTRACTED, BidStage.LIVE)


def chosen(session: Session, procurement: Procurement) -> Bid:
    """Return the bid that is to be, or is, awarded the contract."""
    bids = list_bids_at(session, procurement.id, *_CHOSEN)
    if not bids:
        raise NotFound("There is no preferred bidder in this procurement")
    return bids[0]


def provider(session: Session, procurement: Procurement) -> str:
    """Name the provider and those who deliver under it."""
    bid = chosen(session, procurement)
    lines = [bid.organisation.name]
    lines += [f"{each.name}, for: {each.delivers}" for each in list_subcontractors_of(session, bid.id)]
    return "\n".join(lines)


def agreed_value(session: Session, procurement: Procurement) -> str:
    """Say the value for the whole term as offered, and the term."""
    value = total_price(session, chosen(session, procurement).id)
    lines = [f"Lifetime value: {format_gbp(value)}."] if value is not None else []
    lines.append(
        f"Term of the contract: {procurement.contract_years} years; "
        f"{procurement.outcome_share_percent}% of the payment depends on outcomes."
    )
    return "\n".join(lines)


def reasons(session: Session, procurement: Procurement) -> str:
    """Give the reasons of the award against the published criteria, from the confirmed result."""
    bid = chosen(session, procurement)
    entries = get_result(session, procurement.id).result["bids"]
    entry = next(each for each in entries if each["id"] == result_id(bid))
    ranked = sum(1 for each in entries if each["rank"] is not None)
    compared = "the only tender ranked" if ranked == 1 else f"the highest total of {ranked} tenders ranked"
    lines = [f"{bid.organisation.name} has {_points(entry['total'])} points of 100, {compared}."]
    for criterion in get_tree(session, procurement.id).criteria:
        if criterion.is_judged:
            earned = entry["criteria"][criterion.id]["weighted"]
            lines.append(f"{criterion.title}: {_points(earned)} of {round_out(criterion.weight, 2)} points")
    return "\n".join(lines)


def standstill(procurement: Procurement) -> str:
    """Say when standstill begins, until when representations may be made, how, and why these dates."""
    dates = procurement.standstill
    if dates is None:
        return ""
    return (
        f"Standstill begins on {say_day(dates.begins_on)}. Written representations may be made in this service until "
        f"midnight at the end of {say_day(dates.last_day)}.\n" + "\n".join(dates.why)
    )


def contract(session: Session, procurement: Procurement) -> str:
    """Say the value, the dates of the service and when each party signed."""
    found = find_contract(session, procurement.id)
    if found is None:
        return ""
    extension = f", with up to {found.extension_years} years of extension" if found.extension_years else ""
    signed = max((signature.signed_on for signature in found.signatures), default=None)
    lines = [
        f"Lifetime value: {format_gbp(found.value_amount)}; {found.outcome_share_percent}% depends on outcomes.",
        f"The service starts on {say_day(found.starts_on)} and runs for {found.years} years{extension}.",
    ]
    if signed:
        lines.append(f"Signed by both parties by {say_day(signed)}.")
    return "\n".join(lines)


def representations(session: Session, procurement: Procurement) -> str:
    """Count the representations received and what was decided, without naming who made them."""
    received = list_representations(session, procurement.id)
    if not received:
        return "No representation was received during standstill."
    decided = Counter(each.decision for each in received if each.decision)
    said = [f"{DECISIONS[decision].lower()}: {count}" for decision, count in sorted(decided.items())]
    return f"Representations received: {len(received)}. Further decisions: {'; '.join(said) or 'none yet'}."


def conflicts(session: Session, procurement: Procurement) -> str:
    """Count what was declared and how it was managed, without any personal detail (regulation 21)."""
    made = list_declarations(session, procurement.id)
    if not made:
        return "No declaration of interests was asked for yet."
    people = len({each.user_id for each in made})
    declared = [each for each in made if each.has_conflict]
    lines = [
        f"{_count(people, 'person', 'people')} declared interests bidder by bidder before seeing what it sent: "
        f"{_count(len(made), 'declaration', 'declarations')}."
    ]
    if not declared:
        return f"{lines[0]} None declared a conflict."
    recused = sum(1 for each in declared if each.decision == "recused")
    cleared = sum(1 for each in declared if each.decision == "cleared")
    lines.append(
        f"{_count(len(declared), 'conflict was', 'conflicts were')} declared: in {recused} the person took no part "
        f"in marking that bid, in {cleared} it was found not to affect the marking."
    )
    return " ".join(lines)


def _points(figure: str) -> str:
    return round_out(Decimal(figure), 2)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
