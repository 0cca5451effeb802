"""A refinement of the published criteria: prepared by an officer one criterion a page, published by the owner."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import Conflict, NotFound, Objection
from assurance.domain.evaluation.refinement import WHY_NOT_OTHERS, draft_of
from assurance.persistence.queries.criteria import get_tree, list_criteria
from assurance.persistence.queries.criteria_versions import find_open_refinement
from assurance.services import tendering
from assurance.web.errors import objection_link
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.tender import presenters
from assurance.web.staff.tender.criterion_forms import KINDS
from assurance.web.staff.tender.refine_forms import (
    BeginRefinementForm,
    DiscardRefinementForm,
    ExplainRefinementForm,
    PublishRefinementForm,
    RefineCriterionForm,
    order_form,
    published_words,
    typed,
)
from assurance.web.staff.tender.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/refinement")
@requires(Permission.DIALOGUE_VIEW)
def refinement(ref: str) -> ResponseReturnValue:
    """The open refinement with its changes, its re-test and what keeps it from being published; or how to begin one."""
    draft = find_open_refinement(db(), procurement().id)
    proposal = tendering.propose(db(), procurement=procurement()) if draft else None
    return render_template(
        "staff/tender/refinement.html", procurement=procurement(), proposal=proposal, others=WHY_NOT_OTHERS,
        rows=list_criteria(db(), procurement().id), why_not=tendering.why_not_refinable(db(), procurement()),
        why_not_publisher=tendering.why_not_publisher(draft, actor()) if draft else "",
        begin=BeginRefinementForm(), publish=PublishRefinementForm(version=draft.version if draft else 0),
        link=_elsewhere,
    )  # fmt: skip


def _elsewhere(objection: Objection) -> str:
    """Link to the page that mends an objection, unless it is the one where the objection is read."""
    return "" if objection.endpoint == "staff.tender.refinement" else objection_link(objection)


@blueprint.post("/refinement/begin")
@requires(Permission.CRITERIA_REFINE)
@commits
def begin_refinement(ref: str) -> ResponseReturnValue:
    """Begin a refinement of the newest version."""
    tendering.begin_refinement(db(), procurement=procurement(), actor=actor(), now=now())
    flash("The refinement is begun. Nothing changes before the owner publishes it.", "success")
    return redirect(url_for(".refinement", ref=ref))


@blueprint.route("/refinement/criteria/<code>", methods=["GET", "POST"])
@requires(Permission.CRITERIA_REFINE)
@commits
def refine_criterion(ref: str, code: str) -> ResponseReturnValue:
    """Say one criterion anew."""
    proposal = tendering.propose(db(), procurement=procurement())
    before, after = proposal.published.tree.find(code), proposal.wanted.tree.find(code)
    if before is None or after is None:
        raise NotFound("There is no such criterion")
    form = RefineCriterionForm(before.kind, data={**typed(draft_of(after)), "version": proposal.row.version})

    def act() -> None:
        tendering.refine_criterion(
            db(), procurement=procurement(), code=code, version=form.expected_version, actor=actor(), now=now(),
            **form.values,
        )  # fmt: skip

    if attempt(form, act):
        flash(f"The draft of “{before.title}” is kept.", "success")
        return redirect(url_for(".refinement", ref=ref))
    page = render_template(
        "staff/tender/refine_criterion.html", procurement=procurement(), form=form, criterion=before,
        kind=KINDS[before.kind], hints=published_words(draft_of(before)), proposal=proposal, others=WHY_NOT_OTHERS,
    )  # fmt: skip
    return page, form.status


@blueprint.route("/refinement/tie-break", methods=["GET", "POST"])
@requires(Permission.CRITERIA_REFINE)
@commits
def refine_tie_break(ref: str) -> ResponseReturnValue:
    """Put the published tie-break rules in another order."""
    proposal = tendering.propose(db(), procurement=procurement())
    tree = get_tree(db(), procurement().id)
    labels = presenters.rule_labels(list_criteria(db(), procurement().id), tree)
    stored: dict[str, Any] = {f"rule_{number}": rule for number, rule in enumerate(proposal.wanted.tie_break)}
    listed = [(rule, labels.get(rule, rule)) for rule in proposal.published.tie_break]
    form = order_form(listed)(data={**stored, "version": proposal.row.version})
    fields = [field for field in form if field.name.startswith("rule_")]

    def act() -> None:
        tendering.refine_tie_break(
            db(), procurement=procurement(), rules=[field.data for field in fields], version=form.expected_version,
            actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The order of the rules is kept.", "success")
        return redirect(url_for(".refinement", ref=ref))
    page = render_template(
        "staff/tender/refine_tie_break.html", procurement=procurement(), form=form, fields=fields, listed=listed,
        proposal=proposal,
    )  # fmt: skip
    return page, form.status


@blueprint.route("/refinement/reason", methods=["GET", "POST"])
@requires(Permission.CRITERIA_REFINE)
@commits
def explain_refinement(ref: str) -> ResponseReturnValue:
    """Write why the criteria are refined."""
    proposal = tendering.propose(db(), procurement=procurement())
    form = ExplainRefinementForm(obj=proposal.row)

    def act() -> None:
        tendering.explain_refinement(
            db(), procurement=procurement(), reason=form.reason.data, version=form.expected_version, actor=actor(),
            now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The reason is saved.", "success")
        return redirect(url_for(".refinement", ref=ref))
    page = render_template(
        "staff/tender/explain_refinement.html", procurement=procurement(), form=form, proposal=proposal
    )
    return page, form.status


@blueprint.route("/refinement/discard", methods=["GET", "POST"])
@requires(Permission.CRITERIA_REFINE)
@commits
def discard_refinement(ref: str) -> ResponseReturnValue:
    """Close the open refinement without publishing it."""
    form = DiscardRefinementForm()

    def act() -> None:
        tendering.discard_refinement(db(), procurement=procurement(), actor=actor(), now=now())

    if attempt(form, act):
        flash("The refinement is discarded. The criteria stand as they were published.", "success")
        return redirect(url_for(".versions", ref=ref))
    proposal = tendering.propose(db(), procurement=procurement())
    page = render_template(
        "staff/tender/discard_refinement.html", procurement=procurement(), form=form, proposal=proposal
    )
    return page, form.status


@blueprint.post("/refinement/publish")
@requires(Permission.CRITERIA_PUBLISH)
@commits
def publish_refinement(ref: str) -> ResponseReturnValue:
    """Publish what somebody else prepared, as the next version."""
    form = PublishRefinementForm()
    if not form.validate_on_submit():
        raise Conflict(
            "The page is out of date. Open it again to see what would be published", endpoint="staff.tender.refinement"
        )
    published = tendering.publish_refinement(
        db(), procurement=procurement(), version=form.expected_version, actor=actor(), now=now()
    )
    flash(f"Version {published.number} of the criteria is published, and every bidder affected is told.", "success")
    return redirect(url_for(".version", ref=ref, number=published.number))
