"""What the check sees in the record of an agreed mark: in its reason, and in what it leaves of the panel's notes."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from assurance.domain.evaluation.agreed import FindingKey, Given
from assurance.domain.evaluation.rationale import About, Finding, OwnMark, findings, reconciliation_findings
from assurance.domain.evaluation.scales import Descriptor
from assurance.persistence.models import Consensus
from assurance.persistence.queries.criteria import list_descriptors
from assurance.persistence.queries.moderation_trail import AnswerGiven
from assurance.persistence.queries.panel import list_evaluated_bids
from assurance.services.moderation.sheets import Sheet

UNRECONCILED = "unreconciled"
PASSED_OVER = "sub-criterion"


def look(session: Session, found: Sheet, given: Given) -> tuple[Finding, ...]:
    """List what is seen in a record, the worst first: a member's note that it passes over, then the reason itself."""
    own = [OwnMark(each.evaluator.name, each.mark, each.rationale) for each in found.marks if each.mark is not None]
    others = [
        bid.organisation.name for bid in list_evaluated_bids(session, found.bid.procurement_id) if bid is not found.bid
    ]
    scale = [
        Descriptor(each.mark, each.label, each.text) for each in list_descriptors(session, found.bid.procurement_id)
    ]
    about = About(given.mark, found.criterion.scale_top or 0, scale, found.sub_criteria)
    return (
        *reconciliation_findings(own, given.told, given.reason, agreed=given.mark),
        *findings(given.reason, own_name=found.bid.organisation.name, other_names=others, about=about),
    )


def keeps_back(finding: Finding) -> bool:
    """Say whether a finding has to be mended or answered before the record is made; the others are only shown.

    A published point that the reason passes over has its own text in the record, which must be there.
    """
    return finding.code == UNRECONCILED or (finding.blocks_lock and finding.code != PASSED_OVER)


def answers_of(record: Consensus, answers: Mapping[int, list[AnswerGiven]]) -> dict[FindingKey, str]:
    """Return the answers that were given when a record was made."""
    return {(each.code, each.said): each.reason for each in answers.get(record.id, [])}
