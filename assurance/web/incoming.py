"""How requests are read: a file inside a form is closed as it arrives, and never lies plain on the disk.

Werkzeug would spool it to a temporary file as it is. Only the pages that take files keep one at all, and only from
somebody who is signed in; everywhere else what arrives is let go by.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any, cast

from flask import Flask, Request, current_app, session
from werkzeug.middleware.proxy_fix import ProxyFix

from assurance.adapters.places import take_place
from assurance.adapters.staging import Arriving, Sink
from assurance.domain.errors import NotNow
from assurance.services import sign_ins
from assurance.services.intake import Intake
from assurance.web import converters, headers, request_log
from assurance.web.guards import machine_now
from assurance.web.transaction import database

TAKE_FILES = frozenset(
    {
        "supplier.bids.documents",
        "supplier.evidence.add_file",
        "staff.contract.add_task_file",
        "staff.gates.add_condition_file",
        "staff.gates.add_evidence_file",
    }
)
"""Endpoints whose forms carry a file of a bid, one given as evidence, or one that shows what is met or done."""
TAKE_TENDERS = frozenset({"supplier.bids.give_parts"})
"""Endpoints whose forms carry a whole tender, in one file or several."""
READ_AT_ONCE = frozenset(
    {
        "staff.past.check",
        "staff.planning.import_budget",
        "staff.selection.invite",
        "staff.selection.invited_check",
        "staff.tender.workbook_changes",
        "staff.tender.workbook_replace",
    }  # fmt: skip
)
"""Endpoints whose forms carry a table or public data, which is read in memory and not kept."""
_REST_OF_FORM = 2**20


def init_app(app: Flask, intake: Intake) -> None:
    """Read requests in this way, mark every answer, and keep the intake with the application."""
    request_log.init_app(app)
    converters.init_app(app)
    believe_proxies(app, app.extensions["assurance_settings"].proxies)
    app.request_class = IncomingRequest
    app.extensions["assurance_intake"] = intake
    app.extensions["assurance_files"] = intake.files
    headers.init_app(app)


def believe_proxies(app: Flask, proxies: int) -> None:
    """Take who asked, and whether by https, from as many proxies as stand in front, and from nobody beyond them."""
    if proxies:
        believing = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)
        app.wsgi_app = believing  # type: ignore[method-assign]  # reason: this is how Flask is wrapped


def intake() -> Intake:
    """Return where files go."""
    found: Intake = current_app.extensions["assurance_intake"]
    return found


class IncomingRequest(Request):
    """A request whose files are closed while they arrive."""

    @property
    def max_content_length(self) -> int | None:
        """Allow a form with a file as much as one file may hold, and every other form what the settings say."""
        if self.endpoint in TAKE_FILES | TAKE_TENDERS:
            return _most(self.endpoint) + _REST_OF_FORM
        return super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        Request.max_content_length.fset(self, value)  # type: ignore[attr-defined]  # reason: a property of Flask's

    def _get_file_stream(
        self, total_content_length: int | None, content_type: str | None, filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:  # fmt: skip
        may_send = (
            self.method == "POST" and bool(filename) and self.endpoint in TAKE_FILES | TAKE_TENDERS | READ_AT_ONCE
        )
        organisation = _organisation() if may_send else None
        if organisation is None:
            return cast(Any, Sink())
        if self.endpoint in READ_AT_ONCE:
            return BytesIO()  # no larger than any form may be
        before = getattr(self, "_arriving", ())
        try:
            file = _take_in(organisation, _most(self.endpoint), is_first=not before)
        except NotNow as refused:
            return cast(Any, Sink(refused))
        self._arriving = [*before, file]
        return cast(Any, file)

    def close(self) -> None:
        """Let go of every file, also of one whose form was never read to its end."""
        super().close()
        for file in getattr(self, "_arriving", ()):
            file.close()


def _most(endpoint: str | None) -> int:
    """Return the most bytes that one file of a form may have; a whole tender has its list beside its files."""
    limits = intake().limits
    return limits.tender_bytes + _REST_OF_FORM if endpoint in TAKE_TENDERS else limits.file_bytes


def _take_in(organisation: int, most: int, *, is_first: bool) -> Arriving:
    """Make room for a file, within what one organisation may send at once; raise `NotNow` when there is none.

    The files of one form come one after the other, so that they take one place together.
    """
    staging, limits = intake().staging, intake().limits
    staging.make_sure_of_room(0)
    if not is_first:
        return Arriving(staging, most)
    places = staging.folder.with_name("upload-places")
    place = take_place(places, str(organisation), limits.uploads_at_once)
    if place is None:
        limits.check_at_once(limits.uploads_at_once)
    return Arriving(staging, most, place)


def _organisation() -> int | None:
    """Return whose person is signed in, by a session of its own: no lock is held while a file arrives."""
    token = session.get("_user_id")
    if not isinstance(token, str):
        return None
    with database().reading() as reader:
        found = sign_ins.find(reader, token=token, at=machine_now())
        return None if found is None or found.is_over else found.row.user.organisation_id
