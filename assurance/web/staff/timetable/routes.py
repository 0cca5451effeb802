"""The timetable: as it stands, proposed anew, one stage changed, and as a calendar file."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.domain.stages import Stage
from assurance.domain.timetable.direction import Direction
from assurance.services import timetable
from assurance.web.guards import actor, allows, now, procurement, requires
from assurance.web.staff.timetable import presenters
from assurance.web.staff.timetable.forms import ChangeStageForm, ProposeTimetableForm
from assurance.web.transaction import attempt, commits, db

blueprint = Blueprint("timetable", __name__, url_prefix="/procurements/<ref>/timetable")


@blueprint.app_context_processor
def offer() -> dict[str, Any]:
    """Let the hub show the dates people go by now."""
    return {
        "key_dates": lambda of: timetable.key_dates(
            db(), of, now(), tells_representations=allows(Permission.RANKING_VIEW)
        )
    }


@blueprint.get("/")
@requires(Permission.PROCUREMENT_VIEW)
def index(ref: str) -> ResponseReturnValue:
    """Planned days beside what happened, as a chart and as a table, and what breaks the plan."""
    view = timetable.view(db(), procurement(), now())
    followed = timetable.following(db(), procurement(), tells_representations=allows(Permission.RANKING_VIEW))
    return render_template(
        "staff/timetable/index.html", procurement=procurement(), view=view, chart=presenters.gantt(view),
        warnings=presenters.warnings(view), ahead=timetable.stages_ahead(procurement()), followed=followed,
        planned_words=presenters.planned_words, actual_words=presenters.actual_words,
    )  # fmt: skip


@blueprint.route("/propose", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_RUN)
@commits
def propose(ref: str) -> ResponseReturnValue:
    """Have the dates of every stage still to come worked out."""
    view = timetable.view(db(), procurement(), now())
    form = ProposeTimetableForm(data={"version": view.version, **presenters.last_basis(view)})

    def act() -> None:
        timetable.propose(
            db(), procurement=procurement(), direction=Direction(form.direction.data), anchor_on=form.data["anchor_on"],
            actor=actor(), now=now(), version=form.expected_version,
        )  # fmt: skip

    if attempt(form, act):
        flash("The dates are proposed. Change any stage that you need otherwise.", "success")
        return redirect(url_for(".index", ref=ref))
    page = render_template(
        "staff/timetable/propose.html", procurement=procurement(), form=form, view=view,
        ahead=timetable.stages_ahead(procurement()),
    )  # fmt: skip
    return page, form.status


@blueprint.route("/stages/<stage>", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_RUN)
@commits
def change(ref: str, stage: str) -> ResponseReturnValue:
    """Plan other days for one stage."""
    view = timetable.view(db(), procurement(), now())
    row = next((each for each in view.rows if each.stage.value == stage), None)
    if row is None or row.planned is None:
        raise NotFound("There is no such planned stage")
    stored = {"starts_on": row.planned.starts_on, "ends_on": row.planned.ends_on}
    form = ChangeStageForm(data={"version": view.version, **stored})

    def act() -> None:
        timetable.change(
            db(), procurement=procurement(), stage=Stage(stage), starts_on=form.data["starts_on"],
            ends_on=form.data["ends_on"], actor=actor(), now=now(), version=form.expected_version,
        )  # fmt: skip

    if attempt(form, act):
        flash(f"The planned days of “{row.stage.label}” are changed.", "success")
        return redirect(url_for(".index", ref=ref))
    is_over = row.stage not in timetable.stages_ahead(procurement())
    page = render_template(
        "staff/timetable/change.html", procurement=procurement(), form=form, row=row, is_over=is_over
    )
    return page, form.status


@blueprint.get("/timetable.ics")
@requires(Permission.PROCUREMENT_VIEW)
def calendar_file(ref: str) -> ResponseReturnValue:
    """The planned stages for a calendar; a later file replaces their entries."""
    return Response(
        timetable.calendar(db(), procurement(), now()), mimetype="text/calendar",
        headers={"Content-Disposition": f"attachment; filename={ref}-timetable.ics"},
    )  # fmt: skip
