"""Gives out files to be saved, never shown; in those that other people uploaded nothing is allowed to run."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import quote

from flask import Response, current_app, send_file, stream_with_context

from assurance.exports.tables import Table, table_csv, table_xlsx
from assurance.services import audit, dialogue, documents, gate_evidence, proof
from assurance.web.guards import actor, now
from assurance.web.transaction import apart

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
SANDBOX = "sandbox; default-src 'none'"


def attachment(bid: Any, document: Any) -> Response:
    """Stream a document of a bid to be saved under its own name."""
    return _saved(documents.read(bid, document, current_app.extensions["assurance_files"]), document)


def evidence(request: Any, file: Any, reference: str) -> Response:
    """Stream a file given as evidence, to be saved under its own name."""
    return _saved(gate_evidence.read(request, file, reference, current_app.extensions["assurance_files"]), file)


def proof_file(shown: Any, file: Any, reference: str) -> Response:
    """Stream a file that shows a condition or a task, to be saved under its own name, and put the reading on record."""
    answer = _saved(proof.read(shown, file, reference, current_app.extensions["assurance_files"]), file)
    audit.record_apart(
        apart(), tag="evidence:viewed", actor=actor(), now=now(), reference=reference, subject=proof.name_of(shown),
        file=file.public_id,
    )  # fmt: skip
    return answer


def _saved(content: Iterator[bytes], file: Any) -> Response:
    response = Response(stream_with_context(content), mimetype=file.content_type)
    response.headers.set("Content-Disposition", "attachment", **_names(file.name))
    response.headers["Content-Length"] = str(file.size)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def calendar(session_row: Any) -> Response:
    """Give a session of the dialogue as a file for a calendar."""
    named = f'attachment; filename="{dialogue.file_name(session_row)}"'
    content = dialogue.session_file(session_row, now=now())
    return Response(content, mimetype="text/calendar", headers={"Content-Disposition": named})


def pack(issued: Any, reference: str, file_name: str) -> Response:
    """Give out an issued pack to be saved, and put that on record."""
    content = current_app.extensions["assurance_files"].get(issued.sha256)
    audit.record_apart(
        apart(), tag="pack:downloaded", actor=actor(), now=now(), reference=reference, subject=issued.public_id,
        sha256=issued.sha256,
    )  # fmt: skip
    return send_file(BytesIO(content), mimetype="application/pdf", as_attachment=True, download_name=file_name)


def table(written: Table, name: str, kind: str) -> Response:
    """Give out a table that was written here, as a workbook or as CSV, to be saved under a plain name."""
    write, content_type = (table_xlsx, XLSX) if kind == "xlsx" else (table_csv, CSV)
    response = Response(write(written), content_type=content_type)
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.{kind}")
    return response


def _names(name: str) -> dict[str, str]:
    """Give the name as it is and, for what cannot be written in a header, in plain letters as well (RFC 6266)."""
    if name.isascii():
        return {"filename": name}
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return {"filename": plain, "filename*": f"UTF-8''{quote(name, safe='')}"}
