"""Sessions with each participant, their minutes, and the authority’s agreement to them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.deadlines import LONDON, london_to_utc
from assurance.domain.stages import DIALOGUE_STAGES
from assurance.persistence.queries.bids import list_in_procurement
from assurance.persistence.queries.dialogue import get_session, list_sessions
from assurance.persistence.queries.dialogue_record import list_actions
from assurance.services import audit, dialogue
from assurance.web.guards import actor, bid, now, procurement, requires
from assurance.web.staff.dialogue import presenters
from assurance.web.staff.dialogue.forms import (
    AgreeMinutesForm,
    HoldSessionForm,
    RearrangeSessionForm,
    WriteMinutesForm,
)
from assurance.web.transaction import apart, attempt, commits, db

blueprint = Blueprint("dialogue", __name__, url_prefix="/procurements/<ref>/dialogue")


@blueprint.get("/")
@requires(Permission.DIALOGUE_VIEW)
def index(ref: str) -> ResponseReturnValue:
    """The rounds with each participant’s sessions and who has agreed their minutes."""
    found = presenters.rounds(
        procurement().stage, list_in_procurement(db(), procurement().id), list_sessions(db(), procurement().id)
    )
    return render_template(
        "staff/dialogue/index.html", procurement=procurement(), rounds=found, agreement=presenters.agreement,
        actions=list_actions(db(), procurement().id), is_overdue=dialogue.is_overdue,
    )  # fmt: skip


@blueprint.route("/<bid_id>/new", methods=["GET", "POST"])
@requires(Permission.DIALOGUE_LEAD)
@commits
def create(ref: str, bid_id: str) -> ResponseReturnValue:
    """Put a session with one participant on record."""
    form = HoldSessionForm()
    made: list[Any] = []

    def act() -> None:
        number = DIALOGUE_STAGES.get(procurement().stage, 0)
        made.append(
            dialogue.hold_session(db(), bid=bid(), round=number, **_arrangement(form), actor=actor(), now=now())
        )

    if attempt(form, act):
        flash("The session is on record.", "success")
        return redirect(url_for(".session", ref=ref, session_id=made[0].public_id))
    page = render_template(
        "staff/dialogue/create.html", form=form, procurement=procurement(), bid=bid(), closed=dialogue.why_closed(bid())
    )
    return page, form.status


@blueprint.get("/session/<session_id>")
@requires(Permission.DIALOGUE_VIEW)
def session(ref: str, session_id: str) -> ResponseReturnValue:
    """One session: what was agreed to be discussed, who came, what was said, and who has agreed the minutes."""
    row = get_session(db(), procurement().id, session_id)
    audit.record_apart(apart(), tag="session:viewed", actor=actor(), now=now(), reference=ref, subject=row.public_id)
    return _session_page(row, WriteMinutesForm(minutes=row.minutes, version=row.version))


@blueprint.post("/session/<session_id>")
@requires(Permission.DIALOGUE_LEAD)
@commits
def write_minutes(ref: str, session_id: str) -> ResponseReturnValue:
    """Write the minutes; changed minutes are agreed by nobody."""
    row = get_session(db(), procurement().id, session_id)
    form = WriteMinutesForm()

    def act() -> None:
        dialogue.write_minutes(
            db(), session_row=row, minutes=form.minutes.data, version=form.expected_version, actor=actor(), now=now()
        )

    if attempt(form, act):
        flash("The minutes are saved. Both sides agree them next.", "success")
        return redirect(url_for(".session", ref=ref, session_id=session_id))
    return _session_page(row, form)


@blueprint.post("/session/<session_id>/agree")
@requires(Permission.DIALOGUE_LEAD)
@commits
def agree(ref: str, session_id: str) -> ResponseReturnValue:
    """Agree the minutes for the authority."""
    row = get_session(db(), procurement().id, session_id)
    form = AgreeMinutesForm()

    def act() -> None:
        dialogue.agree_minutes(db(), session_row=row, version=form.expected_version, actor=actor(), now=now())

    if attempt(form, act):
        flash("The minutes are agreed for the authority.", "success")
        return redirect(url_for(".session", ref=ref, session_id=session_id))
    flash("This page was out of date. Read the minutes again before you agree them.")
    return _session_page(row, WriteMinutesForm(formdata=None, minutes=row.minutes, version=row.version), form.status)


@blueprint.route("/session/<session_id>/edit", methods=["GET", "POST"])
@requires(Permission.DIALOGUE_LEAD)
@commits
def edit(ref: str, session_id: str) -> ResponseReturnValue:
    """Change when and where a session is, its agenda, or who attended."""
    row = get_session(db(), procurement().id, session_id)
    local = row.held_at.astimezone(LONDON)
    form = RearrangeSessionForm(obj=row, held_on=local.date(), held_time=local.time())

    def act() -> None:
        dialogue.rearrange_session(
            db(), session_row=row, **_arrangement(form), version=form.expected_version, actor=actor(), now=now()
        )

    if attempt(form, act):
        flash("The session is changed. Its minutes have to be agreed again.", "success")
        return redirect(url_for(".session", ref=ref, session_id=session_id))
    page = render_template(
        "staff/dialogue/edit.html", form=form, procurement=procurement(), row=row, closed=dialogue.why_over(row)
    )
    return page, form.status


def _arrangement(form: HoldSessionForm) -> dict[str, Any]:
    """Read the form as the services take it; a time the clocks skip or repeat is refused at its field."""
    return {
        "held_at": london_to_utc(form.data["held_on"], form.data["held_time"], "held_time"),
        **{name: form[name].data for name in ("place", "agenda", "attendance", "supplier_attendance")},
    }


def _session_page(row: Any, form: WriteMinutesForm, status: int | None = None) -> ResponseReturnValue:
    page = render_template(
        "staff/dialogue/session.html", form=form, procurement=procurement(), row=row,
        closed=dialogue.why_over(row), is_held=row.held_at <= now(), agreement=presenters.agreement(row),
        actions=[each for each in list_actions(db(), procurement().id) if each.session_id == row.id],
        is_overdue=dialogue.is_overdue,
    )  # fmt: skip
    return page, status or form.status
