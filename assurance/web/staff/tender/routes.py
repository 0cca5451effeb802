"""The tree of award criteria, its scale and its tie-break rules."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.evaluation.scales import SCALES, Descriptor
from assurance.persistence.queries.criteria import get_criterion, get_tree, list_criteria, list_descriptors
from assurance.persistence.queries.facts.plan import criteria_faults
from assurance.services import planning, tendering
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.tender import presenters
from assurance.web.staff.tender.forms import KINDS, AddCriterionForm, EditCriterionForm, scale_form, tie_break_form
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
        fixed=planning.why_fixed(procurement()),
    )  # fmt: skip


@blueprint.route("/criteria/new/<kind>", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def add_criterion(ref: str, kind: str) -> ResponseReturnValue:
    """Add a criterion of one kind."""
    if kind not in set(Kind):
        raise NotFound("There is no such kind of criterion")
    form = AddCriterionForm(Kind(kind), parent_code=request.args.get("under", ""))
    form.parent_code.choices = presenters.places(list_criteria(db(), procurement().id))

    def act() -> None:
        tendering.add_criterion(
            db(), procurement=procurement(), code=form.code.data, kind=Kind(kind),
            parent_code=form.parent_code.data or None, **form.values, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"“{form.title.data}” is added.", "success")
        return redirect(url_for(".criteria", ref=ref))
    page = render_template(
        "staff/tender/add_criterion.html", form=form, procurement=procurement(), kind=KINDS[Kind(kind)],
        fixed=planning.why_fixed(procurement()),
    )  # fmt: skip
    return page, form.status


@blueprint.get("/criteria/<code>")
@requires(Permission.PROCUREMENT_VIEW)
def criterion(ref: str, code: str) -> ResponseReturnValue:
    """One criterion: to be changed while it is a draft, to be read afterwards."""
    row = get_criterion(db(), procurement().id, code)
    return _criterion_page(code, EditCriterionForm(Kind(row.kind), obj=row))


@blueprint.post("/criteria/<code>")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def edit_criterion(ref: str, code: str) -> ResponseReturnValue:
    """Change a criterion."""
    form = EditCriterionForm(Kind(get_criterion(db(), procurement().id, code).kind))

    def act() -> None:
        tendering.edit_criterion(db(), procurement=procurement(), code=code, **form.values, actor=actor(), now=now())

    if attempt(form, act):
        flash(f"“{form.title.data}” is saved.", "success")
        return redirect(url_for(".criteria", ref=ref))
    return _criterion_page(code, form)


def _criterion_page(code: str, form: EditCriterionForm) -> ResponseReturnValue:
    row = get_criterion(db(), procurement().id, code)
    page = render_template(
        "staff/tender/criterion.html", form=form, procurement=procurement(), row=row, kind=KINDS[Kind(row.kind)],
        fixed=planning.why_fixed(procurement()),
    )  # fmt: skip
    return page, form.status


@blueprint.post("/criteria/<code>/remove")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def remove_criterion(ref: str, code: str) -> ResponseReturnValue:
    """Take a criterion out of the tree."""
    tendering.remove_criterion(db(), procurement=procurement(), code=code, actor=actor(), now=now())
    flash("The criterion is removed.", "success")
    return redirect(url_for(".criteria", ref=ref))


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
