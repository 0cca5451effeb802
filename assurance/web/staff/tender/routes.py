"""The tree of award criteria as a whole, its scale and its tie-break rules."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.evaluation.scales import SCALES, Descriptor
from assurance.persistence.queries.criteria import get_tree, list_criteria, list_descriptors
from assurance.persistence.queries.facts.plan import criteria_faults
from assurance.services import planning, tendering
from assurance.services.tendering.wind_tunnel import standing
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.tender import presenters
from assurance.web.staff.tender.criterion_forms import KINDS
from assurance.web.staff.tender.forms import scale_form, tie_break_form
from assurance.web.transaction import attempt, commits, db

blueprint = Blueprint("tender", __name__, url_prefix="/procurements/<ref>/tender")


@blueprint.get("/criteria")
@requires(Permission.PROCUREMENT_VIEW)
def criteria(ref: str) -> ResponseReturnValue:
    """The tree with its weights, and in words what keeps it from being published."""
    rows, tree = list_criteria(db(), procurement().id), get_tree(db(), procurement().id)
    return render_template(
        "staff/tender/criteria.html", procurement=procurement(), nodes=presenters.nodes(rows, tree), kinds=KINDS,
        at_the_top=presenters.weights_below(rows)[None], faults=criteria_faults(db(), procurement()),
        rules=presenters.rule_labels(rows, tree), descriptors=list_descriptors(db(), procurement().id),
        fixed=planning.why_fixed(procurement()), trial=standing(db(), procurement()),
    )  # fmt: skip


@blueprint.route("/scale", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def scale(ref: str) -> ResponseReturnValue:
    """Say what each mark means; start from a published scale or from what is stored."""
    template = next((each for each in SCALES if str(each.top) == request.args.get("top")), None)
    stored = list_descriptors(db(), procurement().id)
    described: list[Any] = list(template.descriptors if template else stored or SCALES[0].descriptors)
    marks = range(len(described))
    start = {f"label_{each.mark}": each.label for each in described}
    form = scale_form(len(described) - 1)(data={**start, **{f"text_{each.mark}": each.text for each in described}})

    def act() -> None:
        typed = [Descriptor(mark, form[f"label_{mark}"].data, form[f"text_{mark}"].data) for mark in marks]
        tendering.set_scale(db(), procurement=procurement(), descriptors=typed, actor=actor(), now=now())

    if attempt(form, act):
        flash("The scale is saved.", "success")
        return redirect(url_for(".criteria", ref=ref))
    fixed = planning.why_fixed(procurement())
    page = render_template(
        "staff/tender/scale.html", form=form, procurement=procurement(), marks=marks, scales=SCALES, fixed=fixed
    )
    return page, form.status


@blueprint.route("/tie-break", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def tie_break(ref: str) -> ResponseReturnValue:
    """Set the rules that separate equal totals, first to last."""
    rows, tree = list_criteria(db(), procurement().id), get_tree(db(), procurement().id)
    stored = {f"rule_{number}": rule for number, rule in enumerate(procurement().tie_break)}
    form = tie_break_form(presenters.rule_labels(rows, tree).items())(data={**stored, "version": procurement().version})
    fields = [field for field in form if field.name.startswith("rule_")]

    def act() -> None:
        tendering.set_tie_break(
            db(), procurement=procurement(), rules=[field.data for field in fields if field.data],
            version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The tie-break rules are saved.", "success")
        return redirect(url_for(".criteria", ref=ref))
    fixed = planning.why_fixed(procurement())
    page = render_template(
        "staff/tender/tie_break.html", form=form, procurement=procurement(), fields=fields, fixed=fixed
    )
    return page, form.status
