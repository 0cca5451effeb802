"""What everybody entitled reads alike: published questions with their answers, and addenda."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.persistence.queries.bids import find_own
from assurance.persistence.queries.clarifications import (
    get_addendum,
    list_addenda,
    list_confirmations,
    list_published,
    list_unconfirmed,
)
from assurance.persistence.queries.entitled import reads_until
from assurance.services import clarifications
from assurance.web import downloads
from assurance.web.guards import actor, bid, now, procurement, requires
from assurance.web.supplier.clarifications import lists
from assurance.web.transaction import commits, db

blueprint = Blueprint("clarifications", __name__)


@blueprint.app_context_processor
def offer() -> dict[str, Any]:
    """Let the workspace of a bid show which addenda wait for a confirmation."""
    return {"addenda_to_confirm": _to_confirm}


def _to_confirm(mine: Any) -> list[Any]:
    return list_unconfirmed(db(), mine) if mine.stage == "submitted" else []


@blueprint.get("/opportunities/<ref>/questions/")
@requires(Permission.SUPPLIER_DESK)
def index(ref: str) -> ResponseReturnValue:
    """Published questions and addenda: the same page for everybody entitled, the asker among them."""
    until = reads_until(db(), procurement().id, actor().organisation_id)
    return render_template(
        "supplier/clarifications/index.html", procurement=procurement(), closed=why_closed(),
        published=lists.published(list_published(db(), procurement().id, until)),
        addenda=list_addenda(db(), procurement().id, until), due=clarifications.questions_due(db(), procurement()),
    )  # fmt: skip


@blueprint.get("/opportunities/<ref>/questions/questions.<any(xlsx, csv):kind>")
@requires(Permission.SUPPLIER_DESK)
def table(ref: str, kind: str) -> Response:
    """Published questions with their answers as a file, those that are looked for."""
    until = reads_until(db(), procurement().id, actor().organisation_id)
    found = lists.published(list_published(db(), procurement().id, until)).found
    return downloads.table(lists.table(found), f"{ref}-questions", kind)


@blueprint.get("/opportunities/<ref>/addenda/<int(max=999999999):number>")
@requires(Permission.SUPPLIER_DESK)
def addendum(ref: str, number: int) -> ResponseReturnValue:
    """One addendum, and whether the organisation's submitted tender stands after it."""
    row = _addendum(number)
    mine = find_own(db(), procurement().id, actor().organisation_id)
    return render_template(
        "supplier/clarifications/addendum.html", procurement=procurement(), row=row, bid=mine,
        is_unconfirmed=mine is not None and row.id in {each.id for each in _to_confirm(mine)},
        confirmed=list_confirmations(db(), mine.id).get(row.id) if mine else None,
        may_confirm=mine is not None and actor().is_organisation_lead,
    )  # fmt: skip


@blueprint.post("/bids/<bid_id>/addenda/<int(max=999999999):number>/confirm")
@requires(Permission.BID_SUBMIT)
@commits
def confirm(bid_id: str, number: int) -> ResponseReturnValue:
    """Confirm that the submitted tender stands after an addendum."""
    row = _addendum(number)
    clarifications.confirm(db(), bid=bid(), addendum=row, actor=actor(), now=now())
    flash(f"It is on record that your tender stands after addendum {number}.", "success")
    return redirect(url_for(".addendum", ref=procurement().reference, number=number))


def _addendum(number: int) -> Any:
    until = reads_until(db(), procurement().id, actor().organisation_id)
    row = get_addendum(db(), procurement().id, number)
    if row.id not in {each.id for each in list_addenda(db(), procurement().id, until)}:
        raise NotFound("There is no such addendum, or it is not yours to see")
    return row


def why_closed() -> str:
    return clarifications.why_not_asked(
        db(), procurement=procurement(), organisation_id=actor().organisation_id, now=now()
    )
