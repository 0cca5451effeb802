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
from assurance.persistence.models import Bid, BidStageChange, Procurement
from assurance.services import stages

SHORTEST_REASON = 40


def decide(
    session: Session, *, bid: Bid, select: bool, reason: str, actor: Actor, now: datetime, version: int | None = None
) -> BidStageChange:
    """Select a request or decline it, with a reason of substance; decided once, told to the bidder as written.

    Raises `Conflict` outside the selection stage or when the request has changed since `version`, and
    `MoveRefused` for a request already decided.
    """
    if why := why_closed(bid.procurement):
        raise Conflict(why)
    if version is not None and version != bid.version:
        raise Conflict("The request was changed or decided by someone else after you opened the page")
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise InvalidInput("reason", f"Give the reason in at least {SHORTEST_REASON} characters; the bidder is told it")
    return stages.move_bid(
        session, bid=bid, trigger="select" if select else "decline", actor=actor, now=now, reason=reason
    )


def why_closed(procurement: Procurement) -> str:
    """Say why no request can be decided now, or return nothing at the selection stage."""
    if procurement.stage is Stage.SELECTION:
        return ""
    return (
        f"Requests are decided at the stage “{Stage.SELECTION.label}”; "
        f"the procurement is at “{procurement.stage.label}”"
    )


def why_hidden(procurement: Procurement) -> str:
    """Say why requests cannot be read yet, or return nothing once the call is closed: nobody sees one early."""
    if procurement.stage in _BEFORE:
        return "Requests can be read once the call is closed, so that none is known before all are in"
    return ""


_BEFORE = frozenset({Stage.PLANNING, Stage.ENGAGEMENT, Stage.CHECKPOINT_1, Stage.CALL})
