"""Evidence at a gate: asked by a reviewer, given by the person who was asked, read and settled by the reviewer."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.deadlines import LONDON
from assurance.domain.gates.catalogue import get_gate
from assurance.persistence.queries import gate_evidence as queries
from assurance.persistence.queries.gates import get_last_review
from assurance.services import audit, gate_evidence
from assurance.web import giving_evidence
from assurance.web.downloads import evidence
from assurance.web.giving_evidence import AnswerEvidenceForm, EvidenceFileForm
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.gates.forms import AskEvidenceForm, SettleForm
from assurance.web.staff.gates.routes import blueprint
from assurance.web.transaction import apart, attempt, commits, db


@blueprint.route("/<gate_code>/evidence/new", methods=["GET", "POST"])
@requires(Permission.GATE_REVIEW)
@commits
def ask_evidence(ref: str, gate_code: str) -> ResponseReturnValue:
    """Ask a person of the authority or a bidder for evidence on a line of enquiry."""
    review = get_last_review(db(), procurement().id, gate_code)
    people, bids = _askable()
    form = AskEvidenceForm(line_code=request.args.get("line"))
    form.offer(review.lines, people, bids)

    def act() -> None:
        gate_evidence.ask(
            db(), review=review, line_code=form.line_code.data, what=form.what.data, due_on=form.data["due_on"],
            actor=actor(), now=now(), **form.whom_of(people, bids),
        )  # fmt: skip

    if attempt(form, act):
        flash("The evidence is asked for, and whoever gives it is told.", "success")
        return redirect(url_for(".review", ref=ref, gate_code=gate_code, _anchor="evidence"))
    page = render_template(
        "staff/gates/ask_evidence.html", form=form, procurement=procurement(), gate=get_gate(gate_code), review=review
    )
    return page, form.status


@blueprint.route("/evidence/<request_id>", methods=["GET", "POST"])
@requires(Permission.GATE_REVIEW)
@commits
def evidence_request(ref: str, request_id: str) -> ResponseReturnValue:
    """Read what was given, and accept it or take the request back. Reading is on record."""
    row = queries.get_of_procurement(db(), procurement().id, request_id)
    form = SettleForm()

    def act() -> None:
        gate_evidence.settle(
            db(), request=row, accept=form.decision.data == "accept", reason=form.reason.data or "", actor=actor(),
            now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The request for evidence is settled.", "success")
        return redirect(url_for(".review", ref=ref, gate_code=row.review.gate_code, _anchor="evidence"))
    page = render_template(
        "staff/gates/evidence_request.html", form=form, procurement=procurement(), row=row,
        standing=queries.standing(row, _today()), gate=get_gate(row.review.gate_code),
    )  # fmt: skip
    if request.method == "GET":
        _note_reading(ref, request_id, "")
    return page, form.status


@blueprint.get("/evidence/<request_id>/files/<file_id>")
@requires(Permission.EVIDENCE_VIEW)
def evidence_file(ref: str, request_id: str, file_id: str) -> ResponseReturnValue:
    """Download a file that was given as evidence; on record."""
    row = queries.get_of_procurement(db(), procurement().id, request_id)
    answer = evidence(row, queries.get_file(row, file_id), ref)
    _note_reading(ref, request_id, file_id)
    return answer


@blueprint.route("/evidence/<request_id>/give", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_GIVE)
@commits
def give_evidence(ref: str, request_id: str) -> ResponseReturnValue:
    """Give the evidence that I was asked for."""
    row = _mine(request_id)
    form = AnswerEvidenceForm(version=row.version, answer=row.answer)
    if giving_evidence.answer(row, form):
        return redirect(url_for(".give_evidence", ref=ref, request_id=request_id))
    return _giving_page(request_id, form, EvidenceFileForm(formdata=None)), form.status


@blueprint.post("/evidence/<request_id>/give/files")
@requires(Permission.EVIDENCE_GIVE)
@commits
def add_evidence_file(ref: str, request_id: str) -> ResponseReturnValue:
    """Add a file to what I give."""
    form = EvidenceFileForm()
    done, status = giving_evidence.add_file(lambda: _mine(request_id), form, ref, _mine(request_id).public_id)
    if done:
        return redirect(url_for(".give_evidence", ref=ref, request_id=request_id))
    row = _mine(request_id)
    answer_form = AnswerEvidenceForm(formdata=None, version=row.version, answer=row.answer)
    return _giving_page(request_id, answer_form, form), status


@blueprint.get("/evidence/<request_id>/give/files/<file_id>")
@requires(Permission.EVIDENCE_GIVE)
def own_evidence_file(ref: str, request_id: str, file_id: str) -> ResponseReturnValue:
    """Download a file that I gave."""
    row = _mine(request_id)
    return evidence(row, queries.get_file(row, file_id), ref)


def _askable() -> tuple[dict[str, Any], dict[str, Any]]:
    people = {str(each.id): each for each in queries.list_people(db(), procurement().id)}
    bids = {each.public_id: each for each in gate_evidence.list_bidders(db(), procurement().id)}
    return people, bids


def _mine(request_id: str) -> Any:
    return queries.get_of_person(db(), procurement().id, request_id, actor().user_id)


def _giving_page(request_id: str, form: AnswerEvidenceForm, file_form: EvidenceFileForm) -> str:
    row = _mine(request_id)
    return render_template(
        "staff/gates/give_evidence.html", procurement=procurement(), row=row, form=form, file_form=file_form,
        standing=queries.standing(row, _today()), gate=get_gate(row.review.gate_code),
    )  # fmt: skip


def _note_reading(ref: str, request_id: str, file_id: str) -> None:
    audit.record_apart(
        apart(), tag="evidence:viewed", actor=actor(), now=now(), reference=ref, subject=request_id, file=file_id
    )


def _today() -> Any:
    return now().astimezone(LONDON).date()
