"""The page of one question and the ways of saving it: by the button, by itself, over another text or with it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import Conflict
from assurance.domain.tenderbox.asked import read_asked
from assurance.persistence.queries.answers import find_answer
from assurance.persistence.queries.criteria import list_criteria
from assurance.services import bids, loading
from assurance.web import errors
from assurance.web.filters import clock, short_date
from assurance.web.forms import clashes
from assurance.web.forms.macros import first_message
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.bids import answer_page, presenters
from assurance.web.supplier.bids.answer_form import AnswerForm
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.transaction import attempt, commits, database, db

REFUSALS = (bids.StaleAnswer, bids.StaleForm)


@blueprint.route("/<bid_id>/answers/<code>", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def answer(bid_id: str, code: str) -> ResponseReturnValue:
    """Answer one question."""
    criterion = answer_page.question(code)
    if criterion is None:
        return _no_longer_asked(code)
    form = _form(criterion)
    if clashes.TAKE in request.form:
        return _take_other(criterion, form)
    try:
        if not attempt(form, lambda: _save(criterion, form)):
            return answer_page.show(criterion, form)
    except REFUSALS as refused:
        return _give_back(refused, code, answer_page.show(criterion, form, refused=refused)[0])
    return _after_saving(criterion, form)


@blueprint.post("/<bid_id>/answers/<code>/autosave")
@requires(Permission.BID_WRITE)
@commits
def autosave_answer(bid_id: str, code: str) -> ResponseReturnValue:
    """Save what is typed so far and tell the page when, or why not."""
    criterion = answer_page.question(code)
    if criterion is None:
        return _no_longer_asked(code, as_data=True)
    form, saved = _form(criterion), []
    try:
        if not attempt(form, lambda: saved.append(_save(criterion, form, by_itself=True))):
            return {"reason": first_message(form.errors), "code": "invalid"}, form.status
    except REFUSALS as refused:
        return _give_back(refused, code, answer_page.refusal(criterion, form, refused))
    at = saved[0].updated_at
    return {"saved": f"Saved at {clock(at)} on {short_date(at)}", "version": saved[0].version}


def _form(criterion: Any) -> AnswerForm:
    """Make the form; where texts are put together it holds both, so that all the checks see them."""
    form = answer_page.form_of(criterion)
    chosen = clashes.chosen_version()
    if request.method == "POST" and chosen is not None:
        form.version.data = str(chosen)
    if clashes.MERGE in request.form:
        standing = find_answer(db(), bid().id, criterion.id)
        form.text.data = clashes.both(standing.text if standing else "", form.text.data or "")
    if "read" in request.form:
        form.asked.data = request.form["read"]
    return form


def _save(criterion: Any, form: AnswerForm, *, by_itself: bool = False) -> Any:
    return bids.save_answer(
        db(), bid=bid(), criterion=criterion, text=form.text.data or "",
        is_confirmed=bool(form.data.get("is_confirmed")), is_ready=bool(form.data.get("is_ready")),
        version=form.expected_version, asked=form.seen, actor=actor(), now=now(), by_itself=by_itself,
    )  # fmt: skip


def _take_other(criterion: Any, form: AnswerForm) -> ResponseReturnValue:
    """Let the other text stand; what was typed stays among the drafts, whatever its length."""
    bids.set_aside(
        db(), bid=bid(), code=criterion.code, text=form.text.data or "", came_of=bids.CLASH, actor=actor(), now=now()
    )
    flash("The other text stands. What you typed is kept among the earlier drafts.", "success")
    return redirect(url_for(".answer", bid_id=bid().public_id, code=criterion.code))


def _after_saving(criterion: Any, form: AnswerForm) -> ResponseReturnValue:
    here = {"bid_id": bid().public_id}
    flash(f"The answer to “{criterion.title}” is saved. The tender is not submitted yet.", "success")
    _, after = presenters.neighbours(list_criteria(db(), bid().procurement_id), criterion.code)
    if form.go_on.data and after is not None:
        return redirect(url_for(".answer", code=after.code, **here))
    return redirect(url_for(".show", **here))


def _give_back(refused: Conflict, code: str, answer: Any) -> ResponseReturnValue:
    """Answer a refused save with everything that is needed to choose; the refusal is on record, the text a draft."""
    came_of = bids.CLASH if isinstance(refused, bids.StaleAnswer) else bids.CHANGED
    mine, who = bid().public_id, actor()
    errors.note_refusal(refused, code=getattr(refused, "code", ""))
    with database().transaction() as session:
        bids.set_aside(
            session, bid=loading.bid(session, mine), code=code, text=request.form.get("text", ""), came_of=came_of,
            actor=who, now=now(),
        )  # fmt: skip
    return answer, 409


def _no_longer_asked(code: str, *, as_data: bool = False) -> ResponseReturnValue:
    """Show the texts kept from a question that was taken away; one that never was, there is not."""
    title = bids.once_asked(db(), bid().procurement_id, code)
    if request.method != "POST":
        return answer_page.show_gone(code, title)
    seen = read_asked(request.form.get("asked", ""))
    changes = bids.changes_since(db(), bid().procurement, None, seen) if seen else ()
    refused = bids.StaleForm(title, changes or (bids.Changed("This question is no longer asked"),))
    page = answer_page.gone_data(refused) if as_data else answer_page.show_gone(code, title, refused)
    return _give_back(refused, code, page)
