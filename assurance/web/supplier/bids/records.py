"""Records released to the bidder with its representation: read and downloaded, each time on record."""

from __future__ import annotations

from io import BytesIO
from itertools import groupby

from flask import current_app, render_template, send_file
from flask.typing import ResponseReturnValue

from assurance.adapters.files import FileStore
from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.persistence.queries.disclosure import get_release_to
from assurance.persistence.queries.packs import find_issued
from assurance.services import audit
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.transaction import database, db


@blueprint.get("/<bid_id>/representation/records/<release_id>")
@requires(Permission.BID_VIEW)
def records(bid_id: str, release_id: str) -> ResponseReturnValue:
    """The records released to this bidder, with what is withheld and why."""
    row = get_release_to(db(), bid().id, release_id)
    _on_record("record-release:read", release_id)
    return render_template(
        "supplier/bids/records.html", bid=bid(), row=row, register=row.content["register"],
        sections=[(title, list(found)) for title, found in groupby(row.content["items"], lambda each: each["section"])],
        pack=find_issued(db(), bid().procurement_id, "release", release_id),
    )  # fmt: skip


@blueprint.get("/<bid_id>/representation/records/<release_id>/file")
@requires(Permission.BID_VIEW)
def records_file(bid_id: str, release_id: str) -> ResponseReturnValue:
    """The same as a PDF."""
    get_release_to(db(), bid().id, release_id)
    pack = find_issued(db(), bid().procurement_id, "release", release_id)
    if pack is None or pack.sha256 is None:
        raise NotFound("The document is still being made. The records can be read on their page")
    files: FileStore = current_app.extensions["assurance_files"]
    content = files.get(pack.sha256)
    _on_record("record-release:downloaded", release_id)
    name = f"{bid().procurement.reference}-records-{pack.sha256[:8]}.pdf"
    return send_file(BytesIO(content), mimetype="application/pdf", as_attachment=True, download_name=name)


def _on_record(tag: str, release_id: str) -> None:
    audit.record_apart(
        database(), tag=tag, actor=actor(), now=now(), reference=bid().procurement.reference, subject=release_id
    )
