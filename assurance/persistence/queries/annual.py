"""Awards, representations and claims of an authority over all its procurements, in three queries however many."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.award.annual import Awarded, Claimed, Represented
from assurance.domain.deadlines import LONDON
from assurance.domain.stages import Stage
from assurance.persistence.models import (
    Bid,
    Claim,
    Contract,
    Organisation,
    Procurement,
    Representation,
    StageChange,
)
from assurance.persistence.queries.facts.award import CHOSEN_STAGES


def list_awarded(session: Session, authority_id: int) -> list[Awarded]:
    """List every contract awarded, by the last time its award was confirmed; one that was taken back is not."""
    confirmed = (
        select(StageChange.procurement_id, func.max(StageChange.at).label("at"))
        .where(StageChange.to_stage == Stage.AWARD)
        .group_by(StageChange.procurement_id)
        .subquery()
    )
    rows = session.execute(
        select(Procurement, confirmed.c.at, Organisation.name, Contract)
        .join(confirmed, confirmed.c.procurement_id == Procurement.id)
        .join(Bid, (Bid.procurement_id == Procurement.id) & Bid.stage.in_(CHOSEN_STAGES))
        .join(Organisation, Organisation.id == Bid.organisation_id)
        .outerjoin(Contract, Contract.procurement_id == Procurement.id)
        .where(
            Procurement.organisation_id == authority_id,
            Procurement.stage.in_((Stage.AWARD, Stage.CONTRACT, Stage.CHECKPOINT_3, Stage.LIVE)),
        )
        .order_by(Procurement.reference)
    ).all()
    return [
        Awarded(
            procurement.reference, procurement.procedure.label, "urgent" in procurement.circumstances, name,
            at.astimezone(LONDON).date(), _ends(contract),
        )
        for procurement, at, name, contract in rows
    ]  # fmt: skip


def list_represented(session: Session, authority_id: int) -> list[Represented]:
    """List every representation received."""
    rows = session.execute(
        select(
            Representation.received_at, Representation.in_time, Representation.decision,
            Representation.information_asked, Representation.nature,
        )
        .join(Bid, Bid.id == Representation.bid_id)
        .join(Procurement, Procurement.id == Bid.procurement_id)
        .where(Procurement.organisation_id == authority_id)
    )  # fmt: skip
    return [
        Represented(at.astimezone(LONDON).date(), in_time, decision, bool(asked), nature)
        for at, in_time, decision, asked, nature in rows
    ]


def list_claimed(session: Session, authority_id: int) -> list[Claimed]:
    """List every claim in court."""
    rows = session.execute(
        select(Claim.notified_at, Claim.suspends)
        .join(Procurement, Procurement.id == Claim.procurement_id)
        .where(Procurement.organisation_id == authority_id)
    )
    return [Claimed(at.astimezone(LONDON).date(), suspends) for at, suspends in rows]


def _ends(contract: Contract | None) -> date | None:
    if contract is None:
        return None
    start = contract.starts_on
    day = 28 if (start.month, start.day) == (2, 29) else start.day
    return date(start.year + contract.years, start.month, day)
