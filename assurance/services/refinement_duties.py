"""Whom an open refinement of the criteria waits for: the owner, once it has a reason and others wrote it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.domain.evaluation.refinement import why_not_refinable
from assurance.persistence.models import Procurement
from assurance.persistence.queries.criteria_versions import list_open_refinements

TO_PUBLISH = "Read a refinement of the criteria, and publish it or have it changed"


def list_refinement_tasks(
    session: Session, *, user_id: int, procurements: Sequence[tuple[Procurement, frozenset[Role]]]
) -> list[tuple[str, Procurement, str]]:
    """List what, in which procurement and on which page; nothing for whoever wrote in it, who cannot publish it."""
    drafts = list_open_refinements(session, [procurement.id for procurement, _ in procurements])
    return [
        (TO_PUBLISH, procurement, "staff.tender.refinement")
        for procurement, roles in (procurements if drafts else ())
        if Role.OWNER in roles
        and (draft := drafts.get(procurement.id)) is not None
        and draft.reason
        and user_id not in draft.author_ids
        and not why_not_refinable(procurement.stage, is_published=True, is_allowed=True)
    ]
