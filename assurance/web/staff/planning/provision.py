"""Pathways and outcomes: what care the programme covers and what it is paid for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.planning import get_outcome, list_elements, list_outcomes
from assurance.persistence.queries.programme import get_definition, list_definitions
from assurance.services import planning
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.planning.forms import AddElementForm, AddOutcomeForm, EditOutcomeForm
from assurance.web.staff.planning.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/elements")
@requires(Permission.PROCUREMENT_VIEW)
def elements(ref: str) -> ResponseReturnValue:
    """The elements of care, pathway by pathway."""
    return _elements_page(AddElementForm(pathway=request.args.get("pathway", "")))


@blueprint.post("/elements")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def add_element(ref: str) -> ResponseReturnValue:
    """Add an element of care; the pathway stays filled in for the next one."""
    form = AddElementForm()

    def act() -> None:
        planning.add_element(
            db(), procurement=procurement(), pathway=form.pathway.data, name=form.name.data, actor=actor(), now=now()
        )

    if attempt(form, act):
        flash(f"“{form.name.data}” is added.", "success")
        return redirect(url_for(".elements", ref=ref, pathway=form.pathway.data))
    return _elements_page(form)


@blueprint.post("/elements/remove")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def remove_element(ref: str) -> ResponseReturnValue:
    """Take an element of care out of its pathway."""
    pathway, name = request.form.get("pathway", ""), request.form.get("name", "")
    planning.remove_element(db(), procurement=procurement(), pathway=pathway, name=name, actor=actor(), now=now())
    flash(f"“{name}” is removed.", "success")
    return redirect(url_for(".elements", ref=ref))


def _elements_page(form: AddElementForm) -> ResponseReturnValue:
    page = render_template(
        "staff/planning/elements.html", form=form, procurement=procurement(),
        elements=list_elements(db(), procurement().id), fixed=planning.why_fixed(procurement()),
    )  # fmt: skip
    return page, form.status


@blueprint.get("/outcomes")
@requires(Permission.PROCUREMENT_VIEW)
def outcomes(ref: str) -> ResponseReturnValue:
    """The outcomes the provider is paid for, and whether their weights make a whole."""
    found = list_outcomes(db(), procurement().id)
    return render_template(
        "staff/planning/outcomes.html", procurement=procurement(), outcomes=found,
        whole=sum((each.weight_percent for each in found), Decimal(0)), fixed=planning.why_fixed(procurement()),
    )  # fmt: skip


@blueprint.route("/outcomes/new", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def add_outcome(ref: str) -> ResponseReturnValue:
    """Add an outcome."""
    form = AddOutcomeForm(_definitions())

    def act() -> None:
        planning.add_outcome(
            db(), procurement=procurement(), code=form.code.data, **_terms(form), actor=actor(), now=now()
        )

    if attempt(form, act):
        flash(f"“{form.name.data}” is added.", "success")
        return redirect(url_for(".outcomes", ref=ref))
    fixed = planning.why_fixed(procurement())
    page = render_template("staff/planning/add_outcome.html", form=form, procurement=procurement(), fixed=fixed)
    return page, form.status


@blueprint.route("/outcomes/<code>", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def outcome(ref: str, code: str) -> ResponseReturnValue:
    """Change an outcome."""
    row = get_outcome(db(), procurement().id, code)
    form = EditOutcomeForm(_definitions(row.definition), obj=row)

    def act() -> None:
        planning.edit_outcome(db(), procurement=procurement(), code=code, **_terms(form), actor=actor(), now=now())

    if attempt(form, act):
        flash(f"“{form.name.data}” is saved.", "success")
        return redirect(url_for(".outcomes", ref=ref))
    fixed = planning.why_fixed(procurement())
    page = render_template("staff/planning/outcome.html", form=form, procurement=procurement(), row=row, fixed=fixed)
    return page, form.status


@blueprint.post("/outcomes/<code>/remove")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def remove_outcome(ref: str, code: str) -> ResponseReturnValue:
    """Take an outcome out of the programme."""
    planning.remove_outcome(db(), procurement=procurement(), code=code, actor=actor(), now=now())
    flash("The outcome is removed.", "success")
    return redirect(url_for(".outcomes", ref=ref))


def _terms(form: EditOutcomeForm) -> dict[str, Any]:
    names = ("name", "unit", "weight_percent", "rule", "baseline", "threshold", "target")
    chosen = form.definition_id.data
    definition = get_definition(db(), procurement().id, chosen) if chosen else None
    return {**{name: form[name].data for name in names}, "definition": definition}


def _definitions(bound: Any = None) -> list[Any]:
    """List the definitions an outcome may be bound to: those that stand, and the one it has."""
    standing = list_definitions(db(), procurement().id)
    return standing if bound is None or bound in standing else [*standing, bound]
