"""Documents of the final tender: upload by an ordinary form, list, download, remove."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import InvalidInput, NotNow
from assurance.persistence.queries.bids import get_document, get_parts
from assurance.persistence.queries.uploads import list_uploads
from assurance.services import documents as service
from assurance.services.intake import judged
from assurance.web.downloads import attachment
from assurance.web.errors import NOT_NOW
from assurance.web.guards import actor, bid, now, requires
from assurance.web.incoming import intake
from assurance.web.listing import Column, Kind, listed
from assurance.web.supplier.bids.forms import DocumentForm
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.transaction import attempt, commits, database, db

DOCUMENTS = Kind(
    noun=("document", "documents"),
    columns=(
        Column("Name", "name", lambda each: each.name),
        Column("Size", "size", lambda each: each.size, numeric=True, largest_first=True),
        Column("Uploaded", "uploaded", lambda each: each.uploaded_at, largest_first=True),
        Column("Salted SHA-256"),
        Column("Change"),
    ),
)


@blueprint.route("/<bid_id>/documents", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def documents(bid_id: str) -> ResponseReturnValue:
    """See the documents, and upload one."""
    form = DocumentForm(intake().limits)
    reference = bid().procurement.reference
    status = None
    try:
        if attempt(form, lambda: _attach(form, reference, bid_id)):
            flash("The document is uploaded. The tender is not submitted yet.", "success")
            return redirect(url_for(".documents", bid_id=bid_id))
    except NotNow as refused:
        db().rollback()
        form.attach(InvalidInput(service.FIELD, str(refused)))
        status = NOT_NOW[refused.code]
    if form.document.errors:
        note_rejected(reference, bid_id, str(form.document.errors[0]))
    return _page(form), status or form.status


def _attach(form: DocumentForm, reference: str, bid_id: str) -> None:
    """Take the file of the form; nothing is locked while it is scanned and judged."""
    sent = form.document.data
    if sent is None or not sent.filename:
        raise InvalidInput(service.FIELD, "Choose a file")
    service.may_attach(db(), bid=bid(), actor=actor(), now=now())
    db().rollback()
    with judged(
        intake(), reference=reference, bid_id=bid_id, name=sent.filename, content=sent.stream.pieces()
    ) as file:  # fmt: skip
        service.accept(db(), bid=bid(), file=file, intake=intake(), actor=actor(), now=now())


def note_rejected(reference: str, bid_id: str, message: str) -> None:
    """Put a rejected file on record."""
    service.note_rejected(database(), reference=reference, bid_id=bid_id, message=message, actor=actor(), now=now())


def _page(form: DocumentForm) -> str:
    return render_template(
        "supplier/bids/documents.html",
        bid=bid(),
        form=form,
        documents=listed(DOCUMENTS, get_parts(db(), bid().id).documents),
        uploads=list_uploads(db(), bid().id),
    )


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
