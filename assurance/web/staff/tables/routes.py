"""Lists taken out as a workbook or as CSV, each by who may see it on its page."""

from __future__ import annotations

from flask import Blueprint, Response

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import Conflict
from assurance.domain.stages import Stage, reached
from assurance.persistence.queries.bids import list_in_procurement
from assurance.persistence.queries.clarifications import list_clarifications
from assurance.persistence.queries.criteria import list_scored
from assurance.persistence.queries.evidence import list_agreed, list_marks
from assurance.persistence.queries.suppliers import list_named
from assurance.services.reading import note_read
from assurance.web.downloads import table
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.tables import rows
from assurance.web.transaction import apart, db

blueprint = Blueprint("tables", __name__)
KIND = "<any(xlsx, csv):kind>"


@blueprint.get(f"/suppliers/suppliers.{KIND}")
@requires(Permission.DESK_VIEW)
def suppliers(kind: str) -> Response:
    """Every registered organisation, and what was found about it."""
    return table(rows.suppliers(list_named(db())), "suppliers", kind)


@blueprint.get(f"/procurements/<ref>/questions/questions.{KIND}")
@requires(Permission.CLARIFICATION_VIEW)
def questions(ref: str, kind: str) -> Response:
    """Every question with who asked it, what was answered and to whom."""
    return table(rows.questions(list_clarifications(db(), procurement().id)), f"{ref}-questions", kind)


@blueprint.get(f"/procurements/<ref>/evaluation/agreed-marks.{KIND}")
@requires(Permission.RANKING_VIEW)
def agreed_marks(ref: str, kind: str) -> Response:
    """What the panel agreed on every question of every bid, once moderation is complete; the reading is on record."""
    here = procurement()
    if not reached(here.stage, Stage.RANKING):
        raise Conflict("Agreed marks go out once moderation is complete")
    bids = {bid.id: bid for bid in list_in_procurement(db(), here.id)}
    agreed = [each for each in list_agreed(db(), here.id) if each.superseded_at is None]
    listed = rows.agreed_marks(agreed, list_marks(db(), here.id), bids, list_scored(db(), here.id))
    for bid_id in sorted({each.bid_id for each in agreed}):
        note_read(apart(), bid=bids[bid_id], actor=actor(), now=now(), what=f"marks:{kind}")
    return table(listed, f"{ref}-agreed-marks", kind)
