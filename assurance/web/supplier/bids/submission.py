"""Submitting: check everything on one page, submit, keep the receipt and the return code."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask import Response, after_this_request, current_app, render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.provision.integration import IntegrationForm
from assurance.packs.receipt import print_receipt
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.criteria import list_criteria
from assurance.persistence.queries.offers import get_asked, lay_out
from assurance.persistence.queries.sealing import find_submission, list_versions
from assurance.services import bids, idempotency, submission
from assurance.services.sealing import kept_file
from assurance.web.guards import actor, bid, now, requires, this_instant
from assurance.web.incoming import intake
from assurance.web.supplier.bids import presenters, tasks
from assurance.web.supplier.bids.forms import ReturnCodeForm, SubmitForm
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.transaction import attempt, commits, database, db


@blueprint.get("/<bid_id>/check")
@requires(Permission.BID_VIEW)
def check(bid_id: str) -> ResponseReturnValue:
    """The whole tender on one page, what is missing, and the button to submit."""
    key = idempotency.new_key()
    return _check_page(SubmitForm(token_key=key, checked=submission.checked_digest(db(), bid(), key)))


@blueprint.post("/<bid_id>/submit")
@requires(Permission.BID_SUBMIT)
@commits
def submit(bid_id: str) -> ResponseReturnValue:
    """Submit the tender as it was checked, and show receipt and return code once."""
    form = SubmitForm()
    if not form.validate_on_submit():
        return _check_page(form)
    accepted = submission.submit(
        db(), bid=bid(), key=form.token_key.data, checked=form.checked.data, actor=actor(), now=now(),
        clock=this_instant,
    )  # fmt: skip
    after_this_request(_wipe_log)
    return _receipt_page(accepted.receipt, ReturnCodeForm(secret_code=accepted.return_code), is_new=True)


@blueprint.route("/<bid_id>/receipt", methods=["GET", "POST"])
@requires(Permission.BID_VIEW)
def receipt(bid_id: str) -> ResponseReturnValue:
    """The receipt: what of it anybody in the organisation may see, and all of it for whoever has the return code."""
    form = ReturnCodeForm()
    given: list[dict[str, Any]] = []
    if attempt(form, lambda: given.append(_receipt(form))):
        return _receipt_page(given[0], form)
    latest = find_submission(db(), bid().id)
    page = render_template(
        "supplier/bids/receipt.html", bid=bid(), form=form, latest=latest, versions=list_versions(db(), bid().id)
    )
    return page, form.status


@blueprint.post("/<bid_id>/receipt.json")
@requires(Permission.BID_VIEW)
def receipt_json(bid_id: str) -> ResponseReturnValue:
    """The receipt as a file to keep, with the return code that opened it."""
    form = ReturnCodeForm()
    given = _receipt(form)
    kept = {**given, "return_code": form.secret_code.data}
    return _file(given, "json", json.dumps(kept, indent=2, ensure_ascii=False).encode(), "application/json")


@blueprint.post("/<bid_id>/receipt.pdf")
@requires(Permission.BID_VIEW)
def receipt_pdf(bid_id: str) -> ResponseReturnValue:
    """The receipt as a document to print, with the whole of it attached."""
    given = _receipt(ReturnCodeForm())
    return _file(
        given, "pdf", print_receipt(given, is_demonstration=bid().procurement.is_demonstration), "application/pdf"
    )


@blueprint.post("/<bid_id>/tender.zip")
@requires(Permission.BID_VIEW)
@commits
def tender_zip(bid_id: str) -> ResponseReturnValue:
    """The whole tender with its receipt as one file to keep, made only with the return code and kept nowhere."""
    code = ReturnCodeForm().secret_code.data or ""
    made = kept_file.make(
        db(), bid=bid(), return_code=code, files=intake().files, actor=actor(), now=now()
    )  # fmt: skip
    return _file(made.receipt, "zip", made.content, "application/zip", kind="tender")


def _wipe_log(response: Response) -> Response:
    """Leave nothing of the draft in the database's own log once the tender is in the box.

    The tender is in, whatever becomes of this: where the disk fails, the worker does it later.
    """
    try:
        database().wipe_log()
    except sqlite3.OperationalError:
        current_app.logger.exception("the log of the database was not emptied after a submission")
    return response


def _receipt(form: ReturnCodeForm) -> dict[str, Any]:
    return submission.own_receipt(db(), bid=bid(), return_code=form.secret_code.data or "")


def _file(
    given: dict[str, Any], suffix: str, content: bytes | Iterator[bytes], content_type: str, *, kind: str = "receipt"
) -> Response:
    name = f"{kind}-{bid().procurement.reference}-{given['receipt']}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=content_type, headers=headers)


def _receipt_page(given: dict[str, Any], form: ReturnCodeForm, *, is_new: bool = False) -> ResponseReturnValue:
    form.secret_code.render_kw = {"id": False}
    deadline = datetime.fromisoformat(given["deadline"])
    return render_template(
        "supplier/bids/submitted.html", bid=bid(), receipt=given, form=form, is_new=is_new, deadline=deadline
    )


def _check_page(form: SubmitForm) -> ResponseReturnValue:
    mine = bid()
    missing = bids.missing_parts(db(), mine) if presenters.in_hand(mine) else ()
    parts = get_parts(db(), mine.id)
    page = render_template(
        "supplier/bids/check.html",
        bid=mine,
        form=form,
        is_in_hand=presenters.in_hand(mine),
        criteria=list_criteria(db(), mine.procurement_id),
        parts=parts,
        offer=lay_out(mine, parts, get_asked(db(), mine.procurement_id)),
        missing=[(part.what, presenters.part_link(mine, part)) for part in missing],
        advice=tasks.advice(mine, tasks.tasks_of(mine, missing)) if presenters.in_hand(mine) else [],
        form_label=IntegrationForm(mine.integration_form).label if mine.integration_form else "",
    )
    return page, form.status
