"""What I was reminded of: shown with my work until I say that I have seen it."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.invitations import list_unseen
from assurance.services import reminders
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.evaluation.routes import blueprint
from assurance.web.transaction import commits, db


@blueprint.context_processor
def offer() -> dict[str, Any]:
    """Let pages of the panel's work show what the person was reminded of here."""
    return {"my_reminders": lambda: lines(list_unseen(db(), actor().user_id, procurement()))}


def lines(rows: Any) -> list[tuple[Any, str, str]]:
    """Give each reminder its words and the page where the thing is done."""
    found = [(row, reminders.About(row.about)) for row in rows]
    return [
        (row, about.words(row.outstanding), url_for(about.endpoint, ref=row.procurement.reference))
        for row, about in found
    ]


@blueprint.post("/reminders/<int(max=999999999):reminder_id>/seen")
@requires(Permission.PROCUREMENT_VIEW)
@commits
def seen(ref: str, reminder_id: int) -> ResponseReturnValue:
    """Say that I have seen a reminder."""
    reminders.mark_seen(db(), reminder_id=reminder_id, actor=actor(), now=now())
    if request.form.get("back") == "queue":
        return redirect(url_for(".queue", ref=ref))
    return redirect(url_for("staff.dashboard.index"))
