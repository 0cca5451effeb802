"""What was heard and what was changed, theme by theme, and making it public."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.services import engagement, planning
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.engagement.forms import CHANGED, ThemeForm
from assurance.web.staff.engagement.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.route("/themes/new", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def theme(ref: str) -> ResponseReturnValue:
    """Record a theme."""
    form = ThemeForm()

    def act() -> None:
        engagement.record_theme(
            db(), procurement=procurement(), title=form.title.data, heard=form.heard.data,
            is_changed=form.is_changed.data == CHANGED, outcome=form.outcome.data, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"“{form.title.data}” is recorded.", "success")
        return redirect(url_for(".index", ref=ref))
    fixed = planning.why_no_engagement(procurement()) or planning.why_fixed(procurement())
    page = render_template("staff/engagement/theme.html", procurement=procurement(), form=form, fixed=fixed)
    return page, form.status


@blueprint.post("/themes/<int:theme_id>/remove")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def remove_theme(ref: str, theme_id: int) -> ResponseReturnValue:
    """Take a theme out."""
    engagement.remove_theme(db(), procurement=procurement(), theme_id=theme_id, actor=actor(), now=now())
    flash("The theme is removed; what it said stays in the timeline.", "success")
    return redirect(url_for(".index", ref=ref))


@blueprint.post("/summary")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def publish_summary(ref: str) -> ResponseReturnValue:
    """Publish what was heard and changed."""
    engagement.publish_summary(db(), procurement=procurement(), actor=actor(), now=now())
    flash("What market engagement changed is public.", "success")
    return redirect(url_for(".index", ref=ref))
