"""The hand-overs of the programme: from which element of care to which other."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.planning import list_elements, list_handovers
from assurance.services import planning
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.planning.forms import HandoverForm
from assurance.web.staff.planning.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/handovers")
@requires(Permission.PROCUREMENT_VIEW)
def handovers(ref: str) -> ResponseReturnValue:
    """Where care passes from one element to another."""
    return _page(HandoverForm(list_elements(db(), procurement().id)))


@blueprint.post("/handovers")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def add_handover(ref: str) -> ResponseReturnValue:
    """Add a hand-over."""
    form = HandoverForm(list_elements(db(), procurement().id))

    def act() -> None:
        planning.add_handover(db(), procurement=procurement(), **form.between, actor=actor(), now=now())

    if attempt(form, act):
        flash("The hand-over is added.", "success")
        return redirect(url_for(".handovers", ref=ref))
    return _page(form)


@blueprint.post("/handovers/remove")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def remove_handover(ref: str) -> ResponseReturnValue:
    """Take a hand-over out of the programme."""
    form = HandoverForm(list_elements(db(), procurement().id))

    def act() -> None:
        planning.remove_handover(db(), procurement=procurement(), **form.between, actor=actor(), now=now())

    if attempt(form, act):
        flash("The hand-over is removed.", "success")
        return redirect(url_for(".handovers", ref=ref))
    return _page(form)


def _page(form: HandoverForm) -> ResponseReturnValue:
    page = render_template(
        "staff/planning/handovers.html", form=form, procurement=procurement(), elements=form.elements,
        handovers=list_handovers(db(), procurement().id), fixed=planning.why_fixed(procurement()),
    )  # fmt: skip
    return page, form.status
