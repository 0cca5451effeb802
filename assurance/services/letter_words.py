"""The words of its law in a letter: what it is called, under which headings, against which criteria."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain import money
from assurance.domain.notices.letters import LETTERS, headings
from assurance.persistence.models import Procurement
from assurance.persistence.queries.notices import list_of_procurement
from assurance.services import notice_content
from assurance.services.letter_record import Record
from assurance.services.public_site import site

CALLS = frozenset({"notice_inviting_offers", "uk4", "contract_notice", "criteria_refined"})
"""Kinds of notice in which the award criteria stand in full."""


def said(procurement: Procurement, kind: str) -> dict[str, str]:
    """Give the words of the law that a letter carries: its name, its provision and its headings."""
    words = LETTERS[procurement.procedure.regime]
    if kind == "abandonment":
        return headings(words, "Letter to bidders", words.abandonment)
    if kind == "eliminated" and words.unassessed_title:
        return headings(words, words.unassessed_title, "")
    return headings(words, words.title, words.provision)


def criteria_of_award(session: Session, procurement: Procurement) -> str:
    """Say the award criteria, their weights, how they were scored, and where they stand in full."""
    lines = [notice_content.criteria(session, procurement), notice_content.assessment(session, procurement)]
    call = next((each for each in list_of_procurement(session, procurement.id) if each.kind in CALLS), None)
    if call is not None:
        lines.append(f"In full: {site().notice(call.public_id)}")
    return "\n".join(line for line in lines if line)


def subtotals(record: Record, entry: Mapping[str, Any]) -> list[dict[str, str]]:
    """List what a bid earned in each part of the criteria at the top, of how many points."""
    figures = entry.get("criteria", {})
    return [
        {"title": each.title, "earned": two_places(figures[each.id]["weighted"]), "of": money.round_out(each.weight, 2)}
        for each in record.tree.criteria
        if each.is_judged and each.id in figures
    ]


def two_places(figure: str) -> str:
    """Give a figure of a result to two places."""
    return money.two_places(Decimal(figure))
