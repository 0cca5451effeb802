"""Placing a hold on the records of a procurement, and ending one."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.retention import get_hold
from assurance.services import retention
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.retention.forms import EndHoldForm, PlaceHoldForm
from assurance.web.staff.retention.routes import OF, blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.route(f"{OF}/hold", methods=["GET", "POST"])
@requires(Permission.RETENTION_HOLD)
@commits
def hold(ref: str) -> ResponseReturnValue:
    """Keep every record from now on."""
    form = PlaceHoldForm()

    def act() -> None:
        retention.place_hold(db(), procurement=procurement(), reason=form.reason.data, actor=actor(), now=now())

    if attempt(form, act):
        flash("The hold is placed. Nothing of this procurement is erased until somebody else ends it.", "success")
        return redirect(url_for(".show", ref=ref))
    return render_template("staff/retention/hold.html", form=form, procurement=procurement()), form.status


@blueprint.route(f"{OF}/hold/<hold_id>/end", methods=["GET", "POST"])
@requires(Permission.RETENTION_HOLD)
@commits
def end_hold(ref: str, hold_id: str) -> ResponseReturnValue:
    """End a hold that somebody else placed."""
    row = get_hold(db(), procurement().id, hold_id)
    form = EndHoldForm()

    def act() -> None:
        retention.end_hold(db(), procurement=procurement(), hold=row, reason=form.reason.data, actor=actor(), now=now())

    if attempt(form, act):
        flash("The hold is ended.", "success")
        return redirect(url_for(".show", ref=ref))
    is_own = row.placed_by_id == actor().user_id
    page = render_template(
        "staff/retention/end_hold.html", form=form, procurement=procurement(), row=row, is_own=is_own
    )
    return page, form.status
