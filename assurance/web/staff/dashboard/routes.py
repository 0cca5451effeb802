"""My work."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.background import count_open
from assurance.persistence.queries.invitations import list_unseen
from assurance.persistence.queries.messages import list_unread
from assurance.persistence.queries.procurements import PAGE, list_at_a_glance, list_of_person
from assurance.services.duties import list_waiting
from assurance.services.next_steps import list_next_steps
from assurance.services.power_decisions import count_for
from assurance.web.guards import actor, allows, now, requires
from assurance.web.staff.evaluation.reminded import lines
from assurance.web.transaction import db

blueprint = Blueprint("dashboard", __name__)


@blueprint.get("/")
@requires(Permission.DESK_VIEW)
def index() -> ResponseReturnValue:
    """What waits for me, what I was reminded of, and my procurements with stage, next date and what blocks them."""
    mine = list_of_person(db(), actor().user_id, size=PAGE)
    everything = list_at_a_glance(db(), actor().user_id)  # anything may wait in any
    waiting = list_waiting(db(), user_id=actor().user_id, procurements=everything, now=now())
    steps = list_next_steps(db(), procurements=[each for each, _ in mine], now=now())
    return render_template(
        "staff/dashboard/index.html", mine=mine, waiting=waiting[:PAGE], more=max(0, len(everything) - PAGE),
        next_steps=steps, more_waiting=max(0, len(waiting) - PAGE), reminded=lines(list_unseen(db(), actor().user_id)),
        messages=list_unread(db(), actor(), limit=4), failed_work=_failed_work(),
        powers_waiting=count_for(db(), actor()),
    )  # fmt: skip


def _failed_work() -> int | None:
    """Count what has failed for good in the background, for whoever looks after it; nothing for everybody else."""
    return count_open(db(), actor().organisation_id) if allows(Permission.WORK_VIEW) else None
