"""Notices written from stored fields: what is public about a procurement, and when it became so.

The contents follow Schedules 8, 10 and 11 and regulations 15 and 24(d) of the Provider Selection Regime Regulations
2023. People appear by role and post, never by name; conflicts as counts and what was done, without detail.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.procedures import get_procedure
from assurance.domain.stages import BidStage
from assurance.persistence.models import Notice, Procurement
from assurance.persistence.queries.awards import list_bids_at
from assurance.services import audit, lots, timetable
from assurance.services import notice_content as content
from assurance.services import notice_outcome as outcome
from assurance.services import notice_refined as refined
from assurance.services.open_data.publishing import publish_release
from assurance.services.suppliers import alerts

TITLES = {
    "notice_inviting_offers": "Notice inviting offers",
    "intention_to_award": "Intention to award",
    "award": "Confirmation of award",
    "abandonment": "Abandonment",
    "criteria_refined": "Award criteria refined",
    "uk4": "Tender notice (UK4)",
    "uk6": "Contract award notice (UK6)",
    "uk7": "Contract details notice (UK7)",
    "uk12": "Procurement termination notice (UK12)",
    "contract_notice": "Contract notice",
    "contract_award_notice": "Contract award notice",
    "contract_award_notice_none": "Contract award notice: no contract awarded",
}
Section = dict[str, str]
Writer = Callable[[Session, Procurement, datetime, str], list[Section]]


def compose(
    session: Session, *, procurement: Procurement, kind: str, now: datetime, reason: str = ""
) -> tuple[str, dict[str, Any]]:
    """Write a notice: its title and its sections of heading and text. Sections without text are left out."""
    title = f"{TITLES[kind]}: {procurement.title}"
    sections = [_about(procurement), *_WRITERS[kind](session, procurement, now, reason)]
    return title, {"sections": [section for section in sections if section["text"].strip()]}


def publish(
    session: Session, *, procurement: Procurement, kind: str, actor: Actor, now: datetime, reason: str = ""
) -> Notice:
    """Write a notice and make it public."""
    title, content = compose(session, procurement=procurement, kind=kind, now=now, reason=reason)
    notice = Notice(
        public_id=str(uuid.uuid4()), procurement_id=procurement.id, kind=kind, title=title, content=content,
        published_at=now,
    )  # fmt: skip
    session.add(notice)
    release = publish_release(session, procurement=procurement, notice=notice, reason=reason)
    alerts.announce(session, notice)
    audit.record(
        session, tag="notice:published", actor=actor, now=now, procurement=procurement, subject=kind,
        release=release.release_id, sha256=release.digest,
    )  # fmt: skip
    return notice


def section(heading: str, text: str) -> Section:
    """Make one section of a notice."""
    return {"heading": heading, "text": text}


def _about(procurement: Procurement) -> Section:
    lines = (
        procurement.title,
        f"Reference: {procurement.reference}",
        f"Relevant authority: {procurement.organisation.name}",
    )
    return section("Procurement", "\n".join(lines))


def _inviting_offers(session: Session, procurement: Procurement, now: datetime, reason: str) -> list[Section]:
    return [
        section("What is bought", content.description(session, procurement)),
        section("Value and term", content.estimated_value(session, procurement)),
        section("Outcomes on which payment depends", content.outcomes(session, procurement)),
        section("Procedure", content.procedure(procurement)),
        section("Lots", lots.in_words(session, procurement)),
        section("How providers may work together", content.integration_forms(procurement)),
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


def _criteria_refined(session: Session, procurement: Procurement, now: datetime, reason: str) -> list[Section]:
    return [
        section("What this is", refined.about(session, procurement)),
        section("What changed", refined.changes(session, procurement)),
        section("Reason", reason.strip()),
        section("Providers who no longer take part", refined.retest(session, procurement)),
        section("Award criteria and weights", content.criteria(session, procurement)),
        section("How offers are assessed", content.assessment(session, procurement)),
    ]


_WRITERS: dict[str, Writer] = {
    "notice_inviting_offers": _inviting_offers,
    "intention_to_award": _intention,
    "award": _award,
    "abandonment": _abandonment,
    "criteria_refined": _criteria_refined,
    "uk4": _inviting_offers,
    "uk6": _intention,
    "uk7": _award,
    "uk12": _abandonment,
    "contract_notice": _inviting_offers,
    "contract_award_notice": _award,
    "contract_award_notice_none": _abandonment,
}
