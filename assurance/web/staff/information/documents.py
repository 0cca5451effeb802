"""An approved answer as a document and as a ZIP; each time it is taken out is put on record."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import current_app, send_file
from flask.typing import ResponseReturnValue

from assurance.adapters.files import FileStore
from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.exports.information_bundle import information_zip
from assurance.persistence.queries.information import get_request
from assurance.persistence.queries.packs import find_issued
from assurance.persistence.queries.retention import is_document_erased
from assurance.services import audit
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.information.routes import blueprint
from assurance.web.transaction import database, db


@blueprint.get("/<request_id>/answer.<any(pdf, zip):kind>")
@requires(Permission.INFORMATION_VIEW, fresh_to="take out an answer")
def file(ref: str, request_id: str, kind: str) -> ResponseReturnValue:
    """The answer to be sent to whoever asked."""
    row = get_request(db(), procurement().id, request_id)
    pdf, name = _document(row), f"{procurement().reference}-information-{row.received_on:%Y-%m-%d}"
    content = pdf if kind == "pdf" else information_zip(row.content, pdf, name)
    audit.record_apart(
        database(), tag="information-request:downloaded", actor=actor(), now=now(), reference=ref,
        subject=request_id, kind=kind,
    )  # fmt: skip
    return send_file(
        BytesIO(content), mimetype=f"application/{kind}", as_attachment=True, download_name=f"{name}.{kind}"
    )


def _document(row: Any) -> bytes:
    pack = find_issued(db(), procurement().id, "information", row.public_id)
    if pack is None or pack.sha256 is None:
        raise NotFound("The document is still being made. The answer can be read on its page")
    if is_document_erased(db(), procurement().id, pack.kind):
        raise NotFound("This document was erased with the record of the procedure")
    files: FileStore = current_app.extensions["assurance_files"]
    return files.get(pack.sha256)
