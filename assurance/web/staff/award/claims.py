"""Claims in court: which there are, what each does to the award, recording one and how it ended."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.award.claims import ENDS
from assurance.domain.deadlines import london_to_utc
from assurance.persistence.queries.awards import get_claim, list_claims
from assurance.services import claims as service
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.award.forms import ClaimEndForm, ClaimForm
from assurance.web.staff.award.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/claims")
@requires(Permission.RANKING_VIEW)
def claims(ref: str) -> ResponseReturnValue:
    """Every claim, newest first, and whether one holds the award open."""
    rows = list_claims(db(), procurement().id)
    return render_template(
        "staff/award/claims.html", procurement=procurement(), rows=rows, ends=ENDS,
        may_record=procurement().stage in service.STAGES,
        suspending=sum(1 for row in rows if row.suspends and not row.ended),
    )  # fmt: skip


@blueprint.route("/claims/record", methods=["GET", "POST"])
@requires(Permission.CLAIM_RECORD)
@commits
def record_claim(ref: str) -> ResponseReturnValue:
    """Put a claim on record."""
    form = ClaimForm()
    made: list[Any] = []

    def act() -> None:
        made.append(
            service.record(
                db(), procurement=procurement(), claimant=form.claimant.data, court_reference=form.court_reference.data,
                grounds=form.grounds.data, ordered=form.ordered.data, actor=actor(), now=now(),
                notified_at=london_to_utc(form.data["notified_on"], form.data["notified_time"], "notified_time"),
            )
        )  # fmt: skip

    if attempt(form, act):
        said = "It suspends the award." if made[0].suspends else "It does not suspend the award."
        flash(f"The claim is on record. {said}", "success")
        return redirect(url_for(".claims", ref=ref))
    return render_template("staff/award/record_claim.html", form=form, procurement=procurement()), form.status


@blueprint.route("/claims/<claim_id>/end", methods=["GET", "POST"])
@requires(Permission.CLAIM_END)
@commits
def end_claim(ref: str, claim_id: str) -> ResponseReturnValue:
    """Put on record how a claim ended."""
    row = get_claim(db(), procurement().id, claim_id)
    form = ClaimEndForm()

    def act() -> None:
        service.end(
            db(), claim=row, procurement=procurement(), how=form.how.data, reason=form.reason.data, actor=actor(),
            now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("How the claim ended is on record.", "success")
        return redirect(url_for(".claims", ref=ref))
    return render_template("staff/award/end_claim.html", form=form, procurement=procurement(), row=row), form.status
