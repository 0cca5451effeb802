"""What a pack prints about the criteria over time, their trials, and bids that looked abnormally low; read only."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assurance.persistence.models import AbnormalBidQuery, Bid, CriteriaVersion, WindTunnelRun


def list_versions(session: Session, procurement_id: int) -> list[CriteriaVersion]:
    """List the published versions of the criteria, first to last."""
    query = select(CriteriaVersion).where(CriteriaVersion.procurement_id == procurement_id)
    return list(session.scalars(query.order_by(CriteriaVersion.number)))


def list_trials(session: Session, procurement_id: int) -> list[WindTunnelRun]:
    """List the trials of the criteria on dummy bids, first to last."""
    query = select(WindTunnelRun).where(WindTunnelRun.procurement_id == procurement_id)
    return list(session.scalars(query.order_by(WindTunnelRun.id)))


def find_newest_trial(session: Session, procurement_id: int) -> WindTunnelRun | None:
    """Find the last trial of the criteria, or None if they were never tried."""
    query = select(WindTunnelRun).where(WindTunnelRun.procurement_id == procurement_id)
    return session.scalar(query.order_by(WindTunnelRun.id.desc()).limit(1))


def list_abnormal(session: Session, procurement_id: int) -> list[AbnormalBidQuery]:
    """List what was asked about bids that looked abnormally low or promised too much, first to last."""
    query = (
        select(AbnormalBidQuery)
        .join(Bid, Bid.id == AbnormalBidQuery.bid_id)
        .where(Bid.procurement_id == procurement_id)
        .options(joinedload(AbnormalBidQuery.answered_by), joinedload(AbnormalBidQuery.decided_by))
    )
    return list(session.scalars(query.order_by(AbnormalBidQuery.id)))
