"""One criterion: written, changed, moved and taken out while the criteria are a draft, and read afterwards."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.domain.evaluation.criteria import Kind
from assurance.persistence.queries.criteria import get_criterion, list_criteria
from assurance.services import planning, tendering
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.tender import presenters
from assurance.web.staff.tender.criterion_forms import KINDS, AddCriterionForm, EditCriterionForm, PlaceCriterionForm
from assurance.web.staff.tender.routes import blueprint
from assurance.web.transaction import attempt, commits, db


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
        formulas=presenters.formula_boxes(form), fixed=planning.why_fixed(procurement()),
    )  # fmt: skip
    return page, form.status


@blueprint.get("/criteria/<code>")
@requires(Permission.PROCUREMENT_VIEW)
def criterion(ref: str, code: str) -> ResponseReturnValue:
    """One criterion: to be changed while it is a draft, to be read afterwards."""
    row = get_criterion(db(), procurement().id, code)
    return _page(code, EditCriterionForm(Kind(row.kind), data=presenters.stored(row)))


@blueprint.post("/criteria/<code>")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def edit_criterion(ref: str, code: str) -> ResponseReturnValue:
    """Change a criterion."""
    form = EditCriterionForm(Kind(get_criterion(db(), procurement().id, code).kind))

    def act() -> None:
        tendering.edit_criterion(
            db(), procurement=procurement(), code=code, seen=form.seen_version.data or "", **form.values,
            actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"“{form.title.data}” is saved.", "success")
        return redirect(url_for(".criteria", ref=ref))
    return _page(code, form)


def _page(code: str, form: EditCriterionForm, place: PlaceCriterionForm | None = None) -> ResponseReturnValue:
    rows = list_criteria(db(), procurement().id)
    row = next(each for each in rows if each.code == code)
    group = next((each for each in rows if each.id == row.parent_id), None)
    place = place or PlaceCriterionForm(formdata=None, parent_code=group.code if group else "")
    place.parent_code.choices = presenters.places_for(rows, row)
    page = render_template(
        "staff/tender/criterion.html", form=form, place=place, procurement=procurement(), row=row,
        kind=KINDS[Kind(row.kind)], group=group, beside=presenters.neighbours(rows, row),
        formulas=presenters.formula_boxes(form), fixed=planning.why_fixed(procurement()),
        node=presenters.notes(row),
    )  # fmt: skip
    return page, max(form.status, place.status)


@blueprint.post("/criteria/<code>/place")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def place_criterion(ref: str, code: str) -> ResponseReturnValue:
    """Put a criterion into another group."""
    rows = list_criteria(db(), procurement().id)
    row = get_criterion(db(), procurement().id, code)
    place = PlaceCriterionForm()
    place.parent_code.choices = presenters.places_for(rows, row)

    def act() -> None:
        tendering.place_criterion(
            db(), procurement=procurement(), code=code, parent_code=place.parent_code.data, actor=actor(), now=now()
        )

    if attempt(place, act):
        flash(f"“{row.title}” is moved. Check the weights of both groups.", "success")
        return redirect(url_for(".criteria", ref=ref))
    return _page(code, EditCriterionForm(Kind(row.kind), formdata=None, data=presenters.stored(row)), place)


@blueprint.post("/criteria/<code>/up")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def move_criterion_up(ref: str, code: str) -> ResponseReturnValue:
    """Let a criterion stand before the one above it."""
    return _move(ref, code, up=True)


@blueprint.post("/criteria/<code>/down")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def move_criterion_down(ref: str, code: str) -> ResponseReturnValue:
    """Let a criterion stand after the one below it."""
    return _move(ref, code, up=False)


def _move(ref: str, code: str, *, up: bool) -> ResponseReturnValue:
    row = tendering.move_criterion(db(), procurement=procurement(), code=code, up=up, actor=actor(), now=now())
    flash(f"“{row.title}” is moved {'up' if up else 'down'}.", "success")
    return redirect(url_for(".criterion", ref=ref, code=code, _anchor="place"))


@blueprint.post("/criteria/<code>/remove")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def remove_criterion(ref: str, code: str) -> ResponseReturnValue:
    """Take a criterion out of the tree."""
    tendering.remove_criterion(db(), procurement=procurement(), code=code, actor=actor(), now=now())
    flash("The criterion is removed.", "success")
    return redirect(url_for(".criteria", ref=ref))
