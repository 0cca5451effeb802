"""Roles and powers that wait for a second person: the list, one of them, confirming, refusing, proposing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.powers import Power, why_not_confirm
from assurance.domain.errors import NotFound
from assurance.persistence.queries.powers import (
    get_proposal,
    get_release,
    list_decided,
    procurements_given_in,
)
from assurance.persistence.queries.procurements import list_colleagues
from assurance.services import factor_release, power_decisions, powers
from assurance.services.power_letters import in_words, release_in_words
from assurance.web.forms.base import BaseForm
from assurance.web.forms.fields import choices
from assurance.web.guards import actor, now, requires
from assurance.web.staff.powers.forms import ConfirmForm, ProposeForm, RefuseForm, StopForm, TakeBackForm
from assurance.web.transaction import attempt, commits, db

blueprint = Blueprint("powers", __name__, url_prefix="/powers")


@blueprint.get("/")
@requires(Permission.DESK_VIEW)
def index() -> ResponseReturnValue:
    """What waits for a second person, and for a board secretary what was decided lately."""
    me = actor()
    return render_template(
        "staff/powers/index.html", waiting=power_decisions.list_for(db(), me), in_words=in_words, me=me,
        decided=list_decided(db(), organisation_id=me.organisation_id) if me.is_organisation_lead else None,
        releases=factor_release.list_for(db(), me),
    )  # fmt: skip


@blueprint.route("/propose", methods=["GET", "POST"])
@requires(Permission.POWER_PROPOSE, fresh_to="propose this")
@commits
def propose() -> ResponseReturnValue:
    """Propose another board secretary, or that a lost second factor is set up anew."""
    others = {each.id: each for each in list_colleagues(db(), actor().organisation_id) if each.id != actor().user_id}
    form, made = ProposeForm(), []
    form.user.choices = choices([(str(each.id), f"{each.name}, {each.email}") for each in others.values()])

    def act() -> None:
        is_factor = form.kind.data == Power.FACTOR
        propose_it = powers.propose_reset if is_factor else powers.propose_secretary
        made.append(
            propose_it(db(), user=others[form.user.data], reason=form.reason.data, actor=actor(), now=now())
        )  # fmt: skip

    if attempt(form, act):
        flash("It is proposed. It takes effect when somebody else confirms it; they are told.", "success")
        return redirect(url_for(".show", public_id=made[0].public_id))
    return render_template("staff/powers/propose.html", form=form), form.status


@blueprint.route("/releases/<public_id>", methods=["GET", "POST"])
@requires(Permission.DESK_VIEW)
@commits
def release(public_id: str) -> ResponseReturnValue:
    """A second factor that whoever runs the system is to take away: what is known of it, and stopping it."""
    row = get_release(db(), public_id, organisation_id=actor().organisation_id, to_stop=request.method == "POST")
    if not factor_release.may_see(db(), row, actor()):
        raise NotFound("There is no such second factor to be taken away, or it is not yours to see")
    form = StopForm()

    def act() -> None:
        factor_release.stop(db(), release=row, reason=form.reason.data, actor=actor(), now=now())

    if attempt(form, act):
        flash(f"Stopped: the second factor of {row.user.name} stays as it is. Everybody is told.", "success")
        return redirect(url_for(".index"))
    return render_template("staff/powers/release.html", row=row, words=release_in_words(row), form=form), form.status


@blueprint.get("/<public_id>")
@requires(Permission.DESK_VIEW)
def show(public_id: str) -> ResponseReturnValue:
    """One proposal: what, for whom, why, and what became of it."""
    return _page(_row(public_id))


@blueprint.post("/<public_id>/confirm")
@requires(Permission.DESK_VIEW, fresh_to="confirm this")
@commits
def confirm(public_id: str) -> ResponseReturnValue:
    """Agree as the second person."""
    row = _row(public_id)
    power_decisions.confirm(db(), proposal=row, actor=actor(), now=now())
    flash(f"Confirmed: {in_words(row)}.", "success")
    return redirect(url_for(".index"))


@blueprint.post("/<public_id>/refuse")
@requires(Permission.DESK_VIEW)
@commits
def refuse(public_id: str) -> ResponseReturnValue:
    """Refuse with a reason, or take back what one proposed oneself."""
    row = _row(public_id)
    form = TakeBackForm() if row.proposed_by_id == actor().user_id else RefuseForm()

    def act() -> None:
        reason = form.data.get("reason") or ""
        power_decisions.refuse(db(), proposal=row, reason=reason, actor=actor(), now=now())

    if attempt(form, act):
        flash(f"{row.outcome.label}: {in_words(row)}.", "success")
        return redirect(url_for(".index"))
    return _page(_row(public_id), form)


def _row(public_id: str) -> Any:
    """Return a proposal that the person may see: to decide, of their own, or about themselves."""
    is_sent = request.method == "POST"
    found = get_proposal(db(), public_id, organisation_id=actor().organisation_id, to_decide=is_sent)
    is_theirs = actor().user_id in (found.proposed_by_id, found.user_id)
    if not is_theirs and not _may_decide(found):
        raise NotFound("There is no such proposal, or it is not yours to see")
    return found


def _may_decide(row: Any) -> bool:
    return power_decisions.may_decide(row, actor(), procurements_given_in(db(), actor().user_id))


def _page(row: Any, form: BaseForm | None = None) -> ResponseReturnValue:
    me = actor().user_id
    form = form or (TakeBackForm if me == row.proposed_by_id else RefuseForm)(formdata=None)
    page = render_template(
        "staff/powers/show.html", row=row, words=in_words(row), form=form, confirm_form=ConfirmForm(formdata=None),
        is_own=me == row.proposed_by_id, may_decide=_may_decide(row) and me != row.user_id,
        why_not=why_not_confirm(confirmer=me, proposer=row.proposed_by_id, person=row.user_id),
    )  # fmt: skip
    return page, form.status
