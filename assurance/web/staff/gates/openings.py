"""Opening a review that no move opens, and choosing how much a sitting asks."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.gates.catalogue import get_gate
from assurance.persistence.queries.gates import get_last_review
from assurance.services import gate_tracks, gates
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.gates.forms import TrackForm
from assurance.web.staff.gates.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.post("/<gate_code>/start")
@requires(Permission.PROCUREMENT_RUN)
@commits
def start(ref: str, gate_code: str) -> ResponseReturnValue:
    """Open early engagement or a gateway review."""
    gates.start(db(), procurement=procurement(), gate_code=gate_code, actor=actor(), now=now())
    flash(f"{get_gate(gate_code).label} is open for its reviewers.", "success")
    return redirect(url_for(".review", ref=ref, gate_code=gate_code))


@blueprint.route("/<gate_code>/track", methods=["GET", "POST"])
@requires(Permission.GATE_REVIEW)
@commits
def track(ref: str, gate_code: str) -> ResponseReturnValue:
    """Hold the sitting in full or on the fast track."""
    row = get_last_review(db(), procurement().id, gate_code)
    form = TrackForm(track=row.track, reason=row.track_reason)

    def act() -> None:
        gate_tracks.choose_track(
            db(), review=row, track=form.track.data, reason=form.reason.data or "", actor=actor(), now=now()
        )

    if attempt(form, act):
        flash("It is set how this sitting is held.", "success")
        return redirect(url_for(".review", ref=ref, gate_code=gate_code))
    page = render_template(
        "staff/gates/track.html", form=form, procurement=procurement(), gate=get_gate(gate_code), review=row
    )
    return page, form.status
