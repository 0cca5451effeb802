"""Invitations to the panel: the officer sends and withdraws them, each person answers their own."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.persistence.queries.criteria import list_assignments
from assurance.persistence.queries.invitations import find_invitation, list_invitations, list_members
from assurance.services import panel_invitations as inviting
from assurance.web.filters import LONDON
from assurance.web.forms.fields import choices
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.evaluation.panel_forms import AcceptForm, DeclineForm, DueForm, InviteForm
from assurance.web.staff.evaluation.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.route("/panel/due", methods=["GET", "POST"])
@requires(Permission.PANEL_ASSIGN)
@commits
def due(ref: str) -> ResponseReturnValue:
    """Set the date by which marks should be locked."""
    before = procurement().marks_due_at
    local = before.astimezone(LONDON) if before else None
    form = DueForm(data={"due": local.date(), "due_time": local.time()} if local else {})

    def act() -> None:
        moment = datetime.combine(cast(date, form.due.data), cast(time, form.due_time.data), tzinfo=LONDON)
        inviting.set_due(db(), procurement=procurement(), due=moment, actor=actor(), now=now())

    if attempt(form, act):
        flash("The date is saved. Everyone on the panel sees it with their work.", "success")
        return redirect(url_for(".panel", ref=ref))
    return render_template("staff/evaluation/due.html", procurement=procurement(), form=form), form.status


@blueprint.route("/panel/invite", methods=["GET", "POST"])
@requires(Permission.PANEL_ASSIGN)
@commits
def invite(ref: str) -> ResponseReturnValue:
    """Invite evaluators and moderators who have no open or accepted invitation."""
    sent = list_invitations(db(), procurement().id)
    waiting = [
        (str(user.id), f"{user.name}, {role.label.lower()}{_declined(sent.get(user.id))}")
        for user, role in list_members(db(), procurement().id)
        if user.id not in sent or sent[user.id].answer == inviting.DECLINED
    ]
    form = InviteForm()
    form.people.choices = choices(waiting)

    def act() -> None:
        inviting.invite(
            db(), procurement=procurement(), people=[int(person) for person in form.people.data],
            message=form.message.data, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        count = len(form.people.data)
        flash(f"{count} {'person is' if count == 1 else 'people are'} invited.", "success")
        return redirect(url_for(".panel", ref=ref))
    page = render_template("staff/evaluation/invite.html", procurement=procurement(), form=form, waiting=waiting)
    return page, form.status


@blueprint.post("/panel/withdraw")
@requires(Permission.PANEL_ASSIGN)
@commits
def withdraw(ref: str) -> ResponseReturnValue:
    """Take an unanswered invitation back."""
    user_id = number(request.form.get("person"))
    inviting.withdraw(db(), procurement=procurement(), user_id=user_id, actor=actor(), now=now())
    flash("The invitation is withdrawn.", "success")
    return redirect(url_for(".panel", ref=ref))


@blueprint.get("/invitation")
@requires(Permission.CONFLICT_DECLARE)
def invitation(ref: str) -> ResponseReturnValue:
    """My invitation to the panel: what is expected, by when, and my answer."""
    return _invitation_page(AcceptForm(), DeclineForm())


@blueprint.post("/invitation/accept")
@requires(Permission.CONFLICT_DECLARE)
@commits
def accept(ref: str) -> ResponseReturnValue:
    """Accept my invitation."""
    form = AcceptForm()

    def act() -> None:
        inviting.accept(
            db(), procurement=procurement(), confirmed=form.confirmed.data or [], actor=actor(), now=now()
        )  # fmt: skip

    if attempt(form, act):
        flash("You are on the panel. Declare about each bidder once the bids are opened.", "success")
        return redirect(url_for(".invitation", ref=ref))
    return _invitation_page(form, DeclineForm(formdata=None))


@blueprint.post("/invitation/decline")
@requires(Permission.CONFLICT_DECLARE)
@commits
def decline(ref: str) -> ResponseReturnValue:
    """Decline my invitation, with the reason."""
    form = DeclineForm()

    def act() -> None:
        inviting.decline(db(), procurement=procurement(), reason=form.reason.data, actor=actor(), now=now())

    if attempt(form, act):
        flash("You have declined. The procurement officer sees your reason.", "success")
        return redirect(url_for(".invitation", ref=ref))
    return _invitation_page(AcceptForm(formdata=None), form)


def number(text: str | None) -> int:
    """Read the number of a person from a button; one that no page of ours wrote names nobody."""
    if not re.fullmatch("[0-9]{1,9}", text or ""):
        raise NotFound("There is no such person on this panel")
    return int(text or 0)


def _declined(row: object) -> str:
    return "" if row is None else " (declined before)"


def _invitation_page(accepting: AcceptForm, declining: DeclineForm) -> ResponseReturnValue:
    here = procurement()
    mine = find_invitation(db(), here.id, actor().user_id)
    if mine is None:
        raise NotFound("You have no invitation to this panel")
    questions = [each.criterion for each in list_assignments(db(), here.id) if each.user_id == actor().user_id]
    page = render_template(
        "staff/evaluation/invitation.html", procurement=here, mine=mine, accepting=accepting, declining=declining,
        questions=questions, is_open=inviting.is_open(here),
    )  # fmt: skip
    return page, max(accepting.status, declining.status)
