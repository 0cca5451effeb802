"""Market engagement: the questionnaire of a procurement, what was answered, what was made of it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.persistence.models import Engagement, EngagementResponse, EngagementTheme


def find_engagement(session: Session, procurement_id: int) -> Engagement | None:
    """Return the questionnaire of a procurement, published or not."""
    return session.scalar(select(Engagement).where(Engagement.procurement_id == procurement_id))


def get_published(session: Session, public_id: str) -> Engagement:
    """Return a published questionnaire, or raise `NotFound`; an unpublished one does not exist for anyone else."""
    found = session.scalar(
        select(Engagement).where(Engagement.public_id == public_id, Engagement.published_at.is_not(None))
    )
    if found is None:
        raise NotFound("There is no such questionnaire, or it is not yours to see")
    return found


def list_published(session: Session) -> list[Engagement]:
    """List every published questionnaire, the one that closes last first."""
    query = select(Engagement).where(Engagement.published_at.is_not(None))
    return list(session.scalars(query.order_by(Engagement.closes_at.desc(), Engagement.id.desc())))


def find_response(session: Session, engagement_id: int, organisation_id: int) -> EngagementResponse | None:
    """Return what one organisation has written, draft or submitted."""
    return session.scalar(
        select(EngagementResponse).where(
            EngagementResponse.engagement_id == engagement_id, EngagementResponse.organisation_id == organisation_id
        )
    )


def list_submitted(session: Session, engagement_id: int) -> list[EngagementResponse]:
    """List what was submitted, in the order of submission; drafts are never listed."""
    query = select(EngagementResponse).where(
        EngagementResponse.engagement_id == engagement_id, EngagementResponse.submitted_at.is_not(None)
    )
    return list(session.scalars(query.order_by(EngagementResponse.submitted_at, EngagementResponse.id)))


def list_themes(session: Session, procurement_id: int) -> list[EngagementTheme]:
    """List the themes in the order in which they were written."""
    query = select(EngagementTheme).where(EngagementTheme.procurement_id == procurement_id)
    return list(session.scalars(query.order_by(EngagementTheme.id)))


def get_theme(session: Session, procurement_id: int, theme_id: int) -> EngagementTheme:
    """Return a theme of a procurement."""
    found = session.get(EngagementTheme, theme_id)
    if found is None or found.procurement_id != procurement_id:
        raise NotFound("There is no such theme")
    return found
