"""How far a task of mobilisation is, and the files that show it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.contract_running import get_task
from assurance.persistence.queries.gate_evidence import get_shown
from assurance.services import proof
from assurance.services.contracting import mobilising
from assurance.web import giving_evidence
from assurance.web.downloads import proof_file
from assurance.web.giving_evidence import EvidenceFileForm
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.contract.mobilisation import may_change
from assurance.web.staff.contract.mobilisation_forms import TaskStateForm
from assurance.web.staff.contract.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.route("/mobilisation/<int:number>/state", methods=["GET", "POST"])
@requires(Permission.CONTRACT_RUN)
@commits
def task_state(ref: str, number: int) -> ResponseReturnValue:
    """Say how far a task is, and what shows that it is done."""
    row = _row(number)
    form = TaskStateForm(obj=row)

    def act() -> None:
        mobilising.say_state(
            db(), task=row, state=form.state.data, evidence=form.evidence.data or "", version=form.expected_version,
            actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"“{row.title}”: {row.state.label.lower()}.", "success")
        return redirect(url_for(".mobilisation", ref=ref))
    return _page(number, form, EvidenceFileForm(formdata=None)), form.status


@blueprint.post("/mobilisation/<int:number>/files")
@requires(Permission.CONTRACT_RUN)
@commits
def add_task_file(ref: str, number: int) -> ResponseReturnValue:
    """Add a file that shows that the task is done."""
    form = EvidenceFileForm()
    done, status = giving_evidence.add_proof(lambda: _row(number), form, ref)
    if done:
        return redirect(url_for(".task_state", ref=ref, number=number))
    return _page(number, TaskStateForm(formdata=None, obj=_row(number)), form), status


@blueprint.post("/mobilisation/<int:number>/files/<file_id>/remove")
@requires(Permission.CONTRACT_RUN)
@commits
def remove_task_file(ref: str, number: int, file_id: str) -> ResponseReturnValue:
    """Take out a file before the task is done."""
    row = _row(number)
    proof.remove(db(), shown=row, file=get_shown(row.proof, file_id), actor=actor(), now=now())
    flash("The file is taken out.", "success")
    return redirect(url_for(".task_state", ref=ref, number=number))


@blueprint.get("/mobilisation/<int:number>/files/<file_id>")
@requires(Permission.CONTRACT_VIEW)
def task_file(ref: str, number: int, file_id: str) -> ResponseReturnValue:
    """Download a file that shows that a task is done; on record."""
    row = _row(number)
    return proof_file(row, get_shown(row.proof, file_id), ref)


def _row(number: int) -> Any:
    return get_task(db(), procurement().id, number)


def _page(number: int, form: TaskStateForm, file_form: EvidenceFileForm) -> str:
    return render_template(
        "staff/contract/task_state.html", procurement=procurement(), form=form, file_form=file_form, row=_row(number),
        is_open=may_change(),
    )  # fmt: skip
