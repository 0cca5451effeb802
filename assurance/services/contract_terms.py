"""What the schedules of a contract take over beside care, outcomes and partners.

How gain and loss are shared, the meaning of its words in their versions, who answers for what the form of working
brings, and how money flows down: each as it stood when the contract was drawn up.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.contracts.model import PaymentModel
from assurance.domain.contracts.model_form import risk_data, risk_words
from assurance.domain.money import plain
from assurance.persistence.models import Bid, Procurement, Subcontractor
from assurance.persistence.queries.programme import list_definitions
from assurance.services.bids import cascade
from assurance.services.integration_questions import asked


def sharing(model: PaymentModel | None) -> dict[str, Any]:
    """Write how gain and loss are shared, for reckoning and in words; nothing where no model says so."""
    if model is None or model.risk is None:
        return {}
    limit = {} if model.limit is None else {"limit": plain(model.limit)}
    return {"risk": risk_data(model.risk) | limit, "risk_words": risk_words(model)}


def year_terms(model: PaymentModel | None, number: int) -> dict[str, Any]:
    """Write what a contract year adds to its money: its outcome share, its step, and how much of a gain it settles."""
    if model is None or number > len(model.years):
        return {}
    year = model.years[number - 1]
    return {
        "outcome_share_percent": plain(year.outcome_share * 100), "phase": year.phase.label,
        "settled": plain(year.settled),
    }  # fmt: skip


def meanings(session: Session, procurement: Procurement) -> list[dict[str, Any]]:
    """Write the meaning of every defined term, with the version that binds."""
    return [
        {"term": each.term, "version": each.number, "meaning": each.meaning, "source": each.source}
        for each in list_definitions(session, procurement.id)
    ]


def questions(session: Session, bid: Bid) -> list[dict[str, Any]]:
    """Write who answers for each consequence of the form of working, on both sides."""
    if not bid.integration_form:
        return []
    return [
        {
            "title": each.question.title, "bidder": each.bidder.owner, "answer": each.bidder.answer,
            "authority": each.authority.owner, "authority_answer": each.authority.answer,
        }
        for each in asked(session, bid)
    ]  # fmt: skip


def flow(session: Session, bid: Bid, partners: list[Subcontractor]) -> dict[str, Any]:
    """Write how money flows down: who is funded how, how concentrated it is, and what was remarkable."""
    if not partners:
        return {}
    told = cascade.read(session, bid, partners)
    return {
        "kept_percent": plain(told.chain.kept), "summary": told.summary,
        "tiers": [
            {"name": each.name, "tier": each.tier.label, "risk_percent": plain(each.risk)} for each in told.chain.links
        ],
        "findings": list(told.findings),
    }  # fmt: skip
