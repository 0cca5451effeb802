"""How long the records of a procurement are kept, and what falls due over all of a person's procurements."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Reach, permits
from assurance.domain.authority.roles import Role
from assurance.domain.retention.classes import NEVER
from assurance.persistence.queries.procurements import list_of_person, roles_by_procurement
from assurance.persistence.queries.retention import list_erasures, list_holds, open_matters
from assurance.services import retention
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.retention.presenters import falling_due, standing_of
from assurance.web.transaction import db

if TYPE_CHECKING:
    from assurance.persistence.models import Procurement

blueprint = Blueprint("retention", __name__)
OF = "/procurements/<ref>/retention"


@blueprint.get("/retention")
@requires(Permission.DESK_VIEW)
def index() -> ResponseReturnValue:
    """What falls due, soonest first, over every procurement whose records this person may look after."""
    held = roles_by_procurement(db(), actor().user_id)
    mine = [each for each, _ in list_of_person(db(), actor().user_id) if _may_view(each, held[each.id])]
    return render_template("staff/retention/index.html", rows=falling_due(db(), mine, now()))


def _may_view(row: Procurement, roles: frozenset[Role]) -> bool:
    return permits(replace(actor(), roles=roles), Permission.RETENTION_VIEW, Reach(row.organisation_id))


@blueprint.get(f"{OF}/")
@requires(Permission.RETENTION_VIEW)
def show(ref: str) -> ResponseReturnValue:
    """Each kind of record with its period, where that comes from and when it ends; holds; what was erased."""
    erasures = list_erasures(db(), [procurement().id])
    held, holds = retention.schedule_of(db(), procurement()), list_holds(db(), procurement().id)
    is_held = any(each.ended_at is None for each in holds)
    return render_template(
        "staff/retention/show.html", procurement=procurement(), erasures=erasures, never=NEVER,
        kinds=[(each, standing_of(each, erasures, now(), is_held=is_held)) for each in held],
        keeps=open_matters(db(), procurement().id).why(), holds=holds,
    )  # fmt: skip
