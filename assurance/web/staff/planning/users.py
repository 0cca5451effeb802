"""People who use the care: who was involved in the plan, how, and what changed because of it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.programme import get_involvement, list_involvement
from assurance.services import planning
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.planning.programme_forms import InvolvementForm
from assurance.web.staff.planning.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/users")
@requires(Permission.PROCUREMENT_VIEW)
def users(ref: str) -> ResponseReturnValue:
    """Everybody who was involved."""
    return render_template(
        "staff/planning/users.html", procurement=procurement(), involved=list_involvement(db(), procurement().id),
        fixed=planning.why_fixed(procurement()),
    )  # fmt: skip


@blueprint.route("/users/new", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def involve(ref: str) -> ResponseReturnValue:
    """Record people who were involved."""
    form = InvolvementForm(version=0)

    def act() -> None:
        planning.record_involvement(db(), procurement=procurement(), **_words(form), actor=actor(), now=now())

    if attempt(form, act):
        flash("The record is kept.", "success")
        return redirect(url_for(".users", ref=ref))
    fixed = planning.why_fixed(procurement())
    return render_template(
        "staff/planning/involve.html", form=form, procurement=procurement(), fixed=fixed
    ), form.status


@blueprint.route("/users/<record_id>", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def involvement(ref: str, record_id: str) -> ResponseReturnValue:
    """Word a record anew."""
    row = get_involvement(db(), procurement().id, record_id)
    form = InvolvementForm(obj=row)

    def act() -> None:
        planning.change_involvement(
            db(), procurement=procurement(), row=row, **_words(form), version=form.expected_version, actor=actor(),
            now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The record is changed.", "success")
        return redirect(url_for(".users", ref=ref))
    page = render_template(
        "staff/planning/involvement.html", form=form, procurement=procurement(), row=row,
        fixed=planning.why_fixed(procurement()),
    )  # fmt: skip
    return page, form.status


@blueprint.post("/users/<record_id>/remove")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def remove_involvement(ref: str, record_id: str) -> ResponseReturnValue:
    """Take a record out of the programme."""
    row = get_involvement(db(), procurement().id, record_id)
    planning.remove_involvement(db(), procurement=procurement(), row=row, actor=actor(), now=now())
    flash("The record is removed. What it was stays in the timeline.", "success")
    return redirect(url_for(".users", ref=ref))


def _words(form: InvolvementForm) -> dict[str, str]:
    return {name: form[name].data or "" for name in ("who", "how", "said", "changed")}
