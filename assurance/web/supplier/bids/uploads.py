"""A document that a script sends in parts, so that a broken connection costs at most the part in hand.

Start it, send parts from the offset the server names, finish it; or ask where it is, or cancel it. Every answer is
JSON; a part that begins elsewhere is answered with 409 and the right offset.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from assurance.adapters.staging import TooMuch
from assurance.adapters.vault import DamagedFile, FileKey
from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import InvalidInput
from assurance.domain.tenderbox.limits import PART_BYTES
from assurance.persistence.queries.uploads import get_upload
from assurance.services import uploads as service
from assurance.services.intake import FIELD, judged
from assurance.web.guards import actor, bid, now, requires, this_instant
from assurance.web.incoming import intake
from assurance.web.supplier.bids.documents import note_rejected
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.transaction import commits, db

PIECE = 2**16
OFFSET = "Upload-Offset"


@blueprint.post("/<bid_id>/uploads")
@requires(Permission.BID_WRITE)
@commits
def start_upload(bid_id: str) -> ResponseReturnValue:
    """Announce a file by its name and size."""
    size = service.parse_offset(request.form.get("size", ""))
    upload = service.start(
        db(), bid=bid(), name=request.form.get("name", ""), size=size, intake=intake(), actor=actor(), now=now()
    )
    address = url_for(".upload", bid_id=bid_id, upload_id=upload.public_id)
    told = {"id": upload.public_id, "address": address, "offset": upload.received, "part_bytes": PART_BYTES}
    return jsonify(told), 201


@blueprint.get("/<bid_id>/uploads/<upload_id>")
@requires(Permission.BID_WRITE)
def upload(bid_id: str, upload_id: str) -> ResponseReturnValue:
    """Say how much of a file is here."""
    found = get_upload(db(), bid().id, upload_id)
    return _at(found.received, size=found.size)


@blueprint.put("/<bid_id>/uploads/<upload_id>")
@requires(Permission.BID_WRITE)
@commits
def send_part(bid_id: str, upload_id: str) -> ResponseReturnValue:
    """Take the part that begins at an offset. No row is held while it arrives."""
    offset = service.parse_offset(request.args.get("offset", ""))
    try:
        expected = service.expect(
            db(), bid=bid(), upload_id=upload_id, offset=offset, actor=actor(), now=now()
        )  # fmt: skip
        key, size = expected.key, expected.size
        db().rollback()
        part = service.write(
            upload_id, key, offset=offset, size=size, content=_body(), staging=intake().staging
        )  # fmt: skip
        try:
            received = service.arrived(
                db(), bid=bid(), upload_id=upload_id, offset=offset, part=part, actor=actor(), now=this_instant()
            )
        finally:
            part.drop()
    except service.OtherOffset as other:
        return _at(other.received, reason=str(other), status=409)
    except TooMuch as refused:
        raise RequestEntityTooLarge from refused
    return _at(received)


@blueprint.post("/<bid_id>/uploads/<upload_id>/finish")
@requires(Permission.BID_WRITE)
@commits
def finish_upload(bid_id: str, upload_id: str) -> ResponseReturnValue:
    """Make a file that has arrived whole a document of the tender, or refuse it with the reason."""
    try:
        arrived = service.whole(db(), bid=bid(), upload_id=upload_id, actor=actor(), now=now())
    except service.OtherOffset as other:
        return _at(other.received, reason=str(other), status=409)
    name, key, size, reference = arrived.name, arrived.key, arrived.size, bid().procurement.reference
    db().rollback()
    content = intake().staging.read(upload_id, FileKey.from_bytes(key), size)
    try:
        with judged(intake(), reference=reference, bid_id=bid_id, name=name, content=content) as file:
            made = service.finish(
                db(), bid=bid(), upload_id=upload_id, file=file, intake=intake(), actor=actor(), now=now()
            )
            db().commit()
    except InvalidInput as refused:
        return _reject(bid_id, upload_id, reference, refused.message)
    except DamagedFile:
        return _reject(bid_id, upload_id, reference, "The file did not arrive whole. Choose it again")
    intake().staging.drop(upload_id)
    flash("The document is uploaded. The tender is not submitted yet.", "success")
    return jsonify({"document": made.public_id, "name": made.name, "size": made.size}), 201


@blueprint.post("/<bid_id>/uploads/<upload_id>/cancel")
@requires(Permission.BID_WRITE)
@commits
def cancel_upload(bid_id: str, upload_id: str) -> ResponseReturnValue:
    """Give up a file that is on its way."""
    service.cancel(db(), bid=bid(), upload_id=upload_id, why="asked to", actor=actor(), now=now())
    db().commit()
    intake().staging.drop(upload_id)
    return redirect(url_for(".documents", bid_id=bid_id))


def _reject(bid_id: str, upload_id: str, reference: str, message: str) -> ResponseReturnValue:
    """Give up a file that can never be taken, and say why."""
    db().rollback()
    service.cancel(db(), bid=bid(), upload_id=upload_id, why="rejected", actor=actor(), now=now())
    db().commit()
    note_rejected(reference, bid_id, message)
    intake().staging.drop(upload_id)
    return jsonify({"reason": message, "code": "rejected", "field": FIELD}), 422


def _body() -> Iterator[bytes]:
    """Yield what arrives, a little at a time."""
    if request.content_length is not None and request.content_length > PART_BYTES:
        raise RequestEntityTooLarge
    yield from iter(lambda: request.stream.read(PIECE), b"")


def _at(offset: int, *, status: int = 200, **more: object) -> tuple[Response, int]:
    told = jsonify({"offset": offset, "code": "offset" if status == 409 else "", **more})
    told.headers[OFFSET] = str(offset)
    return told, status
