"""How the criteria were applied and to whom the contract goes, as the record-keeping report says it."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.money import round_out
from assurance.persistence.models import Procurement, Recommendation
from assurance.persistence.queries.awards import find_standing_recommendation
from assurance.persistence.queries.bids import list_in_procurement
from assurance.persistence.queries.criteria import get_tree, list_criteria
from assurance.persistence.queries.evidence import find_result, result_id


def weights(session: Session, procurement_id: int) -> str:
    """Give each scored and price criterion with its weight in the whole."""
    tree = get_tree(session, procurement_id)
    return "\n".join(
        f"{row.title}: {round_out(tree.global_weight(row.code))}% of the whole"
        for row in list_criteria(session, procurement_id)
        if row.kind in ("scored", "price")
    )


def standing(entry: dict[str, object]) -> str:
    """Give the total and the rank of one bid in the confirmed result."""
    if entry.get("total") is None:
        return "not ranked"
    rank = f"rank {entry['rank']}" if entry.get("rank") is not None else "not ranked"
    return f"{round_out(Decimal(str(entry['total'])), 2)} points of 100, {rank}"


def criteria_applied(session: Session, procurement: Procurement) -> str:
    """Give the criteria with weights and what each bid earned by them; nothing before the result is confirmed."""
    result = find_result(session, procurement.id)
    if result is None:
        return ""
    names = {result_id(bid): bid.organisation.name for bid in list_in_procurement(session, procurement.id)}
    lines = [f"{names.get(entry['id'], entry['id'])}: {standing(entry)}" for entry in result.result["bids"]]
    return "\n".join([weights(session, procurement.id), *lines])


def winner_of(session: Session, procurement_id: int) -> Recommendation | None:
    """Find the recommendation that was approved and stands."""
    found = find_standing_recommendation(session, procurement_id)
    return found if found is not None and found.decision == "approved" else None
