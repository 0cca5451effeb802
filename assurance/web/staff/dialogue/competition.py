"""Is there still genuine competition: how many are left, why each left, and the owner's decisions to go on."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.dialogue.competition import band, is_decided
from assurance.persistence.queries.competition import get_field, list_decisions
from assurance.services import dialogue
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.dialogue.record_forms import DecideCompetitionForm
from assurance.web.staff.dialogue.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/competition")
@requires(Permission.BIDS_VIEW)
def competition(ref: str) -> ResponseReturnValue:
    """How many came as far as each step, who left and why, and what was decided."""
    decisions, left = list_decisions(db(), procurement().id), dialogue.left_now(db(), procurement())
    return render_template(
        "staff/dialogue/competition.html", procurement=procurement(), field=get_field(db(), procurement().id),
        left=left, band=band(left), is_decided=is_decided(left, [each.bids_left for each in decisions]),
        decisions=decisions,
    )  # fmt: skip


@blueprint.route("/competition/decide", methods=["GET", "POST"])
@requires(Permission.COMPETITION_DECIDE)
@commits
def decide_competition(ref: str) -> ResponseReturnValue:
    """Record the decision to go on with as few as there are."""
    form = DecideCompetitionForm()

    def act() -> None:
        dialogue.decide_competition(db(), procurement=procurement(), reason=form.reason.data, actor=actor(), now=now())

    if attempt(form, act):
        flash("The decision is on record.", "success")
        return redirect(url_for(".competition", ref=ref))
    page = render_template(
        "staff/dialogue/decide_competition.html", form=form, procurement=procurement(),
        left=dialogue.left_now(db(), procurement()),
    )  # fmt: skip
    return page, form.status
