"""Files that show that a condition is met: added by whoever records it, read by whoever decides on it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.gates.catalogue import get_gate
from assurance.persistence.queries.gate_evidence import get_shown
from assurance.persistence.queries.gates import get_condition
from assurance.services import gate_conditions, proof
from assurance.web import giving_evidence
from assurance.web.downloads import proof_file
from assurance.web.giving_evidence import EvidenceFileForm
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.gates.forms import MeetForm
from assurance.web.staff.gates.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.route("/conditions/<reference>", methods=["GET", "POST"])
@requires(Permission.CONDITION_MEET)
@commits
def meet(ref: str, reference: str) -> ResponseReturnValue:
    """Record that a condition is met, with the evidence."""
    form = MeetForm()

    def act() -> None:
        gate_conditions.meet_condition(
            db(), condition=_row(reference), evidence=form.evidence.data, actor=actor(), now=now()
        )

    if attempt(form, act):
        flash(f"Condition {reference} is met.", "success")
        return redirect(url_for(".index", ref=ref))
    return _page(reference, form, EvidenceFileForm(formdata=None)), form.status


@blueprint.post("/conditions/<reference>/files")
@requires(Permission.CONDITION_MEET)
@commits
def add_condition_file(ref: str, reference: str) -> ResponseReturnValue:
    """Add a file that shows that the condition is met."""
    form = EvidenceFileForm()
    done, status = giving_evidence.add_proof(lambda: _row(reference), form, ref)
    if done:
        return redirect(url_for(".meet", ref=ref, reference=reference))
    return _page(reference, MeetForm(formdata=None), form), status


@blueprint.post("/conditions/<reference>/files/<file_id>/remove")
@requires(Permission.CONDITION_MEET)
@commits
def remove_condition_file(ref: str, reference: str, file_id: str) -> ResponseReturnValue:
    """Take out a file before the condition is met."""
    row = _row(reference)
    proof.remove(db(), shown=row, file=get_shown(row.proof, file_id), actor=actor(), now=now())
    flash("The file is taken out.", "success")
    return redirect(url_for(".meet", ref=ref, reference=reference))


@blueprint.get("/conditions/<reference>/files/<file_id>")
@requires(Permission.CONTRACT_VIEW)
def condition_file(ref: str, reference: str, file_id: str) -> ResponseReturnValue:
    """Download a file that shows that a condition is met; on record."""
    row = _row(reference)
    return proof_file(row, get_shown(row.proof, file_id), ref)


def _row(reference: str) -> Any:
    return get_condition(db(), procurement().id, reference)


def _page(reference: str, form: MeetForm, file_form: EvidenceFileForm) -> str:
    row = _row(reference)
    return render_template(
        "staff/gates/meet.html", form=form, file_form=file_form, procurement=procurement(), condition=row,
        gate=get_gate(row.review.gate_code),
    )  # fmt: skip
