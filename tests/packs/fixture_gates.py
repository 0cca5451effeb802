"""The gates of the fixture: checkpoint 1 with a condition still open, and checkpoint 2 under way."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assurance.domain.gates.catalogue import GATES
from assurance.persistence.models import (
    Condition,
    EvidenceRequest,
    GateFinding,
    GateLine,
    GateReview,
    GateSignature,
    Procurement,
    User,
)

RATINGS = ("green", "amber", "green", "green", "amber", "green", "green", "green")
REASONS = {
    "amber": "The papers seen cover the question; one figure still has to be reconciled to the ledger.",
    "green": "The papers seen cover the question.",
}


def add_gates(session: Session, procurement: Procurement, people: dict[str, User], now: datetime) -> None:
    """Insert one concluded sitting and one that is still open."""
    held = now - timedelta(days=210)
    review = GateReview(
        procurement_id=procurement.id, gate_code="checkpoint_1", opened_at=held - timedelta(days=10),
        verdict="proceed_with_conditions", verdict_reason="No line is red. Two mandatory lines are amber and carry a "
        "condition each; both can be met before the contract is signed.", concluded_at=held,
        concluded_by_id=people["Test Reviewer"].id,
    )  # fmt: skip
    session.add(review)
    session.flush()
    for position, key_line in enumerate(GATES["checkpoint_1"].key_lines):
        session.add(
            GateLine(
                review_id=review.id, code=key_line.code, position=position, title=key_line.title,
                question=key_line.question, what_good_looks_like=key_line.what_good_looks_like,
                evidence_asked="; ".join(key_line.evidence), is_mandatory=key_line.is_mandatory,
                rating=RATINGS[position % 8], reason=REASONS[RATINGS[position % 8]],
                evidence_seen=key_line.evidence[0], rated_by_id=people["Test Reviewer"].id, rated_at=held,
            )
        )  # fmt: skip
    for number, (text, blocks) in enumerate(
        (("Reconcile the category budget to the ledger for the latest year.", "contract_signature"),
         ("Agree emergency rota cover with the incumbent trust.", "service_start")), start=1
    ):  # fmt: skip
        session.add(
            Condition(
                procurement_id=procurement.id, review_id=review.id, line_code="budget", reference=f"C1-{number}",
                text=text, owner="Chief Finance Officer", evidence_required="Signed reconciliation",
                due_on=(now + timedelta(days=40 * number)).date(), blocks=blocks,
                met_at=None if number == 1 else now - timedelta(days=90),
                met_by_id=None if number == 1 else people["Test Second Reviewer"].id,
                met_evidence="" if number == 1 else "Letter of agreement of 19 December 2025.",
            )
        )  # fmt: skip
    session.add(
        GateFinding(
            review_id=review.id, position=1, code="impact", line_code="system_impact", rating="amber",
            message="Test Trust would be left with £120,000 of stranded cost a year that nothing makes good",
            mend="Agree who bears the stranded cost",
        )
    )  # fmt: skip
    session.add(
        EvidenceRequest(
            public_id="evidence-of-the-fixture", review_id=review.id, line_code="budget", due_on=held.date(),
            what="Reconciliation of the category budget", person_id=people["Test Reviewer"].id,
            asked_by_id=people["Test Reviewer"].id, asked_at=held - timedelta(days=5), answered_at=held,
            answered_by_id=people["Test Reviewer"].id, answer="Folder 4", settled="accepted",
        )
    )  # fmt: skip
    for name in ("Test Reviewer", "Test Second Reviewer"):
        session.add(GateSignature(review_id=review.id, user_id=people[name].id, signed_at=held))
    session.add(GateReview(procurement_id=procurement.id, gate_code="checkpoint_2", opened_at=now + timedelta(days=1)))
    session.flush()
