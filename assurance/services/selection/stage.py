"""When requests can be read and when they can be judged, and why not now."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict
from assurance.domain.stages import BEFORE_SELECTION, BidStage, Stage
from assurance.persistence.models import Bid, Procurement


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
    if procurement.stage in BEFORE_SELECTION:
        return "Requests can be read once the call is closed, so that none is known before all are in"
    return ""


def hold_request(session: Session, bid: Bid) -> Bid:
    """Lock a request that is being judged, as it is now; raise `Conflict` when it is decided or not at its stage."""
    session.scalars(
        select(Procurement).where(Procurement.id == bid.procurement_id).with_for_update(read=True, of=Procurement)
        .execution_options(populate_existing=True)
    ).one()  # fmt: skip
    session.scalars(
        select(Bid).where(Bid.id == bid.id).with_for_update(of=Bid).execution_options(populate_existing=True)
    ).one()
    if why := why_closed(bid.procurement):
        raise Conflict(why)
    if bid.stage is not BidStage.REQUESTED:
        raise Conflict(f"This request is decided: {bid.stage.label.lower()}. What it was given no longer changes")
    return bid
