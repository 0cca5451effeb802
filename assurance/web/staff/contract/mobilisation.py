"""The plan of mobilisation: as a chart with its critical path, and its tasks."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.deadlines import LONDON
from assurance.persistence.queries.contract_running import get_task, list_tasks
from assurance.persistence.queries.gates import list_conditions
from assurance.services.contracting import mobilising
from assurance.web.guards import actor, allows, now, procurement, requires
from assurance.web.staff.contract import presenters
from assurance.web.staff.contract.mobilisation_forms import TaskForm
from assurance.web.staff.contract.routes import blueprint
from assurance.web.staff.gates.presenters import condition_rows
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/mobilisation")
@requires(Permission.CONTRACT_VIEW)
def mobilisation(ref: str) -> ResponseReturnValue:
    """Every task with its days and how far it is, the critical path, and what blocks the start of the service."""
    found = mobilising.readiness(db(), procurement(), now())
    today = now().astimezone(LONDON).date()
    return render_template(
        "staff/contract/mobilisation.html", procurement=procurement(), found=found,
        chart=presenters.plan_chart(found, today), rows=presenters.task_rows(found, today),
        conditions=condition_rows(found.conditions, today), may_change=may_change(),
    )  # fmt: skip


@blueprint.route("/mobilisation/add", methods=["GET", "POST"])
@requires(Permission.CONTRACT_RUN)
@commits
def add_task(ref: str) -> ResponseReturnValue:
    """Put a task into the plan."""
    conditions = list_conditions(db(), procurement().id)
    form = TaskForm(list_tasks(db(), procurement().id), conditions, data={"version": 0})

    def act() -> None:
        mobilising.add_task(db(), procurement=procurement(), terms=form.terms, actor=actor(), now=now())

    if attempt(form, act):
        flash("The task is in the plan.", "success")
        return redirect(url_for(".mobilisation", ref=ref))
    page = render_template("staff/contract/add_task.html", procurement=procurement(), form=form, is_open=may_change())
    return page, form.status


@blueprint.route("/mobilisation/<int:number>", methods=["GET", "POST"])
@requires(Permission.CONTRACT_RUN)
@commits
def task(ref: str, number: int) -> ResponseReturnValue:
    """Plan a task otherwise."""
    row = get_task(db(), procurement().id, number)
    others = [each for each in list_tasks(db(), procurement().id) if each.number != number]
    form = TaskForm(others, list_conditions(db(), procurement().id), obj=row)

    def act() -> None:
        mobilising.change_task(
            db(), task=row, terms=form.terms, version=form.expected_version, actor=actor(), now=now()
        )

    if attempt(form, act):
        flash("The task is changed.", "success")
        return redirect(url_for(".mobilisation", ref=ref))
    page = render_template(
        "staff/contract/task.html", procurement=procurement(), form=form, row=row, is_open=may_change()
    )
    return page, form.status


def may_change() -> bool:
    """Say whether whoever looks may change the plan, which is kept until the service starts."""
    return allows(Permission.CONTRACT_RUN) and procurement().stage in mobilising.MOBILISING
