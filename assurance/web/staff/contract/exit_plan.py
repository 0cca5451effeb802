"""The plan for the end of the contract: read by all who see the contract, kept by whoever runs it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.contracts.exit_plan import USUAL_MONTHS
from assurance.persistence.queries.contracts import get_contract
from assurance.persistence.queries.exit_plans import find_exit_plan, get_exit_item, get_exit_plan
from assurance.services.contracting import exiting
from assurance.web.guards import actor, allows, now, procurement, requires
from assurance.web.staff.contract.exit_forms import ExitItemForm, ExitTermsForm, ReviewExitForm, SettleExitForm
from assurance.web.staff.contract.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/exit")
@requires(Permission.CONTRACT_VIEW)
def exit_plan(ref: str) -> ResponseReturnValue:
    """What happens when the contract ends: who hands over what to whom, how the plan stands, who looked at it."""
    told = exiting.read(db(), get_contract(db(), procurement().id), now())
    form = SettleExitForm(formdata=None, version=told.plan.version if told.plan else 0)
    return render_template(
        "staff/contract/exit_plan.html", procurement=procurement(), told=told, form=form, may_change=_may_change()
    )


@blueprint.route("/exit/edit", methods=["GET", "POST"])
@requires(Permission.CONTRACT_RUN)
@commits
def exit_terms(ref: str) -> ResponseReturnValue:
    """Say what brings the plan into force and how care goes on."""
    contract = get_contract(db(), procurement().id)
    plan = find_exit_plan(db(), contract.id)
    start: dict[str, Any] = {} if plan else {"within_months": USUAL_MONTHS}
    form = ExitTermsForm(obj=plan, version=plan.version if plan else 0, data=start)

    def act() -> None:
        exiting.write(
            db(), contract=contract, terms=form.terms, version=form.expected_version, actor=actor(), now=now()
        )

    if attempt(form, act):
        flash("The exit plan is saved.", "success")
        return redirect(url_for(".exit_plan", ref=ref))
    return render_template("staff/contract/exit_terms.html", **_shown(form)), form.status


@blueprint.route("/exit/handovers/new", methods=["GET", "POST"])
@requires(Permission.CONTRACT_RUN)
@commits
def add_exit_item(ref: str) -> ResponseReturnValue:
    """Say what of one kind is handed over, or why nothing is."""
    plan = _plan()
    form = ExitItemForm(version=plan.version, kind=request.args.get("kind"))
    if _saved(form, plan, 0):
        return redirect(url_for(".exit_plan", ref=ref))
    return render_template("staff/contract/add_exit_item.html", **_shown(form)), form.status


@blueprint.route("/exit/handovers/<int:number>", methods=["GET", "POST"])
@requires(Permission.CONTRACT_RUN)
@commits
def exit_item(ref: str, number: int) -> ResponseReturnValue:
    """Change a hand-over."""
    plan = _plan()
    row = get_exit_item(plan, number)
    form = ExitItemForm(obj=row, version=plan.version, is_nothing=not row.is_needed)
    if _saved(form, plan, number):
        return redirect(url_for(".exit_plan", ref=ref))
    taking_out = SettleExitForm(formdata=None, version=plan.version)
    page = render_template("staff/contract/exit_item.html", row=row, taking_out=taking_out, **_shown(form))
    return page, form.status


@blueprint.post("/exit/handovers/<int:number>/remove")
@requires(Permission.CONTRACT_RUN)
@commits
def remove_exit_item(ref: str, number: int) -> ResponseReturnValue:
    """Take a hand-over out of the plan."""
    form = SettleExitForm()
    version = form.expected_version if form.validate_on_submit() else 0
    exiting.remove_item(db(), plan=_plan(), number=number, version=version, actor=actor(), now=now())
    flash("The hand-over is taken out.", "success")
    return redirect(url_for(".exit_plan", ref=ref))


@blueprint.post("/exit/settle")
@requires(Permission.CONTRACT_RUN)
@commits
def settle_exit(ref: str) -> ResponseReturnValue:
    """Settle the plan, in which nothing is missing."""
    form = SettleExitForm()
    version = form.expected_version if form.validate_on_submit() else 0
    exiting.settle(db(), plan=_plan(), version=version, actor=actor(), now=now())
    flash("The exit plan is settled. It is looked at again in a year.", "success")
    return redirect(url_for(".exit_plan", ref=ref))


@blueprint.route("/exit/review", methods=["GET", "POST"])
@requires(Permission.CONTRACT_RUN)
@commits
def review_exit(ref: str) -> ResponseReturnValue:
    """Put on record that the plan was looked at and still holds."""
    plan = _plan()
    form = ReviewExitForm(version=plan.version)

    def act() -> None:
        exiting.review(db(), plan=plan, found=form.found.data, version=form.expected_version, actor=actor(), now=now())

    if attempt(form, act):
        flash("The review is on record. The plan is looked at again in a year.", "success")
        return redirect(url_for(".exit_plan", ref=ref))
    is_settled = plan.settled_at is not None
    return render_template("staff/contract/review_exit.html", is_settled=is_settled, **_shown(form)), form.status


def _saved(form: ExitItemForm, plan: Any, number: int) -> bool:
    def act() -> None:
        exiting.set_item(
            db(), plan=plan, item=form.item, number=number, version=form.expected_version, actor=actor(), now=now()
        )

    if done := attempt(form, act):
        flash("The hand-over is saved.", "success")
    return done


def _plan() -> Any:
    return get_exit_plan(db(), get_contract(db(), procurement().id).id)


def _may_change() -> bool:
    return allows(Permission.CONTRACT_RUN) and procurement().stage in exiting.KEPT


def _shown(form: Any) -> dict[str, Any]:
    return {"procurement": procurement(), "form": form, "is_open": _may_change()}
