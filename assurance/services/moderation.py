"""Agreed marks: recorded by the moderator with what was discussed and why, approved by those who marked the question.

An agreed mark is a record of its own beside the individual marks; changing it makes a new record that must be approved
again (Lancashire Care v Lancashire CC [2018] EWHC 1589 (TCC); EnergySolutions v NDA [2016] EWHC 1988 (TCC)).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.evaluation.moderation import consensus_faults
from assurance.domain.stages import Stage, reached
from assurance.persistence.models import Bid, Consensus, ConsensusApproval, CriterionRow, Mark, Procurement
from assurance.persistence.queries.evaluation import list_counting_marks, list_records
from assurance.persistence.queries.panel import Cell, list_cells, list_evaluated_bids
from assurance.services import audit, conflicts
from assurance.services.marking import check_rationale
from assurance.services.permission import demand


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on one question of one bid: the marks that count, and the records of what was agreed, newest first."""

    bid: Bid
    criterion: CriterionRow
    marks: tuple[Mark, ...]
    records: tuple[Consensus, ...]

    @property
    def agreed(self) -> Consensus | None:
        """The current record, or None."""
        return next((record for record in self.records if record.superseded_at is None), None)


def record_consensus(
    session: Session, *, bid: Bid, criterion: CriterionRow, mark: int, discussion: str, reason: str, dissent: str,
    actor: Actor, now: datetime, replaces: int | None = None,
) -> Consensus:  # fmt: skip
    """Put the mark the panel agreed on record; an earlier record is retired, with its approvals, and kept.

    `replaces` is the record the moderator was shown (0 for none); raises `Conflict` when another was made meanwhile,
    or outside moderation; `InvalidInput` for a mark off the scale, a reason that is none or compares bids, or a
    missing account of the discussion where anyone's own mark differs from the agreed one.
    """
    demand(actor, Permission.MODERATION_LEAD, bid.procurement, act="record agreed marks")
    _check_moderation(bid.procurement)
    found = sheet(session, bid=bid, criterion=criterion, actor=actor)
    if not found.marks:
        raise Conflict("Here nobody's mark counts, so there is nothing to agree: decide the conflicts first")
    if replaces is not None and replaces != (found.agreed.id if found.agreed else 0):
        raise Conflict("Another record of this agreed mark was made after you opened the page")
    _check_record(session, found, mark, discussion.strip(), reason.strip())
    if found.agreed is not None:
        found.agreed.superseded_at = now
        session.flush()  # the old record must be retired before the new one can be current
    record = Consensus(
        bid_id=bid.id, criterion_id=criterion.id, mark=mark, scale_top=criterion.scale_top or 0,
        discussion=discussion.strip(), reason=reason.strip(), dissent=dissent.strip(), moderator_id=actor.user_id,
        recorded_at=now,
    )  # fmt: skip
    session.add(record)
    audit.record(
        session, tag="consensus:recorded", actor=actor, now=now, procurement=bid.procurement,
        subject=f"{bid.public_id}/{criterion.code}", mark=mark, before=found.agreed.mark if found.agreed else None,
        reason=reason.strip(), dissent=bool(dissent.strip()),
    )  # fmt: skip
    return record


def approve(session: Session, *, consensus: Consensus, actor: Actor, now: datetime) -> ConsensusApproval:
    """Approve, as someone who marked the question, that the record says what was agreed.

    Raises `NotPermitted` for anyone else, `Conflict` outside moderation, for a retired record or a second approval.
    """
    session.refresh(consensus, with_for_update=True)
    bid = consensus.bid
    _check_moderation(bid.procurement)
    if Cell(bid.id, consensus.criterion_id, actor.user_id) not in list_cells(session, bid.procurement_id):
        raise NotPermitted("Only those who marked the question approve the record of its agreed mark")
    if consensus.superseded_at is not None:
        raise Conflict("This record was replaced by a newer one; read that one before you approve")
    if any(approval.user_id == actor.user_id for approval in consensus.approvals):
        raise Conflict("You have already approved this record")
    approval = ConsensusApproval(user_id=actor.user_id, approved_at=now)
    consensus.approvals.append(approval)
    audit.record(
        session, tag="consensus:approved", actor=actor, now=now, procurement=bid.procurement,
        subject=f"{bid.public_id}/{consensus.criterion.code}", record=consensus.id,
    )  # fmt: skip
    return approval


def sheet(session: Session, *, bid: Bid, criterion: CriterionRow, actor: Actor) -> Sheet:
    """Return the locked marks of a question side by side, once the whole panel has locked, never before.

    Raises `Conflict` before moderation, or before the actor has declared on the bid; `NotFound` for a bid the panel
    does not mark, or from which the actor is recused.
    """
    require_unsealed(bid.procurement)
    if bid.id not in {each.id for each in list_evaluated_bids(session, bid.procurement_id)}:
        raise NotFound("The panel does not mark this bid")
    if criterion.kind != Kind.SCORED or criterion.procurement_id != bid.procurement_id:
        raise NotFound("There is no such question to moderate")
    conflicts.require_clear(session, bid=bid, actor=actor)
    marks = list_counting_marks(session, bid.procurement_id).get((bid.id, criterion.id), [])
    return Sheet(bid, criterion, tuple(marks), tuple(list_records(session, (bid.id, criterion.id))))


def require_unsealed(procurement: Procurement) -> None:
    """Refuse any sight of another's mark while somebody may still be marking."""
    if not reached(procurement.stage, Stage.MODERATION):
        raise Conflict("Marks are seen side by side in moderation, after the whole panel has locked them")


def _check_moderation(procurement: Procurement) -> None:
    if procurement.stage is not Stage.MODERATION:
        raise Conflict(f"Marks are agreed during moderation; the stage is “{procurement.stage.label}”")


def _check_record(session: Session, found: Sheet, mark: int, discussion: str, reason: str) -> None:
    for fault in consensus_faults(found.criterion.scale_top or 0, mark, reason):
        raise InvalidInput(fault.path, fault.message)
    bids = list_evaluated_bids(session, found.bid.procurement_id)
    for finding in check_rationale(found.bid, reason, bids):
        if finding.blocks_lock:
            raise InvalidInput("reason", finding.message)
    if not discussion and any(own.mark != mark for own in found.marks):
        raise InvalidInput("discussion", "Say what was discussed and why marks moved: not everyone gave this mark")
