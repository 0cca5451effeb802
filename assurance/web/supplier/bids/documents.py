"""Documents of the final tender: upload, list, download, remove."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import InvalidInput
from assurance.persistence.queries.bids import get_document, get_parts
from assurance.services import documents as service
from assurance.web.downloads import attachment
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.bids.forms import DocumentForm
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.transaction import attempt, commits, database, db

PIECE = 2**16


@blueprint.route("/<bid_id>/documents", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def documents(bid_id: str) -> ResponseReturnValue:
    """See the documents, and upload one."""
    form = DocumentForm()
    reference = bid().procurement.reference

    def act() -> None:
        sent = form.document.data
        if sent is None or not sent.filename:
            raise InvalidInput(service.FIELD, "Choose a file")
        service.attach(
            db(), bid=bid(), name=sent.filename, content=iter(lambda: sent.stream.read(PIECE), b""),
            files=current_app.extensions["assurance_files"], actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The document is uploaded. The tender is not submitted yet.", "success")
        return redirect(url_for(".documents", bid_id=bid_id))
    if form.document.errors:
        service.note_rejected(
            database(), reference=reference, bid_id=bid_id, message=str(form.document.errors[0]), actor=actor(),
            now=now(),
        )  # fmt: skip
    listed = get_parts(db(), bid().id).documents
    return render_template("supplier/bids/documents.html", bid=bid(), form=form, documents=listed), form.status


@blueprint.get("/<bid_id>/documents/<document_id>")
@requires(Permission.BID_VIEW)
def document(bid_id: str, document_id: str) -> ResponseReturnValue:
    """Download one of my own documents."""
    return attachment(bid(), get_document(db(), bid().id, document_id))


@blueprint.post("/<bid_id>/documents/<document_id>/remove")
@requires(Permission.BID_WRITE)
@commits
def remove_document(bid_id: str, document_id: str) -> ResponseReturnValue:
    """Take a document out of the tender."""
    found = get_document(db(), bid().id, document_id)
    service.remove(db(), bid=bid(), document=found, actor=actor(), now=now())
    flash(f"{found.name} is taken out of the tender.", "success")
    return redirect(url_for(".documents", bid_id=bid_id))
