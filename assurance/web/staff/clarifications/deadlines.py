"""The deadlines that bidders were told: as they stand, every change, proposing a later one and deciding on it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.deadlines import LONDON
from assurance.domain.deadlines.changes import Which
from assurance.domain.errors import NotFound
from assurance.persistence.queries.clarifications import get_change, list_changes
from assurance.services import clarifications
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.clarifications.forms import (
    APPROVE,
    DecideDeadlineForm,
    ProposeDeadlineForm,
    ProposeLongerStandstillForm,
    SetQuestionsDueForm,
)
from assurance.web.staff.clarifications.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/deadlines")
@requires(Permission.CLARIFICATION_VIEW)
def deadlines(ref: str) -> ResponseReturnValue:
    """Each deadline as it stands and whether it can be moved, and every change with both times."""
    rows = [(each, clarifications.current(db(), procurement(), each), _why_fixed(each)) for each in Which]
    return render_template(
        "staff/clarifications/deadlines.html", procurement=procurement(), deadlines=rows, me=actor().user_id,
        changes=list_changes(db(), procurement().id), unset=clarifications.why_not_set(db(), procurement()) == "",
        due=clarifications.questions_due(db(), procurement()),
    )  # fmt: skip


@blueprint.route("/deadlines/questions", methods=["GET", "POST"])
@requires(Permission.DEADLINE_CHANGE)
@commits
def questions_due(ref: str) -> ResponseReturnValue:
    """Set until when questions may be asked, before bidders are told."""
    form = SetQuestionsDueForm(data=_london(clarifications.questions_due(db(), procurement())))

    def act() -> None:
        clarifications.set_period(
            db(), procurement=procurement(), due_on=form.data["due_on"], due_time=form.data["due_time"],
            actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The deadline for questions is set.", "success")
        return redirect(url_for(".deadlines", ref=ref))
    page = render_template(
        "staff/clarifications/questions_due.html", procurement=procurement(), form=form,
        closed=clarifications.why_not_set(db(), procurement()), stage=clarifications.upcoming(procurement()),
    )  # fmt: skip
    return page, form.status


@blueprint.route("/deadlines/<which>/propose", methods=["GET", "POST"])
@requires(Permission.DEADLINE_CHANGE)
@commits
def propose(ref: str, which: str) -> ResponseReturnValue:
    """Propose a later time with the reason that all are told."""
    named = _which(which)
    stands = clarifications.current(db(), procurement(), named)
    form = ProposeDeadlineForm(data=_london(stands)) if named is not Which.STANDSTILL else ProposeLongerStandstillForm()

    def act() -> None:
        clarifications.propose(
            db(), procurement=procurement(), which=named, due_on=form.data["due_on"],
            due_time=form.data.get("due_time"), reason=form.reason.data, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The later deadline is proposed. It moves when the owner approves.", "success")
        return redirect(url_for(".deadlines", ref=ref))
    page = render_template(
        "staff/clarifications/propose.html", procurement=procurement(), form=form, which=named, stands=stands,
        closed=_why_fixed(named),
    )  # fmt: skip
    return page, form.status


@blueprint.route("/deadlines/change/<change_id>", methods=["GET", "POST"])
@requires(Permission.DEADLINE_APPROVE)
@commits
def decide(ref: str, change_id: str) -> ResponseReturnValue:
    """Approve or refuse a later deadline that somebody else proposed."""
    row = get_change(db(), procurement().id, change_id)
    form = DecideDeadlineForm(version=row.version)

    def act() -> None:
        clarifications.decide(
            db(), row=row, procurement=procurement(), approve=form.decision.data == APPROVE,
            reason=form.reason.data or "", actor=actor(), now=now(), version=form.expected_version,
        )  # fmt: skip

    if attempt(form, act):
        moved = row.decision == "approved"
        flash("The deadline is moved, and everybody entitled is told." if moved else "The deadline stays.", "success")
        return redirect(url_for(".deadlines", ref=ref))
    page = render_template(
        "staff/clarifications/decide.html", procurement=procurement(), form=form, row=row, closed=_why_fixed(row.which)
    )
    return page, form.status


def _why_fixed(which: Which) -> str:
    return clarifications.why_not_moved(db(), procurement(), which, now())


def _which(name: str) -> Which:
    if name not in {each.value for each in Which}:
        raise NotFound("There is no such deadline")
    return Which(name)


def _london(due: Any) -> dict[str, Any]:
    """Show a stored instant as London clocks do."""
    if due is None:
        return {}
    local = due.astimezone(LONDON)
    return {"due_on": local.date(), "due_time": local.time()}
