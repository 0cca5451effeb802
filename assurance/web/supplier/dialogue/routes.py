"""The outline solution of a participant: written version by version, and submitted while the round is open."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.dialogue.outlines import WORD_LIMIT, why_not_written
from assurance.persistence.queries.dialogue_record import list_outlines
from assurance.services import dialogue
from assurance.web import errors
from assurance.web.filters import clock, short_date
from assurance.web.forms.macros import first_message
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.dialogue.forms import SubmitOutlineForm, WriteOutlineForm
from assurance.web.transaction import attempt, commits, db

blueprint = Blueprint("dialogue", __name__, url_prefix="/bids/<bid_id>/dialogue")
CLASHED = "Not saved: somebody saved another text meanwhile. Choose above which is to stand."


@blueprint.get("/outline")
@requires(Permission.BID_VIEW)
def outline(bid_id: str) -> ResponseReturnValue:
    """The outline solutions of the organisation, by round and version, and what can be done now."""
    return render_template(
        "supplier/dialogue/outline.html", bid=bid(), versions=list_outlines(db(), bid().id),
        latest=dialogue.latest(db(), bid()), closed=why_not_written(bid().procurement.stage, bid().stage),
    )  # fmt: skip


@blueprint.route("/outline/write", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def write_outline(bid_id: str) -> ResponseReturnValue:
    """Write the outline solution of the open round; each change that is saved by the button is a version of its own."""
    form = _outline_form()
    if "take" in request.form:
        flash("The other text stands.", "success")
        return redirect(url_for(".write_outline", bid_id=bid_id))
    try:
        if not attempt(form, lambda: _save(form)):
            return _outline_page(form)
    except dialogue.StaleOutline as clash:
        page, _ = _outline_page(form, clashed=True)
        errors.note_refusal(clash)
        return page, 409
    flash("The version is saved. The authority sees it once it is submitted.", "success")
    return redirect(url_for(".outline", bid_id=bid_id))


@blueprint.post("/outline/write/autosave")
@requires(Permission.BID_WRITE)
@commits
def autosave_outline(bid_id: str) -> ResponseReturnValue:
    """Save what is typed so far and tell the page when, or why not."""
    form, saved = _outline_form(), []
    try:
        if not attempt(form, lambda: saved.append(_save(form, by_itself=True))):
            return {"reason": first_message(form.errors), "code": "invalid"}, form.status
    except dialogue.StaleOutline as clash:
        told = {"reason": str(clash), "code": "stale", "clash": _clash_panel(), "told": CLASHED}
        errors.note_refusal(clash)
        return told, 409
    return {"saved": _saved_words(saved[0]), "version": saved[0].revision}


def _save(form: WriteOutlineForm, *, by_itself: bool = False) -> Any:
    """Save against the revision that the person was shown, or the one they chose to replace by their text."""
    keep = request.form.get("keep", "")
    chosen = re.fullmatch("[0-9]{1,9}", keep) is not None
    return dialogue.save_outline(
        db(), bid=bid(), text=form.text.data, seen=int(keep) if chosen else form.expected_version, by_itself=by_itself,
        instead=chosen, actor=actor(), now=now(),
    )  # fmt: skip


def _outline_form() -> WriteOutlineForm:
    latest = dialogue.latest(db(), bid())
    return WriteOutlineForm(text=latest.text if latest else "", version=latest.revision if latest else 0)


def _outline_page(form: WriteOutlineForm, *, clashed: bool = False) -> tuple[str, int]:
    latest = dialogue.latest(db(), bid())
    page = render_template(
        "supplier/dialogue/write_outline.html", bid=bid(), form=form, limit=WORD_LIMIT, latest=latest, clashed=clashed,
        saved=CLASHED if clashed else _saved_words(latest), person=actor().user_id,
        closed=why_not_written(bid().procurement.stage, bid().stage),
    )  # fmt: skip
    return page, form.status


def _clash_panel() -> str:
    return render_template("supplier/dialogue/_clash.html", latest=dialogue.latest(db(), bid()))


def _saved_words(row: Any) -> str:
    return f"Saved at {clock(row.saved_at)} on {short_date(row.saved_at)}" if row else "Nothing is saved yet"


@blueprint.post("/outline/submit")
@requires(Permission.BID_SUBMIT)
@commits
def submit_outline(bid_id: str) -> ResponseReturnValue:
    """Submit the newest version to the authority."""
    form = SubmitOutlineForm()
    if form.validate_on_submit():
        dialogue.submit_outline(
            db(), bid=bid(), number=int(form.number.data),
            revision=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip
        flash("The outline solution is submitted.", "success")
    return redirect(url_for(".outline", bid_id=bid_id))
