"""The board of gates, one gate's review, its signatures, its verdict and a new sitting."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.deadlines import LONDON
from assurance.domain.errors import NotFound
from assurance.domain.gates import findings
from assurance.domain.gates.catalogue import get_gate
from assurance.domain.gates.definition import Verdict
from assurance.persistence.queries.gate_evidence import list_of_person, list_of_review, standing
from assurance.persistence.queries.gates import get_last_review, list_conditions, list_sittings
from assurance.services import gate_blockers, gate_findings, gate_verdicts, gates
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.gates import presenters
from assurance.web.staff.gates.forms import ConfirmForm, ReopenForm, SignForm
from assurance.web.transaction import attempt, commits, db

blueprint = Blueprint("gates", __name__, url_prefix="/procurements/<ref>/gates")


@blueprint.get("/")
@requires(Permission.GATE_VIEW)
def index(ref: str) -> ResponseReturnValue:
    """What blocks the next point of no return, the gates with their verdicts, and every condition."""
    conditions = presenters.condition_rows(list_conditions(db(), procurement().id), _today())
    return render_template(
        "staff/gates/index.html",
        procurement=procurement(),
        **presenters.board(list_sittings(db(), procurement().id), conditions),
        conditions=conditions,
        point=gate_blockers.next_point(procurement()),
        blockers=gate_blockers.blockers(db(), procurement(), now()),
        asked_of_me=list_of_person(db(), procurement().id, actor().user_id),
    )


@blueprint.get("/<gate_code>")
@requires(Permission.GATE_VIEW)
def review(ref: str, gate_code: str) -> ResponseReturnValue:
    """One gate: its lines, the verdict as it would be, conditions and signatures; earlier sittings on request."""
    sittings = list_sittings(db(), procurement().id, get_gate(gate_code).code)
    number = request.args.get("sitting", len(sittings), type=int)
    found = next((each for each in sittings if each.sitting == number), None)
    if found is None:
        raise NotFound("There has been no such sitting at this gate")
    return _review_page(found, sittings)


@blueprint.post("/<gate_code>/sign")
@requires(Permission.GATE_REVIEW)
@commits
def sign(ref: str, gate_code: str) -> ResponseReturnValue:
    """Sign the review as it was read."""
    row = get_last_review(db(), procurement().id, gate_code)
    form = SignForm()
    if attempt(form, lambda: gates.sign(db(), review=row, version=form.expected_version, actor=actor(), now=now())):
        flash("You have signed this review.", "success")
        return redirect(url_for(".review", ref=ref, gate_code=gate_code))
    return _review_page(row, list_sittings(db(), procurement().id, gate_code)), 422


@blueprint.post("/<gate_code>/conclude")
@requires(Permission.GATE_REVIEW)
@commits
def conclude(ref: str, gate_code: str) -> ResponseReturnValue:
    """Give the verdict that follows."""
    row = gates.conclude(db(), review=get_last_review(db(), procurement().id, gate_code), actor=actor(), now=now())
    said = Verdict(str(row.verdict)).label
    flash(f"{get_gate(gate_code).label} is concluded: {said}.", "success")
    return redirect(url_for(".review", ref=ref, gate_code=gate_code))


@blueprint.route("/<gate_code>/reopen", methods=["GET", "POST"])
@requires(Permission.GATE_REVIEW)
@commits
def reopen(ref: str, gate_code: str) -> ResponseReturnValue:
    """Open a new sitting after “do not proceed”, or because a condition is overdue."""
    form = ReopenForm()

    def act() -> None:
        gates.reopen(
            db(), procurement=procurement(), gate_code=gate_code, reason=form.reason.data, actor=actor(), now=now()
        )

    if attempt(form, act):
        flash("A new sitting is open. Every line is rated again.", "success")
        return redirect(url_for(".review", ref=ref, gate_code=gate_code))
    page = render_template(
        "staff/gates/reopen.html", form=form, procurement=procurement(), gate=get_gate(gate_code),
        objection=gate_verdicts.reopening_objection(db(), procurement(), gate_code, now()),
    )  # fmt: skip
    return page, form.status


def _review_page(row: Any, sittings: list[Any]) -> str:
    counting = gate_verdicts.counting_conditions(db(), row)
    found = gate_findings.findings_of(db(), row)
    asked = {line.code for line in gate_verdicts.asked_lines(db(), row)}
    return render_template(
        "staff/gates/review.html",
        procurement=procurement(),
        gate=get_gate(row.gate_code),
        review=row,
        sittings=sittings,
        groups=presenters.grouped(row, gate_verdicts.rated_lines(db(), row, found)),
        is_stopped=findings.is_critical(found),
        apart=[each for each in found if each.line_code not in asked],
        evidence=[(each, standing(each, _today())) for each in list_of_review(db(), row.id)],
        conditions=presenters.condition_rows(counting, _today()),
        outcome=gate_verdicts.verdict(db(), row),
        objections=gate_verdicts.concluding_objections(db(), row, now()) if row.verdict is None else (),
        why_not_reopen=gate_verdicts.reopening_objection(db(), procurement(), row.gate_code, now()),
        has_signed=any(each.user_id == actor().user_id for each in row.signatures),
        sign_form=SignForm(formdata=None, version=row.version),
        confirm_form=ConfirmForm(formdata=None),
    )


def _today() -> Any:
    return now().astimezone(LONDON).date()
