"""Conditions: set on a line, taken back before the verdict, or given a later date."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.gates.catalogue import get_gate
from assurance.persistence.queries.gates import find_last_review, get_condition, get_last_review
from assurance.services import gate_conditions
from assurance.web.forms.fields import choices
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.gates.forms import ConditionForm, RedateForm
from assurance.web.staff.gates.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.route("/<gate_code>/conditions/new", methods=["GET", "POST"])
@requires(Permission.GATE_REVIEW)
@commits
def condition(ref: str, gate_code: str) -> ResponseReturnValue:
    """Set a condition on a line of enquiry."""
    review = get_last_review(db(), procurement().id, gate_code)
    form = ConditionForm(line_code=request.args.get("line"))
    form.line_code.choices = choices([(line.code, line.title) for line in review.lines])

    def act() -> None:
        fields = {k: v for k, v in form.data.items() if k not in ("csrf_token", "submit")}
        gate_conditions.add_condition(db(), review=review, **fields, actor=actor(), now=now())

    if attempt(form, act):
        flash("The condition is set.", "success")
        return redirect(url_for(".review", ref=ref, gate_code=gate_code, _anchor="conditions"))
    page = render_template(
        "staff/gates/condition.html", form=form, procurement=procurement(), gate=get_gate(gate_code), review=review
    )
    return page, form.status


@blueprint.post("/conditions/<reference>/remove")
@requires(Permission.GATE_REVIEW)
@commits
def remove(ref: str, reference: str) -> ResponseReturnValue:
    """Take back a condition before the verdict."""
    row = get_condition(db(), procurement().id, reference)
    gate_code = row.review.gate_code
    gate_conditions.remove_condition(db(), condition=row, actor=actor(), now=now())
    flash(f"Condition {reference} is removed.", "success")
    return redirect(url_for(".review", ref=ref, gate_code=gate_code, _anchor="conditions"))


@blueprint.route("/conditions/<reference>/date", methods=["GET", "POST"])
@requires(Permission.GATE_REVIEW)
@commits
def redate(ref: str, reference: str) -> ResponseReturnValue:
    """Give a condition carried over from an earlier sitting a later date."""
    row = get_condition(db(), procurement().id, reference)
    form = RedateForm()

    def act() -> None:
        gate_conditions.redate_condition(
            db(), condition=row, due_on=form.data["due_on"], reason=form.reason.data, actor=actor(), now=now()
        )

    if attempt(form, act):
        flash(f"Condition {reference} has a new date.", "success")
        return redirect(url_for(".review", ref=ref, gate_code=row.review.gate_code, _anchor="conditions"))
    sitting = find_last_review(db(), procurement().id, row.review.gate_code)
    page = render_template(
        "staff/gates/redate.html", form=form, procurement=procurement(), condition=row, sitting=sitting,
        gate=get_gate(row.review.gate_code),
    )  # fmt: skip
    return page, form.status
