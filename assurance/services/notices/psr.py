"""Notices under the Provider Selection Regime Regulations 2023: Schedules 8, 10 and 11, regulations 15 and 24(d)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.procedures import get_procedure
from assurance.domain.stages import BidStage
from assurance.persistence.models import Procurement
from assurance.persistence.queries.awards import list_bids_at
from assurance.services import lots, notice_standing, timetable
from assurance.services import notice_content as content
from assurance.services import notice_outcome as outcome
from assurance.services import notice_refined as refined
from assurance.services.notices.sections import Section, Writer, section


def _inviting_offers(session: Session, procurement: Procurement, now: datetime, reason: str) -> list[Section]:
    return [
        section("What is bought", content.description(session, procurement)),
        section("Value and term", content.estimated_value(session, procurement)),
        section("Outcomes on which payment depends", content.outcomes(session, procurement)),
        section("Procedure", content.procedure(procurement)),
        section("Lots", lots.in_words(session, procurement)),
        section("How providers may work together", content.integration_forms(procurement)),
        section("Financial standing", notice_standing.turnover(session, procurement)),
        section("How to take part", content.how_to_take_part(procurement)),
        section("Indicative timetable", timetable.indicative(session, procurement)),
        section("Award criteria and weights", content.criteria(session, procurement)),
        section("How offers are assessed", content.assessment(session, procurement)),
        section("Who decides", content.decision_makers(session, procurement)),
    ]


def _intention(session: Session, procurement: Procurement, now: datetime, reason: str) -> list[Section]:
    return [
        section("What is bought", content.description(session, procurement)),
        section("Provider to whom the contract is to be awarded", outcome.provider(session, procurement)),
        section("Value and term", outcome.agreed_value(session, procurement)),
        section("Why this provider", outcome.reasons(session, procurement)),
        section("Award criteria and weights", content.criteria(session, procurement)),
        section("Standstill and representations", outcome.standstill(procurement)),
        section("Who decided", content.decision_makers(session, procurement)),
        section("Conflicts of interest", outcome.conflicts(session, procurement)),
    ]


def _award(session: Session, procurement: Procurement, now: datetime, reason: str) -> list[Section]:
    return [
        section("What is bought", content.description(session, procurement)),
        section("Provider", outcome.provider(session, procurement)),
        section("Contract", outcome.contract(session, procurement)),
        section("Why this provider", outcome.reasons(session, procurement)),
        section("Representations", outcome.representations(session, procurement)),
        section("Who decided", content.decision_makers(session, procurement)),
        section("Conflicts of interest", outcome.conflicts(session, procurement)),
    ]


def _abandonment(session: Session, procurement: Procurement, now: datetime, reason: str) -> list[Section]:
    label = get_procedure(procurement.procedure_code, procurement.procedure_version).label
    entered = list_bids_at(session, procurement.id, *(set(BidStage) - {BidStage.DRAFT_REQUEST}))
    took_part = f"{len(entered)} {'provider' if len(entered) == 1 else 'providers'} had asked to take part."
    return [
        section("What was to be bought", procurement.summary),
        section("Decision", f"The {label.lower()} is abandoned without an award. {took_part}"),
        section("Reason", reason.strip()),
        section("Who decided", content.decision_makers(session, procurement)),
    ]


def criteria_refined(session: Session, procurement: Procurement, now: datetime, reason: str) -> list[Section]:
    """Say what changed of the criteria, under any law by which they may be refined."""
    return [
        section("What this is", refined.about(session, procurement)),
        section("What changed", refined.changes(session, procurement)),
        section("Reason", reason.strip()),
        section("Providers who no longer take part", refined.retest(session, procurement)),
        section("Award criteria and weights", content.criteria(session, procurement)),
        section("How offers are assessed", content.assessment(session, procurement)),
    ]


WRITERS: dict[str, Writer] = {
    "notice_inviting_offers": _inviting_offers,
    "criteria_refined": criteria_refined,
    "intention_to_award": _intention,
    "award": _award,
    "abandonment": _abandonment,
}
