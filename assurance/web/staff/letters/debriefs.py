"""De-briefs: what a bidder asked, the answer, the comparison from the record, and the letter before it goes."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.notices.invitations import DEBRIEF
from assurance.persistence.queries.correspondence import find_standing, get_request
from assurance.services import audit, correspondence
from assurance.services.correspondence import debriefs
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.letters.blueprint import blueprint
from assurance.web.staff.letters.forms import AnswerForm, IssueForm
from assurance.web.transaction import apart, attempt, commits, db


@blueprint.get("/de-briefs/<bid_id>")
@requires(Permission.RANKING_VIEW)
def debrief(ref: str, bid_id: str) -> ResponseReturnValue:
    """What a bidder asked and the de-brief as it reads; reading it is put on record."""
    audit.record_apart(
        apart(), tag="letter:viewed", actor=actor(), now=now(), reference=ref, subject=bid_id, kind=DEBRIEF
    )
    return _page(bid_id, None), 200


@blueprint.post("/de-briefs/<bid_id>")
@requires(Permission.LETTERS_WRITE)
@commits
def answer(ref: str, bid_id: str) -> ResponseReturnValue:
    """Write the de-brief, or write it again from the record."""
    form = AnswerForm()

    def act() -> None:
        request = get_request(db(), procurement().id, bid_id)
        correspondence.prepare(db(), request=request, answer=form.answer.data or "", actor=actor(), now=now())

    if attempt(form, act):
        flash("The de-brief is written. Read it, then issue it.", "success")
        return redirect(url_for(".debrief", ref=ref, bid_id=bid_id))
    return _page(bid_id, form), form.status


@blueprint.post("/de-briefs/<bid_id>/issue")
@requires(Permission.LETTERS_WRITE)
@commits
def issue(ref: str, bid_id: str) -> ResponseReturnValue:
    """Issue the de-brief as it was read; the bidder is told."""
    form = IssueForm()

    def act() -> None:
        correspondence.issue(db(), request=get_request(db(), procurement().id, bid_id), actor=actor(), now=now())

    if attempt(form, act):
        flash("The de-brief is issued. The bidder is told that it is there.", "success")
        return redirect(url_for(".index", ref=ref))
    return _page(bid_id, None), form.status


def _page(bid_id: str, form: AnswerForm | None) -> str:
    request = get_request(db(), procurement().id, bid_id)
    letter = find_standing(db(), request.bid_id, DEBRIEF)
    if form is None and request.answered_at is None:
        form = AnswerForm(formdata=None, answer=letter.content["answer"] if letter else "")
    return render_template(
        "staff/letters/debrief.html", procurement=procurement(), asked=request, letter=letter, form=form,
        issue_form=IssueForm(formdata=None),
        written=correspondence.written_on(letter.content) if letter else None, due=debriefs.due_on(request),
    )  # fmt: skip
