"""The record-keeping report as a page: what the law asks for, what is there, and where to write what is missing."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.record_keeping import list_kept
from assurance.web.guards import may_open, procurement, requires
from assurance.web.staff.packs.routes import blueprint
from assurance.web.transaction import db


@blueprint.get("/record-keeping")
@requires(Permission.RECORDS_VIEW)
def record(ref: str) -> ResponseReturnValue:
    """Each thing the law of this procurement asks to have on record."""
    rows = list_kept(db(), procurement())
    return render_template(
        "staff/packs/record.html", procurement=procurement(), rows=rows, may_open=may_open,
        missing=[each for each in rows if each.state == "missing"],
    )  # fmt: skip
