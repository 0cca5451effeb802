"""Puts on record what an auditor reads: an auditor may read everything that is not sealed, and never unseen.

What a contract pays, and for which results, is confidential between its parties: who of the authority reads it is put
on record whatever their role, once for each page they open. Left out is what everybody with a role in the procurement
reads, and what a view records in words of its own.
"""

from __future__ import annotations

from flask import Response, current_app, g, request

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.roles import Role
from assurance.services import audit
from assurance.web import guards
from assurance.web.transaction import apart

COMMON = frozenset({Permission.DESK_VIEW, Permission.PROCUREMENT_CREATE, Permission.PROCUREMENT_VIEW})
NOTED = frozenset(
    {
        "staff.dialogue.session",
        "staff.dialogue.outline",
        "staff.evaluation.moderate",
        "staff.packs.download",
    }
)
"""Pages whose reading by anybody is put on record by their view."""
CONFIDENTIAL = frozenset(
    f"staff.contract.{page}"
    for page in (
        "show", "schedules", "running", "results", "result", "statements", "statement", "statement_data", "review",
    )
)  # fmt: skip
"""Pages whose reading by anybody is put on record here: money and results between the authority and its provider."""


def note(response: Response) -> Response:
    """Note a page that an auditor was shown, or a confidential one; what cannot be noted is not shown."""
    person = guards.maybe_actor()
    if person is None or not _is_reading(response):
        return response
    if Role.AUDITOR not in person.roles and request.endpoint not in CONFIDENTIAL:
        return response
    access: guards.Access = getattr(current_app.view_functions[request.endpoint or ""], "access", guards.Access(None))
    permission = access.permission
    if permission is not None and permission not in COMMON and request.endpoint not in NOTED:
        named = [str(value) for name, value in (request.view_args or {}).items() if name != "ref"]
        audit.record_apart(
            apart(), tag="record:read", actor=person, now=guards.now(), reference=g.procurement.reference,
            subject="/".join((permission.value.split(":")[0], *named)), path=request.path[:200],
        )  # fmt: skip
    return response


def _is_reading(response: Response) -> bool:
    return request.method == "GET" and response.status_code == 200
