"""The yearly review: what the year came to, put together from the record; decisions in words; signed by both sides."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.contracts.performance import Standing
from assurance.domain.contracts.periods import QUARTERS
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.money import format_gbp, plain
from assurance.persistence.models import AnnualReview, Contract, Procurement
from assurance.persistence.queries.contract_running import (
    list_amendments,
    list_reports,
    list_reviews,
    list_statements,
)
from assurance.persistence.queries.gates import list_conditions
from assurance.services import audit, telling
from assurance.services.contracting.reporting import list_asked
from assurance.services.contracting.running import demand_live, demand_provider, get_quarter_over, require_live


def write(
    session: Session, *, contract: Contract, year: int, summary: str, decisions: str, actor: Actor, now: datetime
) -> AnnualReview:
    """Write the review of a year that is over, or write it anew until the authority has signed it."""
    procurement = demand_live(session, contract, Permission.CONTRACT_RUN, actor, act="Write a yearly review")
    get_quarter_over(session, contract, year, QUARTERS, now)
    if len(summary.strip()) < 20:
        raise InvalidInput("summary", "Say in a few sentences how the year went")
    if len(decisions.strip()) < 10:
        raise InvalidInput("decisions", "Enter what was decided; “No change” with its reason, where nothing was")
    session.refresh(contract, with_for_update={"of": Contract})
    known = {each.year: each for each in list_reviews(session, contract.id)}
    review = known.get(year) or AnnualReview(contract_id=contract.id, year=year)
    if review.signed_at is not None:
        raise Conflict("The review is signed and stays as it is")
    review.content = gather(session, contract, procurement, year)
    review.summary, review.decisions = summary.strip(), decisions.strip()
    review.written_by_id, review.written_at = actor.user_id, now
    session.add(review)
    session.flush()
    _record(session, "written", review, procurement, actor, now, summary=review.summary, decisions=review.decisions)
    return review


def sign(session: Session, *, review: AnnualReview, version: int, actor: Actor, now: datetime) -> AnnualReview:
    """Sign a review for the authority; from then on it is fixed and waits for the provider."""
    contract = review.contract
    procurement = demand_live(session, contract, Permission.CONTRACT_RUN, actor, act="Sign a yearly review")
    session.refresh(review, with_for_update={"of": AnnualReview})
    if review.signed_at is not None:
        raise Conflict("The authority has signed this review already")
    if review.version != version:
        raise Conflict("The review was written anew after you opened the page")
    review.signed_by_id, review.signed_at = actor.user_id, now
    _record(session, "signed", review, procurement, actor, now)
    telling.tell(
        session, kind="review:signed", subject=f"{procurement.reference}/{review.year}",
        title=f"The review of contract year {review.year} waits for your signature",
        endpoint="supplier.contract.review", params={"bid_id": contract.bid.public_id, "year": review.year}, now=now,
        organisations=[contract.bid.organisation_id],
    )  # fmt: skip
    return review


def agree(session: Session, *, review: AnnualReview, actor: Actor, now: datetime) -> AnnualReview:
    """Sign a review for the lead provider, after the authority."""
    procurement = require_live(session, review.contract, act="Sign a yearly review")
    demand_provider(review.contract, Permission.BID_SUBMIT, actor, act="sign the review")
    session.refresh(review, with_for_update={"of": AnnualReview})
    if review.signed_at is None:
        raise Conflict("The authority signs first")
    if review.agreed_at is not None:
        raise Conflict("Your organisation has signed this review already")
    review.agreed_by_id, review.agreed_at = actor.user_id, now
    _record(session, "agreed", review, procurement, actor, now)
    return review


def gather(session: Session, contract: Contract, procurement: Procurement, year: int) -> dict[str, Any]:
    """Put together what the year came to: results, ratings, payments, amendments, conditions."""
    reports = list_reports(session, contract.id, year)
    last = {(each.kind, each.code): each for each in reports if each.decision == "accepted"}
    statements = [each for each in list_statements(session, contract.id, only_issued=True) if each.year == year]
    return {
        "results": [
            {
                "kind": asked.kind, "code": asked.code, "name": asked.name, "unit": asked.unit,
                "target": plain(asked.target), "actual": plain(found.actual) if found else None,
                "quarter": found.quarter if found else None,
                "rating": Standing(found.rating).label if found and found.rating else "",
            }
            for asked in list_asked(session, contract)
            for found in (last.get((asked.kind, asked.code)),)
        ],
        "payments": [
            {"quarter": each.quarter, "due": format_gbp(each.due_amount), "to_date": format_gbp(each.to_date_amount)}
            for each in statements
        ],
        "paid": format_gbp(sum((each.due_amount for each in statements), Decimal(0))),
        "amendments": [
            {"number": each.number, "title": each.title, "change": format_gbp(each.value_change_amount)}
            for each in list_amendments(session, contract.id)
            if each.decision == "approved"
        ],
        "conditions": [
            {"reference": each.reference, "text": each.text, "is_met": each.met_at is not None}
            for each in list_conditions(session, procurement.id)
        ],
    }  # fmt: skip


def _record(
    session: Session, act: str, review: AnnualReview, procurement: Procurement, actor: Actor, now: datetime,
    **data: object,
) -> None:  # fmt: skip
    audit.record(
        session, tag=f"review:{act}", actor=actor, now=now, procurement=procurement, subject=f"year {review.year}",
        **data,
    )  # fmt: skip
