"""What those who marked say to a record: that it is true, that it is true but they hold to another mark, or neither."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.persistence.models import Consensus, ConsensusApproval
from assurance.persistence.queries.panel import list_cells
from assurance.services import audit, laying_ahead
from assurance.services.marking.writing import tidy_text
from assurance.services.moderation.sheets import check_moderation

LONGEST = 20_000


def approve(
    session: Session, *, consensus: Consensus, actor: Actor, now: datetime, dissent: str = ""
) -> ConsensusApproval:
    """Approve, as someone who marked the question, that the record says what was agreed; a dissent stands beside it.

    Raises `NotPermitted` for anyone else, `Conflict` outside moderation, for a retired record or a second approval.
    """
    members = _check_turn(session, consensus, actor, "approve")
    bid, words = consensus.bid, tidy_text("own_dissent", dissent, LONGEST)
    approval = ConsensusApproval(user_id=actor.user_id, approved_at=now, dissent=words)
    consensus.approvals.append(approval)
    audit.record(
        session, tag="consensus:approved", actor=actor, now=now, procurement=bid.procurement,
        subject=f"{bid.public_id}/{consensus.criterion.code}", record=consensus.id, dissent=bool(words),
    )  # fmt: skip
    if members <= {each.user_id for each in consensus.approvals}:
        laying_ahead.ask(session, bid.procurement)
    return approval


def ask_correction(session: Session, *, consensus: Consensus, reason: str, actor: Actor, now: datetime) -> None:
    """Ask the moderator, with a reason, for another record because this one does not say what was agreed.

    Nothing of the record changes, and moderation cannot end while the person has not approved. Raises as `approve`,
    and `InvalidInput` without a reason.
    """
    _check_turn(session, consensus, actor, "ask for a correction of")
    bid, words = consensus.bid, tidy_text("correction", reason, LONGEST)
    if not words:
        raise InvalidInput("correction", "Enter what the record should say instead")
    audit.record(
        session, tag="consensus:correction-asked", actor=actor, now=now, procurement=bid.procurement,
        subject=f"{bid.public_id}/{consensus.criterion.code}", record=consensus.id, reason=words,
    )  # fmt: skip


def _check_turn(session: Session, consensus: Consensus, actor: Actor, act: str) -> set[int]:
    """Return the ids of those who marked the question; raise where it is not the actor's turn."""
    session.refresh(consensus, with_for_update={"of": Consensus})
    check_moderation(consensus.bid.procurement)
    asked = (consensus.bid_id, consensus.criterion_id)
    cells = list_cells(session, consensus.bid.procurement_id)
    members = {each.evaluator_id for each in cells if (each.bid_id, each.criterion_id) == asked}
    if actor.user_id not in members:
        raise NotPermitted(f"Only those who marked the question {act} the record of its agreed mark")
    if consensus.superseded_at is not None:
        raise Conflict(
            f"This record was replaced by a newer one or set aside; read what stands now before you {act} it"
        )
    if any(approval.user_id == actor.user_id for approval in consensus.approvals):
        raise Conflict("You have already approved this record")
    return members
