"""The parts of a procurement as its hub lists them: in the order they are used, from the stage they make sense."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from assurance.domain.stages import Stage, reached
from assurance.web.guards import may_open


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a procurement, and the stage from which it has something to show."""

    label: str
    endpoint: str
    since: Stage = Stage.PLANNING


PARTS: dict[str, tuple[Part, ...]] = {
    "Plan": (
        Part("Timetable", "staff.timetable.index"),
        Part("Programme, budget, pathways and outcomes", "staff.planning.show"),
        Part("Questionnaire to the market", "staff.engagement.index", Stage.ENGAGEMENT),
        Part("Award criteria", "staff.tender.criteria"),
        Part("Selection questionnaire", "staff.selection.questionnaire"),
        Part("Lots", "staff.lots.show"),
        Part("Notice and deadlines", "staff.tender.notice"),
        Part("Panel and marking duties", "staff.evaluation.panel"),
    ),
    "Bidders": (
        Part("Questions, addenda and deadlines", "staff.clarifications.index"),
        Part("Requests to take part", "staff.selection.index", Stage.CALL),
        Part("Dialogue", "staff.dialogue.index", Stage.DIALOGUE_1),
        Part("Is there still genuine competition?", "staff.dialogue.competition", Stage.SELECTION),
        Part("Effects on the providers of today", "staff.impact.index"),
        Part("Prices beside the envelope", "staff.impact.affordability", Stage.DIALOGUE_1),
        Part("Key of the tender box", "staff.sealing.show", Stage.DIALOGUE_1),
        Part("Final tenders and opening", "staff.opening.show", Stage.DIALOGUE_CLOSED),
    ),
    "Evaluation": (
        Part("Conflict declarations", "staff.evaluation.conflicts", Stage.SELECTION),
        Part("My marking", "staff.evaluation.queue", Stage.SCORING),
        Part("Panel progress", "staff.evaluation.progress", Stage.SCORING),
        Part("Moderation", "staff.evaluation.moderation", Stage.MODERATION),
        Part("Low bids and questions to bidders", "staff.evaluation.abnormal", Stage.OPENING),
        Part("Ranking", "staff.evaluation.ranking", Stage.RANKING),
    ),
    "Assurance, award and contract": (
        Part("Gates and conditions", "staff.gates.index"),
        Part("Recommendation", "staff.award.recommendation", Stage.RECOMMENDATION),
        Part("Letters", "staff.award.letters", Stage.INTENTION),
        Part("Invitations and de-briefs", "staff.letters.index", Stage.SELECTION),
        Part("Standstill and representations", "staff.award.standstill", Stage.STANDSTILL),
        Part("Claims in court", "staff.award.claims", Stage.STANDSTILL),
        Part("Contract", "staff.contract.show", Stage.AWARD),
        Part("Plan of mobilisation", "staff.contract.mobilisation", Stage.AWARD),
        Part("Running contract", "staff.contract.running", Stage.LIVE),
    ),
    "Records": (
        Part("Notices", "staff.notices.index"),
        Part("Packs", "staff.packs.index"),
        Part("People and roles", "staff.procurements.people"),
        Part("Timeline", "staff.procurements.timeline"),
        Part("Requests for information", "staff.information.index"),
        Part("How long records are kept", "staff.retention.show"),
    ),
}


def parts_of(procurement: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """List heading and links of each group, leaving out what this person may not open or what is yet to come."""
    groups = []
    for heading, parts in PARTS.items():
        links = [
            (part.label, url_for(part.endpoint, ref=procurement.reference))
            for part in parts
            if may_open(part.endpoint) and _has_begun(procurement.stage, part.since)
        ]
        if links:
            groups.append((heading, links))
    return groups


def _has_begun(stage: Stage, since: Stage) -> bool:
    return stage is Stage.ABANDONED or reached(stage, since)
