"""Evidence asked of my organisation: what, by when, and giving it. Nothing else can be given here."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.deadlines import LONDON
from assurance.persistence.queries import gate_evidence as queries
from assurance.web import giving_evidence
from assurance.web.downloads import evidence
from assurance.web.giving_evidence import AnswerEvidenceForm, EvidenceFileForm
from assurance.web.guards import bid, now, requires
from assurance.web.transaction import commits, db

blueprint = Blueprint("evidence", __name__, url_prefix="/bids/<bid_id>/evidence")


@blueprint.get("/")
@requires(Permission.BID_VIEW)
def index(bid_id: str) -> ResponseReturnValue:
    """What is asked of my organisation, and how each request stands."""
    today = now().astimezone(LONDON).date()
    asked = [(each, queries.standing(each, today)) for each in queries.list_of_bid(db(), bid().id)]
    return render_template("supplier/evidence/index.html", bid=bid(), asked=asked)


@blueprint.route("/<request_id>", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def show(bid_id: str, request_id: str) -> ResponseReturnValue:
    """One request: what is asked, the files that are there, and giving it."""
    row = _row(request_id)
    form = AnswerEvidenceForm(version=row.version, answer=row.answer)
    if giving_evidence.answer(row, form):
        return redirect(url_for(".index", bid_id=bid_id))
    return _page(request_id, form, EvidenceFileForm(formdata=None)), form.status


@blueprint.post("/<request_id>/files")
@requires(Permission.BID_WRITE)
@commits
def add_file(bid_id: str, request_id: str) -> ResponseReturnValue:
    """Add a file to what is given."""
    form = EvidenceFileForm()
    done, status = giving_evidence.add_file(
        lambda: _row(request_id), form, bid().procurement.reference, _row(request_id).public_id
    )
    if done:
        return redirect(url_for(".show", bid_id=bid_id, request_id=request_id))
    row = _row(request_id)
    return _page(request_id, AnswerEvidenceForm(formdata=None, version=row.version, answer=row.answer), form), status


@blueprint.get("/<request_id>/files/<file_id>")
@requires(Permission.BID_VIEW)
def file(bid_id: str, request_id: str, file_id: str) -> ResponseReturnValue:
    """Download a file that my organisation gave."""
    row = _row(request_id)
    return evidence(row, queries.get_file(row, file_id), bid().procurement.reference)


def _row(request_id: str) -> Any:
    return queries.get_of_bid(db(), bid().id, request_id)


def _page(request_id: str, form: AnswerEvidenceForm, file_form: EvidenceFileForm) -> str:
    row = _row(request_id)
    return render_template(
        "supplier/evidence/show.html", bid=bid(), row=row, form=form, file_form=file_form,
        standing=queries.standing(row, now().astimezone(LONDON).date()),
    )  # fmt: skip
