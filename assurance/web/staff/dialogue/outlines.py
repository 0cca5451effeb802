"""Outline solutions as the dialogue team reads them; every reading is put on record."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.persistence.queries.dialogue_record import list_submitted_outlines
from assurance.services import audit
from assurance.web.guards import actor, bid, now, procurement, requires
from assurance.web.staff.dialogue.routes import blueprint
from assurance.web.transaction import apart, db


@blueprint.get("/outlines")
@requires(Permission.OUTLINE_VIEW)
def outlines(ref: str) -> ResponseReturnValue:
    """The outline solutions submitted, by round and participant."""
    return render_template(
        "staff/dialogue/outlines.html", procurement=procurement(),
        outlines=list_submitted_outlines(db(), procurement().id),
    )  # fmt: skip


@blueprint.get("/outlines/<bid_id>/<int:round>/<int:number>")
@requires(Permission.OUTLINE_VIEW)
def outline(ref: str, bid_id: str, round: int, number: int) -> ResponseReturnValue:
    """One version of an outline solution, with what changed since the one submitted before."""
    versions = [
        each
        for each in list_submitted_outlines(db(), procurement().id)
        if each.bid_id == bid().id and each.round == round
    ]
    row = next((each for each in versions if each.number == number), None)
    if row is None:
        raise NotFound("There is no such outline solution, or it was not submitted")
    audit.record_apart(
        apart(), tag="outline:viewed", actor=actor(), now=now(), reference=ref, subject=bid_id, round=round,
        number=number,
    )  # fmt: skip
    earlier = [each for each in versions if each.number < number]
    return render_template(
        "staff/dialogue/outline.html", procurement=procurement(), row=row, before=earlier[0] if earlier else None
    )
