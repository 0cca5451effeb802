"""Published versions of the criteria: who published each and why, its full text, and what differs in words."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.evaluation.version_changes import version_changes
from assurance.domain.evaluation.version_check import digest_of
from assurance.persistence.queries.criteria_versions import find_open_refinement, get_version
from assurance.persistence.queries.evaluation_evidence import list_versions
from assurance.services import tendering
from assurance.services.tendering.versions import check
from assurance.web.guards import procurement, requires
from assurance.web.staff.tender import version_rows
from assurance.web.staff.tender.routes import blueprint
from assurance.web.transaction import db


@blueprint.get("/versions")
@requires(Permission.PROCUREMENT_VIEW)
def versions(ref: str) -> ResponseReturnValue:
    """Every version with its digest, and whether what is stored and used is what was published."""
    here = procurement()
    return render_template(
        "staff/tender/versions.html", procurement=here, versions=list_versions(db(), here.id),
        checked=check(db(), here) if here.criteria_frozen_at else None,
        draft=find_open_refinement(db(), here.id), why_not=tendering.why_not_refinable(db(), here),
    )  # fmt: skip


@blueprint.get("/versions/<int:number>")
@requires(Permission.PROCUREMENT_VIEW)
def version(ref: str, number: int) -> ResponseReturnValue:
    """One version in full, and what differs from the one before it or from any other."""
    found = get_version(db(), procurement().id, number)
    against = request.args.get("against", type=int) or number - 1
    other = get_version(db(), procurement().id, against) if against else None
    return render_template(
        "staff/tender/version.html", procurement=procurement(), version=found, other=other,
        changes=version_changes(other.document, found.document) if other else (),
        versions=list_versions(db(), procurement().id), lines=version_rows.lines(found.document),
        rules=version_rows.rules(found.document), is_sound=digest_of(found.document) == found.digest,
    )  # fmt: skip
