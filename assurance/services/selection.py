"""Decides each request to take part: select or decline, with a reason that can be told to the bidder.

What the system finds, such as a turnover below twice the yearly value, is shown and never decides by itself
(PSR 2023 regulations 19 and 20, Schedule 16).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.stages import Stage
from assurance.persistence.models import Bid, BidStageChange
from assurance.services import stages

SHORTEST_REASON = 40


def decide(session: Session, *, bid: Bid, select: bool, reason: str, actor: Actor, now: datetime) -> BidStageChange:
    """Select a request or decline it, with a reason of substance; decided once, told to the bidder as written.

    Raises `Conflict` outside the selection stage and `MoveRefused` for a request already decided.
    """
    stage = bid.procurement.stage
    if stage is not Stage.SELECTION:
        raise Conflict(
            f"Requests are decided at the stage “{Stage.SELECTION.label}”; the procurement is at “{stage.label}”"
        )
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise InvalidInput("reason", f"Give the reason in at least {SHORTEST_REASON} characters; the bidder is told it")
    return stages.move_bid(
        session, bid=bid, trigger="select" if select else "decline", actor=actor, now=now, reason=reason
    )
