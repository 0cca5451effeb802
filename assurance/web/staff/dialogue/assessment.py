"""The down-selection: participants by criteria, marks with reasons, and who goes on."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.persistence.queries.criteria import get_criterion, list_descriptors
from assurance.persistence.queries.dialogue import Participant, list_down_select_criteria, list_participants
from assurance.persistence.queries.dialogue_record import list_submitted_outlines
from assurance.services import dialogue
from assurance.web.forms.fields import choices
from assurance.web.guards import actor, bid, now, procurement, requires
from assurance.web.staff.dialogue.forms import ELIMINATE, KEEP, DecideForm, MarkForm
from assurance.web.staff.dialogue.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/down-select")
@requires(Permission.DIALOGUE_VIEW)
def down_select(ref: str) -> ResponseReturnValue:
    """The participants against the published criteria, with their standing and the decisions."""
    return render_template(
        "staff/dialogue/down_select.html",
        procurement=procurement(),
        criteria=list_down_select_criteria(db(), procurement().id),
        participants=list_participants(db(), procurement().id),
        closed=dialogue.why_not_assessing(procurement()),
        outlines={each.bid_id: each for each in reversed(list_submitted_outlines(db(), procurement().id))},
    )


@blueprint.route("/down-select/<bid_id>/mark/<code>", methods=["GET", "POST"])
@requires(Permission.DIALOGUE_LEAD)
@commits
def mark(ref: str, bid_id: str, code: str) -> ResponseReturnValue:
    """Mark one participant against one criterion, with the reason."""
    criterion = get_criterion(db(), procurement().id, code)
    stored = _participant().marks.get(code)
    form = MarkForm(data={"mark": stored.mark, "reason": stored.reason} if stored else None)
    described = list_descriptors(db(), procurement().id)
    form.mark.choices = choices([(str(each.mark), f"{each.mark} {each.label}") for each in described])

    def act() -> None:
        dialogue.mark_down_select(
            db(), bid=bid(), criterion=criterion, mark=form.mark.data, reason=form.reason.data, actor=actor(), now=now()
        )

    if attempt(form, act):
        flash(f"{bid().organisation.name} is marked on “{criterion.title}”.", "success")
        return redirect(url_for(".down_select", ref=ref))
    page = render_template(
        "staff/dialogue/mark.html", form=form, procurement=procurement(), bid=bid(), criterion=criterion,
        meanings={str(each.mark): each.text for each in described}, closed=dialogue.why_not_assessing(procurement()),
    )  # fmt: skip
    return page, form.status


@blueprint.route("/down-select/<bid_id>/decide", methods=["GET", "POST"])
@requires(Permission.DIALOGUE_LEAD)
@commits
def decide(ref: str, bid_id: str) -> ResponseReturnValue:
    """Decide whether a participant goes on."""
    participant = _participant()
    stored = participant.decision
    start = {"keep": KEEP if stored.is_kept else ELIMINATE, "reason": stored.reason} if stored else None
    form = DecideForm(data=start)

    def act() -> None:
        dialogue.decide_down_select(
            db(), bid=bid(), keep=form.keep.data == KEEP, reason=form.reason.data, actor=actor(), now=now()
        )

    if attempt(form, act):
        flash(f"The decision on {bid().organisation.name} is on record.", "success")
        return redirect(url_for(".down_select", ref=ref))
    page = render_template(
        "staff/dialogue/decide.html", form=form, procurement=procurement(), bid=bid(), participant=participant,
        criteria=list_down_select_criteria(db(), procurement().id), closed=dialogue.why_not_assessing(procurement()),
    )  # fmt: skip
    return page, form.status


def _participant() -> Participant:
    found = next((each for each in list_participants(db(), procurement().id) if each.bid.id == bid().id), None)
    if found is None:
        raise NotFound("This bidder is not in dialogue")
    return found
