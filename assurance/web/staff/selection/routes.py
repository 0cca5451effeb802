"""Requests to take part: how far each is judged, one request whole, and the shortlist with its letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.roles import Role
from assurance.domain.errors import NotFound
from assurance.packs.selection_letter import print_letter
from assurance.persistence.queries.evaluation import list_declarations_of
from assurance.persistence.queries.selection import (
    RequestRecord,
    find_selection_letter,
    get_questionnaire,
    list_decisions,
    list_requests,
    read_request,
    read_requests,
)
from assurance.persistence.queries.suppliers import list_taken_over
from assurance.services import audit, conflicts, selection
from assurance.services.selection import letters
from assurance.web.errors import objection_link
from assurance.web.guards import actor, bid, now, procurement, requires
from assurance.web.staff.selection import presenters
from assurance.web.staff.selection.forms import ConcludeForm
from assurance.web.transaction import apart, attempt, commits, db

blueprint = Blueprint("selection", __name__, url_prefix="/procurements/<ref>/selection")


@blueprint.get("/")
@requires(Permission.SELECTION_VIEW)
def index(ref: str) -> ResponseReturnValue:
    """The requests with how far each is judged, once the call is closed; before that only how many."""
    requests, hidden = list_requests(db(), procurement().id), selection.why_hidden(procurement())
    asked = get_questionnaire(db(), procurement())
    records = [] if hidden else read_requests(db(), requests)
    return render_template(
        "staff/selection/index.html",
        procurement=procurement(),
        count=len(requests),
        rows=[presenters.request_row(asked, each) for each in records],
        unread=_unread(requests),
        decisions=list_decisions(db(), procurement().id),
        hidden=hidden,
        closed=selection.why_closed(procurement()),
        asked=asked,
        rule=selection.rule_words(asked),
    )


@blueprint.get("/<bid_id>", endpoint="request")
@requires(Permission.SELECTION_VIEW)
def show(ref: str, bid_id: str) -> ResponseReturnValue:
    """One request whole, with what was judged and decided; reading it is put on record."""
    record, asked = open_request(), get_questionnaire(db(), procurement())
    page = render_template(
        "staff/selection/request.html", procurement=procurement(), bid=bid(), asked=asked,
        answers=presenters.answers(asked, record), parties=presenters.parties(asked, record),
        given=presenters.given, taken=list_taken_over(db(), bid().id), letter=find_selection_letter(db(), bid().id),
        decision=list_decisions(db(), procurement().id).get(bid().id), closed=selection.why_closed(procurement()),
        now=now(),
    )  # fmt: skip
    record_read("request:viewed")
    return page


@blueprint.route("/shortlist", methods=["GET", "POST"])
@requires(Permission.SELECTION_DECIDE)
@commits
def shortlist(ref: str) -> ResponseReturnValue:
    """The shortlist as the published rule draws it, and deciding it for all at once."""
    proposal, form = selection.propose(db(), procurement=procurement(), actor=actor()), ConcludeForm()

    def act() -> None:
        selection.conclude(db(), procurement=procurement(), seen=form.seen.data, actor=actor(), now=now())

    if attempt(form, act):
        flash("The selection is decided, and every bidder has its letter.", "success")
        return redirect(url_for(".index", ref=ref))
    form.seen.data = proposal.digest
    rows = presenters.places(proposal)
    page = render_template(
        "staff/selection/shortlist.html", form=form, procurement=procurement(), proposal=proposal, places=rows,
        counts=presenters.out_of(rows), rule=selection.rule_words(proposal.asked),
        closed=selection.why_closed(procurement()), link=objection_link,
    )  # fmt: skip
    return page, form.status


@blueprint.get("/<bid_id>/letter")
@requires(Permission.SELECTION_VIEW)
def letter(ref: str, bid_id: str) -> ResponseReturnValue:
    """The letter as the bidder reads it; reading it is put on record."""
    content = _letter()
    record_read("letter:viewed")
    return render_template(
        "staff/selection/letter.html", procurement=procurement(), bid=bid(), letter=content,
        title=letters.TITLES[content["kind"]],
    )  # fmt: skip


@blueprint.get("/<bid_id>/letter.pdf")
@requires(Permission.SELECTION_VIEW)
def letter_pdf(ref: str, bid_id: str) -> ResponseReturnValue:
    """The letter as the bidder can keep it."""
    made = print_letter(_letter(), is_demonstration=procurement().is_demonstration)
    record_read("letter:viewed")
    named = f'attachment; filename="selection-{ref}-{bid_id[:8]}.pdf"'
    return Response(made, mimetype="application/pdf", headers={"Content-Disposition": named})


def _unread(requests: Sequence[Any]) -> dict[int, str]:
    """Say by bid why this person may not read a request; whoever may is left out."""
    if Role.AUDITOR in actor().roles:
        return {}
    mine = list_declarations_of(db(), procurement().id, actor().user_id)
    return {
        each.id: "conflict" if each.id in mine else "undeclared"
        for each in requests
        if not conflicts.is_clear(mine.get(each.id))
    }


def open_request() -> RequestRecord:
    """Return everything of the request of the address, or say that it does not exist yet."""
    if bid().requested_at is None or selection.why_hidden(procurement()):
        raise NotFound("There is no such request, or it is not yours to see yet")
    conflicts.require_clear_request(db(), bid=bid(), actor=actor())
    return read_request(db(), bid())


def record_read(tag: str, **data: Any) -> None:
    """Put on record that somebody read a request or its letter."""
    if request.method == "GET":
        audit.record_apart(
            apart(), tag=tag, actor=actor(), now=now(), reference=procurement().reference, subject=bid().public_id,
            **data,
        )  # fmt: skip


def _letter() -> dict[str, Any]:
    conflicts.require_clear_request(db(), bid=bid(), actor=actor())
    found = find_selection_letter(db(), bid().id)
    if found is None:
        raise NotFound("The selection is not decided yet, so there is no letter")
    return found.content
