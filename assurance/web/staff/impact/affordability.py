"""What participants would cost by year beside the envelope, and the owner's decisions when nobody is within it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.gates.affordability import all_above
from assurance.domain.stages import Stage
from assurance.persistence.queries.system_impact import list_affordability_decisions
from assurance.services import affordability as service
from assurance.services import audit, dialogue
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.impact import presenters
from assurance.web.staff.impact.forms import DecideAffordabilityForm
from assurance.web.staff.impact.routes import blueprint
from assurance.web.transaction import apart, attempt, commits, db


@blueprint.get("/affordability")
@requires(Permission.IMPACT_VIEW)
def affordability(ref: str) -> ResponseReturnValue:
    """The envelope of each year, what participants stated last and in each round, and what was decided."""
    standings, limits = service.indicative(db(), procurement()), service.envelope(db(), procurement())
    rounds = service.by_round(db(), procurement())
    page = render_template(
        "staff/impact/affordability.html", procurement=procurement(), envelope=limits, standings=standings,
        alarm=all_above(standings), answered=service.is_answered(db(), procurement(), standings),
        rows=presenters.price_rows(standings, limits), total=presenters.price_total(standings, limits),
        rounds=list(rounds), round_rows=presenters.round_rows(rounds),
        chart=presenters.prices_chart(standings, limits) if standings else None,
        decisions=list_affordability_decisions(db(), procurement().id), stage_label=lambda code: Stage(code).label,
        may_decide=procurement().stage in dialogue.AFFORDABILITY_STAGES,
    )  # fmt: skip
    if rounds:
        audit.record_apart(
            apart(), tag="affordability:viewed", actor=actor(), now=now(), reference=ref, subject=ref,
            bidders=sorted({each.price.bidder for standing in rounds.values() for each in standing}),
        )  # fmt: skip
    return page


@blueprint.route("/affordability/decide", methods=["GET", "POST"])
@requires(Permission.COMPETITION_DECIDE)
@commits
def decide_affordability(ref: str) -> ResponseReturnValue:
    """Record the decision to go on although every price is above the envelope."""
    form = DecideAffordabilityForm()

    def act() -> None:
        dialogue.decide_affordability(
            db(), procurement=procurement(), reason=form.reason.data, actor=actor(), now=now()
        )

    if attempt(form, act):
        flash("The decision is on record.", "success")
        return redirect(url_for(".affordability", ref=ref))
    page = render_template(
        "staff/impact/decide_affordability.html", procurement=procurement(), form=form,
        standings=service.indicative(db(), procurement()),
    )  # fmt: skip
    return page, form.status
