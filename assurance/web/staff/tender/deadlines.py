"""The notice inviting offers and the deadline for final tenders."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.deadlines import LONDON
from assurance.domain.deadlines.dated import Dated
from assurance.domain.stages import Stage
from assurance.services import planning, tendering, timetable
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.tender.forms import SetTenderDeadlineForm, WriteNoticeForm
from assurance.web.staff.tender.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.route("/notice", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def notice(ref: str) -> ResponseReturnValue:
    """Write the notice and set the deadline for requests; read both once published."""
    due = _london(procurement().requests_due_at, "requests_due_on", "requests_due_time")
    due = due or _planned(Stage.CALL, "requests_due_on", "requests_due_time")
    here = procurement()
    stored = {"text": here.notice_text, "may_be_refined": here.criteria_may_be_refined, "version": here.version}
    form = WriteNoticeForm(data={**stored, **due})

    def act() -> None:
        tendering.write_notice(
            db(), procurement=procurement(), text=form.text.data, requests_due_on=form.data["requests_due_on"],
            requests_due_time=form.data["requests_due_time"], may_be_refined=form.may_be_refined.data,
            version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The notice is saved. It is public once the call is published.", "success")
        return redirect(url_for(".notice", ref=ref))
    fixed = planning.why_fixed(procurement())
    page = render_template(
        "staff/tender/notice.html", form=form, procurement=procurement(), fixed=fixed, soonest=_soonest(Stage.CALL)
    )
    return page, form.status


@blueprint.route("/invitation", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def invitation(ref: str) -> ResponseReturnValue:
    """Set when final tenders are due; once they are invited the deadline stands."""
    due = _london(procurement().tenders_due_at, "due_on", "due_time")
    due = due or _planned(Stage.FINAL_TENDERS, "due_on", "due_time")
    form = SetTenderDeadlineForm(data={"version": procurement().version, **due})

    def act() -> None:
        tendering.set_tender_deadline(
            db(), procurement=procurement(), due_on=form.data["due_on"], due_time=form.data["due_time"],
            version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The deadline for final tenders is set.", "success")
        return redirect(url_for(".invitation", ref=ref))
    closed = tendering.why_invited(procurement())
    page = render_template(
        "staff/tender/invitation.html", form=form, procurement=procurement(), closed=closed,
        soonest=_soonest(Stage.FINAL_TENDERS),
    )  # fmt: skip
    return page, form.status


def _planned(stage: Stage, on: str, at: str) -> dict[str, Any]:
    """Begin from the last planned day of a stage, at noon, where no deadline is set yet."""
    day = timetable.due_day(db(), procurement(), stage)
    return {on: day, at: time(12)} if day else {}


def _soonest(stage: Stage) -> Dated | None:
    """Say how soon the deadline may be if what it follows from went out today."""
    return timetable.soonest(procurement(), stage, now().astimezone(LONDON).date())


def _london(due: datetime | None, on: str, at: str) -> dict[str, Any]:
    """Show a stored instant as London clocks do."""
    if due is None:
        return {}
    local = due.astimezone(LONDON)
    return {on: local.date(), at: local.time()}
