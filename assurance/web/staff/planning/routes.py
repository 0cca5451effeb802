"""The plan and its budget: what is bought, what it may cost, what the market said."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.provision.consequences import questions
from assurance.domain.provision.integration import IntegrationForm
from assurance.persistence.queries.classification import find_classification
from assurance.persistence.queries.planning import get_contract_value, get_envelope, list_budget_lines
from assurance.persistence.queries.specification import list_sections
from assurance.services import payment_model, planning
from assurance.services.cases import build_case
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.planning import presenters
from assurance.web.staff.planning.forms import (
    ChooseBudgetForm,
    ImportBudgetForm,
    RecordEngagementForm,
    UpdateProgrammeForm,
)
from assurance.web.transaction import attempt, commits, db

blueprint = Blueprint("planning", __name__, url_prefix="/procurements/<ref>/planning")


@blueprint.get("/")
@requires(Permission.PROCUREMENT_VIEW)
def show(ref: str) -> ResponseReturnValue:
    """The plan: its parts, what the contract is expected to be worth."""
    return render_template(
        "staff/planning/show.html",
        procurement=procurement(),
        parts=presenters.plan_parts(
            procurement(),
            build_case(db(), procurement(), now()),
            is_classified=find_classification(db(), procurement().id) is not None,
            is_specified=bool(list_sections(db(), procurement().id)),
            pays=payment_model.standing(db(), procurement()),
        ),
        model=payment_model.of(db(), procurement()),
        value=get_contract_value(db(), procurement()),
        forms=[IntegrationForm(each) for each in procurement().integration_forms],
        fixed=planning.why_fixed(procurement()),
    )


@blueprint.route("/edit", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def edit(ref: str) -> ResponseReturnValue:
    """Describe the programme."""
    form = UpdateProgrammeForm(obj=procurement())

    def act() -> None:
        names = ("title", "summary", "care_group", "population", "contract_years", "outcome_share_percent")
        planning.update_programme(
            db(), procurement=procurement(), **{name: form.data[name] for name in names},
            integration_forms=[IntegrationForm(each) for each in form.integration_forms.data],
            version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The programme is saved.", "success")
        return redirect(url_for(".show", ref=ref))
    fixed = planning.why_fixed(procurement())
    page = render_template(
        "staff/planning/edit.html", form=form, procurement=procurement(), fixed=fixed,
        meanings={each.value: each.meaning for each in IntegrationForm},
        brings=[(each, questions(each)) for each in IntegrationForm],
    )  # fmt: skip
    return page, form.status


@blueprint.get("/budget")
@requires(Permission.PROCUREMENT_VIEW)
def budget(ref: str) -> ResponseReturnValue:
    """The budget baseline, and which of its categories are bought."""
    chosen = [line.code for line in list_budget_lines(db(), procurement().id) if line.is_chosen]
    return _budget_page(ChooseBudgetForm(codes=chosen))


@blueprint.post("/budget")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def choose_budget(ref: str) -> ResponseReturnValue:
    """Choose the categories that make up the programme."""
    form = ChooseBudgetForm()

    def act() -> None:
        planning.choose_budget_lines(db(), procurement=procurement(), codes=form.codes.data, actor=actor(), now=now())

    form.codes.choices = [(line.code, line.name) for line in list_budget_lines(db(), procurement().id)]
    if attempt(form, act):
        flash("The choice is saved.", "success")
        return redirect(url_for(".budget", ref=ref))
    return _budget_page(form)


def _budget_page(form: ChooseBudgetForm) -> ResponseReturnValue:
    lines = list_budget_lines(db(), procurement().id)
    page = render_template(
        "staff/planning/budget.html", form=form, procurement=procurement(), lines=lines, amounts=presenters.amounts,
        totals=presenters.budget_totals(lines), chosen=get_envelope(db(), procurement().id),
        fixed=planning.why_fixed(procurement()),
    )  # fmt: skip
    return page, form.status


@blueprint.route("/budget/import", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def import_budget(ref: str) -> ResponseReturnValue:
    """Import a table of programme budgets."""
    form = ImportBudgetForm()

    def act() -> None:
        planning.import_budget(db(), procurement=procurement(), text=form.text, actor=actor(), now=now())

    if attempt(form, act):
        flash("The table is imported. Choose the categories of the programme.", "success")
        return redirect(url_for(".budget", ref=ref))
    page = render_template(
        "staff/planning/import_budget.html", form=form, procurement=procurement(),
        lines=list_budget_lines(db(), procurement().id), fixed=planning.why_fixed(procurement()),
    )  # fmt: skip
    return page, form.status


@blueprint.get("/engagement")
@requires(Permission.PROCUREMENT_VIEW)
def engagement(ref: str) -> ResponseReturnValue:
    """What market engagement changed."""
    return _engagement_page(
        RecordEngagementForm(summary=procurement().engagement_summary, version=procurement().version)
    )


@blueprint.post("/engagement")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def record_engagement(ref: str) -> ResponseReturnValue:
    """Write down what market engagement changed."""
    form = RecordEngagementForm()

    def act() -> None:
        planning.record_engagement(
            db(), procurement=procurement(), summary=form.summary.data, version=form.expected_version,
            actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The summary is saved.", "success")
        return redirect(url_for("staff.procurements.show", ref=ref))
    return _engagement_page(form)


def _engagement_page(form: RecordEngagementForm) -> ResponseReturnValue:
    page = render_template(
        "staff/planning/engagement.html", form=form, procurement=procurement(),
        closed=planning.why_no_engagement(procurement()) or planning.why_fixed(procurement()),
    )  # fmt: skip
    return page, form.status
