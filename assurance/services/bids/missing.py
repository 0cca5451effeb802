"""What a bid still needs before it can be sent, in the bidder's words, each with the page where it is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assurance.domain.evaluation.criteria import Kind
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, CriterionRow
from assurance.persistence.queries.bids import Parts, get_parts
from assurance.persistence.queries.criteria import list_criteria


@dataclass(frozen=True, slots=True)
class Missing:
    """One part that is missing, and the page where it is given; `code` names the criterion where there is one."""

    what: str
    endpoint: str
    code: str = ""


def missing_parts(session: Session, bid: Bid) -> tuple[Missing, ...]:
    """List what the request, or after it the final tender, still needs; nothing when it can be sent."""
    if bid.stage is BidStage.DRAFT_REQUEST:
        return tuple(_of_request(bid))
    return tuple(_of_tender(bid, list_criteria(session, bid.procurement_id), get_parts(session, bid.id)))


def _of_request(bid: Bid) -> Iterator[Missing]:
    page = "supplier.bids.request"
    if bid.annual_turnover_amount is None:
        yield Missing("Your organisation’s annual turnover", page)
    if not bid.has_no_exclusion_ground:
        yield Missing("The declaration that no ground for exclusion applies", page)
    if not bid.experience.strip():
        yield Missing("Your experience of this care", page)


def _of_tender(bid: Bid, criteria: list[CriterionRow], parts: Parts) -> Iterator[Missing]:
    for row in criteria:
        answer = parts.answers.get(row.id)
        if row.kind == Kind.SCORED and (answer is None or not answer.text.strip()):
            yield Missing(f"The answer to “{row.title}”", "supplier.bids.answer", row.code)
        if row.kind == Kind.PASS_FAIL and (answer is None or not answer.is_confirmed):
            yield Missing(f"The confirmation of “{row.title}”", "supplier.bids.answer", row.code)
        if row.kind == Kind.PRICE and row.id not in parts.prices:
            yield Missing(f"The price for “{row.title}”", "supplier.bids.price", row.code)
    if not bid.integration_form:
        yield Missing("The form in which the providers work together", "supplier.bids.form")
