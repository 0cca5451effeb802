"""The request to take part: its parts with how far each is, whom the bidder relies on, the check, and sending it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import Conflict
from assurance.domain.selection.grounds import Party
from assurance.persistence.queries.selection import find_selection_letter, get_questionnaire, read_request
from assurance.persistence.queries.suppliers import get_standing_answers, list_taken_over
from assurance.services import bids, selection, suppliers
from assurance.web import errors
from assurance.web.forms.base import OLD_PAGE
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.selection import presenters
from assurance.web.supplier.selection.forms import AddPartyForm, PartyReferenceForm, SendForm
from assurance.web.transaction import attempt, commits, db

blueprint = Blueprint("selection", __name__, url_prefix="/bids/<bid_id>/selection")


@blueprint.get("/")
@requires(Permission.BID_VIEW)
def index(bid_id: str) -> ResponseReturnValue:
    """What is asked, how far each part is, and what waits for an answer."""
    asked, record = get_questionnaire(db(), bid().procurement), read_request(db(), bid())
    missing = bids.missing_parts(db(), bid()) if presenters.is_draft(bid()) else ()
    return render_template(
        "supplier/selection/index.html",
        bid=bid(),
        asked=asked,
        rule=selection.rule_words(asked),
        tasks=presenters.tasks(asked, record, missing),
        notices=presenters.notices(record),
        letter=find_selection_letter(db(), bid().id),
        taken=list_taken_over(db(), bid().id),
        standing=get_standing_answers(db(), bid().organisation_id),
    )


@blueprint.post("/standing")
@requires(Permission.BID_WRITE)
@commits
def use_standing(bid_id: str) -> ResponseReturnValue:
    """Copy the standing answers of the organisation into the request."""
    count = suppliers.take_over(db(), bid=bid(), actor=actor(), now=now())
    flash(f"{count} standing {'answer is' if count == 1 else 'answers are'} part of this request now.", "success")
    return redirect(url_for(".index", bid_id=bid_id))


@blueprint.get("/organisations")
@requires(Permission.BID_VIEW)
def parties(bid_id: str) -> ResponseReturnValue:
    """The bidder and everybody it relies on, with how far each declaration is."""
    asked, record = get_questionnaire(db(), bid().procurement), read_request(db(), bid())
    return render_template(
        "supplier/selection/parties.html", bid=bid(), rows=presenters.party_rows(asked, record),
        is_draft=presenters.is_draft(bid()),
    )  # fmt: skip


@blueprint.route("/organisations/add", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def add_party(bid_id: str) -> ResponseReturnValue:
    """Name somebody the bidder relies on."""
    form = AddPartyForm()
    made: list[str] = []

    def act() -> None:
        row = selection.add_party(
            db(), bid=bid(), party=Party(form.party.data), name=form.name.data, actor=actor(), now=now(),
            company_number=form.company_number.data or "", delivers=form.delivers.data,
        )  # fmt: skip
        made.append(row.public_id)

    if attempt(form, act):
        flash(f"{form.name.data} is named. Now say for it whether a ground for exclusion applies.", "success")
        return redirect(url_for(".declare", bid_id=bid_id, code=made[0]))
    return render_template("supplier/selection/add_party.html", bid=bid(), form=form), form.status


@blueprint.post("/organisations/remove")
@requires(Permission.BID_WRITE)
@commits
def remove_party(bid_id: str) -> ResponseReturnValue:
    """Take somebody out of the request."""
    form = PartyReferenceForm()
    if not form.validate_on_submit():
        raise Conflict(OLD_PAGE)
    selection.remove_party(
        db(), bid=bid(), public_id=form.party.data or "", version=form.expected_version, actor=actor(), now=now()
    )
    flash("The organisation is taken out of your request.", "success")
    return redirect(url_for(".parties", bid_id=bid_id))


@blueprint.route("/check", methods=["GET", "POST"])
@requires(Permission.BID_VIEW)
@commits
def check(bid_id: str) -> ResponseReturnValue:
    """Everything in the request with what is missing, and sending it; afterwards the request as it was sent."""
    form = SendForm(checked=bids.checked_request(db(), bid()))

    def act() -> None:
        bids.send_request(db(), bid=bid(), checked=form.checked.data or "", actor=actor(), now=now())

    try:
        if not attempt(form, act):
            return _check_page(form)
    except bids.StaleRequest as refused:
        page, _ = _check_page(form, refused.changes)
        errors.note_refusal(refused, code=refused.code)
        return page, 409
    flash("Your request to take part is sent. You will be told the decision here.", "success")
    return redirect(url_for("supplier.bids.show", bid_id=bid_id))


def _check_page(form: SendForm, changes: Sequence[str] = ()) -> tuple[str, int]:
    asked, record = get_questionnaire(db(), bid().procurement), read_request(db(), bid())
    missing = bids.missing_parts(db(), bid()) if presenters.is_draft(bid()) else ()
    page = render_template(
        "supplier/selection/check.html", bid=bid(), form=form, is_draft=presenters.is_draft(bid()),
        answers=presenters.answers(asked, record), parties=presenters.party_rows(asked, record), changes=changes,
        missing=[(each.what, presenters.link(bid(), each)) for each in missing],
        taken=list_taken_over(db(), bid().id),
    )  # fmt: skip
    return page, form.status
