"""Gathers whom a text must not give away, and asks for a reason for each finding that stays."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.clarifications.disclosure import Finding, Known, check
from assurance.domain.errors import InvalidInput
from assurance.persistence.models import (
    Bid,
    Clarification,
    CriterionRow,
    Interest,
    Organisation,
    Procurement,
    Subcontractor,
    User,
)

SHORTEST_REASON = 10


def screen(
    session: Session, procurement: Procurement, text: str, row: Clarification | None = None
) -> tuple[Finding, ...]:
    """Find what in a text would give away the asker of a question, or name any organisation of the procurement."""
    return check(text, _known(session, procurement, row))


def answered(findings: tuple[Finding, ...], reasons: Mapping[str, str]) -> dict[str, str]:
    """Return the reason for each finding by its key; raise `InvalidInput` naming its field without one."""
    found: dict[str, str] = {}
    for finding in findings:
        reason = " ".join(reasons.get(finding.key, "").split())
        if len(reason) < SHORTEST_REASON:
            raise InvalidInput(finding.field, f"{finding.message}: change the text, or say why it stays")
        found[finding.key] = reason
    return found


def _known(session: Session, procurement: Procurement, row: Clarification | None) -> Known:
    asker = row.organisation_id if row else None
    others = [name for key, name in _organisations(session, procurement.id) if key != asker]
    public = (procurement.title, procurement.summary, procurement.notice_text, *_criteria(session, procurement.id))
    if row is None or asker is None:
        return Known(organisations=tuple(others), public=public)
    bid = session.scalar(select(Bid).where(Bid.procurement_id == procurement.id, Bid.organisation_id == asker))
    partners = session.scalars(select(Subcontractor).where(Subcontractor.bid_id == bid.id)).all() if bid else ()
    return Known(
        asker=row.organisation.name,
        people=tuple(session.scalars(select(User.name).where(User.organisation_id == asker))),
        subcontractors=tuple(each.name for each in partners),
        organisations=tuple(others),
        own=(row.question, bid.experience) if bid else (row.question,),
        public=public,
    )


def _organisations(session: Session, procurement_id: int) -> list[tuple[int, str]]:
    """List every provider that has to do with the procurement: who bids, is interested or has asked."""
    models = (Bid, Interest, Clarification)
    ids = {key for model in models for key in session.scalars(
        select(model.organisation_id).where(model.procurement_id == procurement_id)
    )}  # fmt: skip
    rows = session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids)))
    return [(key, name) for key, name in rows]


def _criteria(session: Session, procurement_id: int) -> list[str]:
    rows = session.scalars(select(CriterionRow).where(CriterionRow.procurement_id == procurement_id)).all()
    return [text for row in rows for text in (row.title, row.question or "", row.guidance or "")]
