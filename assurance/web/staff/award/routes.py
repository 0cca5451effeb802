"""The recommendation: read, written from the ranking, decided by someone else."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.domain.stages import Stage
from assurance.persistence.queries.awards import find_standing_recommendation
from assurance.persistence.queries.evidence import find_result, list_recommendations
from assurance.services import awards, lots, results
from assurance.web.forms.fields import choices
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.award import presenters
from assurance.web.staff.award.forms import APPROVE, NO_RESERVE, DecideForm, RecommendForm
from assurance.web.transaction import attempt, commits, db

blueprint = Blueprint("award", __name__, url_prefix="/procurements/<ref>/award")


@blueprint.get("/recommendation")
@requires(Permission.RANKING_VIEW)
def recommendation(ref: str) -> ResponseReturnValue:
    """The recommendation with the ranking it rests on, what was decided on it, and refused ones before it."""
    has_result = find_result(db(), procurement().id) is not None
    return render_template(
        "staff/award/recommendation.html",
        procurement=procurement(),
        places=presenters.places(results.ranked_bids(db(), procurement())) if has_result else [],
        recommendations=list(reversed(list_recommendations(db(), procurement().id))),
        standing=find_standing_recommendation(db(), procurement().id),
        is_open=procurement().stage is Stage.RECOMMENDATION,
    )


@blueprint.route("/recommendation/write", methods=["GET", "POST"])
@requires(Permission.RECOMMENDATION_WRITE)
@commits
def write(ref: str) -> ResponseReturnValue:
    """Write the recommendation for the bid ranked first."""
    passed = lots.passed_over(db(), procurement())
    ranked = presenters.contenders(results.ranked_bids(db(), procurement()), passed)
    if not ranked:
        raise NotFound("There is no ranked bid to recommend")
    bids = {bid.public_id: bid for bid, _ in ranked}
    form = RecommendForm()
    form.reserve.choices = choices([*presenters.reserve_choices(ranked), (NO_RESERVE, "No reserve bidder")])

    def act() -> None:
        awards.recommend(
            db(), procurement=procurement(), preferred=ranked[0][0], reserve=bids.get(form.reserve.data),
            text=form.text.data, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The recommendation is with the approver. Someone other than you decides on it.", "success")
        return redirect(url_for(".recommendation", ref=ref))
    page = render_template(
        "staff/award/write.html", form=form, procurement=procurement(), places=presenters.places(ranked),
        is_open=procurement().stage is Stage.RECOMMENDATION,
        standing=find_standing_recommendation(db(), procurement().id),
    )  # fmt: skip
    return page, form.status


@blueprint.route("/recommendation/decide", methods=["GET", "POST"])
@requires(Permission.RECOMMENDATION_APPROVE, fresh_to="decide on a recommendation")
@commits
def decide(ref: str) -> ResponseReturnValue:
    """Approve or refuse a recommendation written by someone else."""
    row = find_standing_recommendation(db(), procurement().id)
    if row is None:
        raise NotFound("There is no recommendation to decide on")
    form = DecideForm()

    def act() -> None:
        awards.decide(
            db(), recommendation=row, approve=form.decision.data == APPROVE, reason=form.reason.data or "",
            actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"The recommendation is {row.decision}.", "success")
        return redirect(url_for(".recommendation", ref=ref))
    page = render_template(
        "staff/award/decide.html", form=form, procurement=procurement(), row=row,
        places=presenters.places(results.ranked_bids(db(), procurement())),
        is_open=procurement().stage is Stage.RECOMMENDATION, is_own=row.author_id == actor().user_id,
    )  # fmt: skip
    return page, form.status
