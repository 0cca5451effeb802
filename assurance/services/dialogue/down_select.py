"""The down-selection: marks against the published criteria with reasons, then keep or eliminate.

A decision takes effect when the second round is opened. Until then a mark may be corrected, which undoes the
decision that rested on it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.evaluation.down_select import out_of_order
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid, CriterionRow, DownSelectDecision, DownSelectMark, Procurement
from assurance.persistence.queries.dialogue import Participant, list_participants
from assurance.services import audit

SHORTEST_REASON = 20


def mark_down_select(
    session: Session, *, bid: Bid, criterion: CriterionRow, mark: int, reason: str, actor: Actor, now: datetime
) -> DownSelectMark:
    """Mark a participant’s outline solution against one criterion published for the down-selection.

    A corrected mark undoes the decision on the participant, because it rested on the mark.
    """
    _require_stage(bid)
    if criterion.procurement_id != bid.procurement_id or not criterion.is_down_select:
        raise Conflict(f"“{criterion.title}” was not published as a criterion of the down-selection")
    top = criterion.scale_top or 0
    if not 0 <= mark <= top:
        raise InvalidInput("mark", f"Enter a mark from 0 to {top}")
    row = session.scalar(
        select(DownSelectMark).where(DownSelectMark.bid_id == bid.id, DownSelectMark.criterion_id == criterion.id)
    ) or DownSelectMark(bid_id=bid.id, criterion_id=criterion.id)
    row.mark, row.scale_top, row.reason = mark, top, _reason(reason)
    row.recorded_by_id, row.recorded_at = actor.user_id, now
    session.add(row)
    _undo_decision(session, bid, actor, now)
    audit.record(
        session, tag="down-select:marked", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        criterion=criterion.code, mark=mark, reason=row.reason,
    )  # fmt: skip
    return row


def decide_down_select(
    session: Session, *, bid: Bid, keep: bool, reason: str, actor: Actor, now: datetime
) -> DownSelectDecision:
    """Decide whether a participant goes on, once every criterion is marked for it.

    Raises `Conflict` while a mark is missing, and `InvalidInput` when the marks say otherwise: nobody is kept who
    stands below or level with someone eliminated.
    """
    _require_stage(bid)
    reason = _reason(reason)
    participants = list_participants(session, bid.procurement_id)
    own = next(each for each in participants if each.bid.id == bid.id)
    if own.unmarked:
        raise Conflict("Mark every criterion first. Still unmarked: " + ", ".join(own.unmarked))
    _require_order(keep, own, participants)
    row = own.decision or DownSelectDecision(bid_id=bid.id)
    row.is_kept, row.reason, row.decided_by_id, row.decided_at = keep, reason, actor.user_id, now
    session.add(row)
    audit.record(
        session, tag="down-select:decided", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        kept=keep, reason=reason,
    )  # fmt: skip
    return row


def why_not_assessing(procurement: Procurement) -> str:
    """Say why participants cannot be assessed now, or return nothing between the rounds."""
    if procurement.stage is Stage.DOWN_SELECT:
        return ""
    return (
        f"Participants are assessed at the stage “{Stage.DOWN_SELECT.label}”; "
        f"the procurement is at “{procurement.stage.label}”"
    )


def _require_order(keep: bool, own: Participant, participants: list[Participant]) -> None:
    decided = {
        each.bid.organisation.name: (each.decision.is_kept, each.standing)
        for each in participants
        if each.decision is not None and each.bid.id != own.bid.id
    }
    if against := out_of_order(keep, own.standing, decided):
        word = "eliminated with the same or a higher standing" if keep else "kept with the same or a lower standing"
        raise InvalidInput(
            "keep",
            f"By the published criteria this cannot be decided: {', '.join(against)} would be {word}. "
            "Decide that participant anew, or correct a mark",
        )


def _require_stage(bid: Bid) -> None:
    if why := why_not_assessing(bid.procurement):
        raise Conflict(why)
    if bid.stage is not BidStage.IN_DIALOGUE:
        raise Conflict(f"{bid.organisation.name} is not in dialogue: “{bid.stage.label}”")


def _undo_decision(session: Session, bid: Bid, actor: Actor, now: datetime) -> None:
    decision = session.scalar(select(DownSelectDecision).where(DownSelectDecision.bid_id == bid.id))
    if decision is not None:
        session.delete(decision)
        audit.record(
            session, tag="down-select:undone", actor=actor, now=now, procurement=bid.procurement,
            subject=bid.public_id, reason="A mark was corrected",
        )  # fmt: skip


def _reason(reason: str) -> str:
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise InvalidInput("reason", f"Give the reason in at least {SHORTEST_REASON} characters")
    return reason
