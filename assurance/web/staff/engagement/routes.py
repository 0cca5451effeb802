"""Market engagement at a glance, and its questionnaire."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.deadlines import LONDON
from assurance.persistence.queries.engagement import find_engagement, list_themes
from assurance.persistence.queries.planning import list_elements
from assurance.services import engagement, planning
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.engagement.forms import QuestionnaireForm
from assurance.web.transaction import attempt, commits, db

blueprint = Blueprint("engagement", __name__, url_prefix="/procurements/<ref>/engagement")


@blueprint.get("/")
@requires(Permission.PROCUREMENT_VIEW)
def index(ref: str) -> ResponseReturnValue:
    """What is asked, until when, and what was made of the answers."""
    found = find_engagement(db(), procurement().id)
    return render_template(
        "staff/engagement/index.html",
        procurement=procurement(),
        engagement=found,
        is_open=found is not None and engagement.is_open(found, now()),
        closed=engagement.why_not_written(db(), procurement()),
        fixed=planning.why_no_engagement(procurement()) or planning.why_fixed(procurement()),
        themes=list_themes(db(), procurement().id),
    )


@blueprint.route("/questionnaire", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def questionnaire(ref: str) -> ResponseReturnValue:
    """Write the questionnaire."""
    form = QuestionnaireForm(data=_filled(find_engagement(db(), procurement().id)))

    def act() -> None:
        engagement.write(
            db(), procurement=procurement(), introduction=form.introduction.data,
            questions=form.questions.data.splitlines(), closes_on=form.data["closes_on"],
            closes_time=form.data["closes_time"], version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The questionnaire is saved. Nobody outside sees it before you publish it.", "success")
        return redirect(url_for(".index", ref=ref))
    page = render_template(
        "staff/engagement/questionnaire.html", procurement=procurement(), form=form,
        closed=engagement.why_not_written(db(), procurement()), elements=list_elements(db(), procurement().id),
    )  # fmt: skip
    return page, form.status


@blueprint.post("/publish")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def publish(ref: str) -> ResponseReturnValue:
    """Publish the questionnaire."""
    engagement.publish(db(), procurement=procurement(), actor=actor(), now=now())
    flash("The questionnaire is public. Those who asked to be told get an email.", "success")
    return redirect(url_for(".index", ref=ref))


def _filled(found: Any) -> dict[str, Any]:
    if found is None:
        return {"version": 0}
    closes = found.closes_at.astimezone(LONDON)
    return {
        "version": found.version, "introduction": found.introduction, "questions": "\n".join(found.questions),
        "closes_on": closes.date(), "closes_time": closes.time(),
    }  # fmt: skip
