"""Every registered provider, and what may be registered twice or made to look like another."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.suppliers.duplicates import findings
from assurance.persistence.queries.suppliers import list_named
from assurance.web.guards import requires
from assurance.web.transaction import db

blueprint = Blueprint("suppliers", __name__, url_prefix="/suppliers")


@blueprint.get("/")
@requires(Permission.DESK_VIEW)
def index() -> ResponseReturnValue:
    """The registered providers; those to look at first."""
    named = {each.key: each for each in list_named(db())}
    flags: dict[int, list[tuple[str, str]]] = {}
    for each in findings(named.values()):
        beside = named[each.other].name if each.other is not None else ""
        flags.setdefault(each.key, []).append((each.message, beside))
    listed = sorted(named.values(), key=lambda each: (each.key not in flags, each.name.casefold(), each.key))
    return render_template("staff/suppliers/index.html", suppliers=listed, flags=flags)
