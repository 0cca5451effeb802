"""Parts that notices under the Procurement Act 2023 and the Public Contracts Regulations 2015 have in common."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.deadlines import LONDON, say_day
from assurance.domain.money import percent
from assurance.domain.provision.integration import IntegrationForm
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, Procurement
from assurance.persistence.queries.awards import find_standing_recommendation, list_bids_at
from assurance.persistence.queries.contracts import find_contract, list_subcontractors_of
from assurance.persistence.queries.evidence import get_result, result_id
from assurance.services import notice_content as content
from assurance.services import notice_outcome as outcome
from assurance.services import notice_standing

LIGHT_TOUCH = "The contract is a special regime contract: a light touch contract."
ENGLISH = "Requests, questions and tenders are made in English and in this service only."


def subject_matter(session: Session, procurement: Procurement) -> str:
    """Say what is bought, and that it is mainly services."""
    return f"{content.description(session, procurement)}\nThe contract is mainly for the supply of services."


def take_part(procurement: Procurement) -> str:
    """Say how and by when a request is made, and in which language."""
    said = content.how_to_take_part(procurement)
    return f"{said}\n{ENGLISH}" if said.strip() else ""


def conditions(session: Session, procurement: Procurement, words: str) -> str:
    """Say what must be shown to take part: the `words` of the law, then the turnover that is asked for."""
    asked = notice_standing.turnover(session, procurement)
    return f"{words}\n{asked}" if asked else words


def supplier(session: Session, procurement: Procurement) -> str:
    """Describe the supplier chosen: who it is, how large, in which form, and who delivers under it."""
    bid = outcome.chosen(session, procurement)
    lines = [content.described(session, bid.organisation)]
    if bid.integration_form:
        lines.append(f"Form of the bid: {IntegrationForm(bid.integration_form).label}.")
    lines += [
        f"Delivers under the supplier: {each.name}, for: {each.delivers}"
        for each in list_subcontractors_of(session, bid.id)
    ]
    return "\n".join(lines)


def decided(session: Session, procurement: Procurement) -> str:
    """Say on which day the award was decided: the day the recommendation was approved."""
    found = find_standing_recommendation(session, procurement.id)
    if found is None or found.decided_at is None or found.decision != "approved":
        return ""
    return f"The decision to award was made on {say_day(found.decided_at.astimezone(LONDON).date())}."


def submitted(session: Session, procurement: Procurement) -> list[Bid]:
    """List the bids whose tender was in the box at the deadline, without those withdrawn."""
    query = select(Bid).where(
        Bid.procurement_id == procurement.id, Bid.submitted_at.is_not(None), Bid.stage != BidStage.WITHDRAWN
    )
    return sorted(session.scalars(query), key=lambda bid: (bid.organisation.name, bid.id))


def assessed(session: Session, procurement: Procurement) -> list[Bid]:
    """List the bids that were assessed for the most advantageous tender, by name."""
    ids = {each["id"] for each in get_result(session, procurement.id).result["bids"]}
    return [bid for bid in submitted(session, procurement) if result_id(bid) in ids]


def counted(session: Session, procurement: Procurement) -> list[str]:
    """Count the tenders submitted and assessed."""
    return [
        f"Tenders submitted by the deadline: {len(submitted(session, procurement))}.",
        f"Tenders assessed: {len(assessed(session, procurement))}.",
    ]


def subcontracted(session: Session, procurement: Procurement) -> str:
    """Say which share of the contract is subcontracted."""
    rows = list_subcontractors_of(session, outcome.chosen(session, procurement).id)
    share = sum(each.share_percent for each in rows)
    return f"Likely to be subcontracted: {percent(share)} of the contract." if share else ""


def entered_into(session: Session, procurement: Procurement) -> str:
    """Say on which day the contract was entered into: that of the last signature."""
    found = find_contract(session, procurement.id)
    signed = max((each.signed_on for each in found.signatures), default=None) if found else None
    return f"The contract was entered into on {say_day(signed)}." if signed else ""


def ended(session: Session, procurement: Procurement, words: str) -> str:
    """Say that the procurement ends, and how many had asked to take part."""
    entered = list_bids_at(session, procurement.id, *(set(BidStage) - {BidStage.DRAFT_REQUEST}))
    return f"{words} {len(entered)} {'supplier' if len(entered) == 1 else 'suppliers'} had asked to take part."
