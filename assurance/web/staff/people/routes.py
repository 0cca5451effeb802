"""Who works for the authority here, who was invited and has not come yet, and inviting somebody."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.delivery import list_undelivered
from assurance.persistence.queries.suppliers import list_people_of
from assurance.services import authority_people
from assurance.web.guards import actor, now, requires
from assurance.web.mailed_addresses import invitation_address
from assurance.web.staff.people.forms import InviteForm
from assurance.web.transaction import attempt, commits, db

blueprint = Blueprint("people", __name__, url_prefix="/people")


@blueprint.get("/")
@requires(Permission.STAFF_INVITE)
def index() -> ResponseReturnValue:
    """The people of the authority, and the invitations that wait to be accepted."""
    waiting = authority_people.list_waiting(db(), actor())
    return render_template(
        "staff/people/index.html", people=list_people_of(db(), actor().organisation_id), waiting=waiting,
        undelivered=list_undelivered(db(), [f"invitation:{each.public_id}" for each in waiting]),
    )  # fmt: skip


@blueprint.route("/invite", methods=["GET", "POST"])
@requires(Permission.STAFF_INVITE)
@commits
def invite() -> ResponseReturnValue:
    """Invite somebody by e-mail."""
    form = InviteForm()

    def act() -> None:
        authority_people.invite(
            db(), email=form.email.data, job_title=form.job_title.data or "",
            staff_number=form.staff_number.data or "", link=invitation_address, actor=actor(), now=now(),
        )  # fmt: skip

    if not attempt(form, act):
        return render_template("staff/people/invite.html", form=form), form.status
    flash(f"An invitation is on its way to {form.email.data}. It works once, for 7 days.", "success")
    return redirect(url_for(".index"))


@blueprint.post("/invitations/<public_id>/again")
@requires(Permission.STAFF_INVITE)
@commits
def invite_again(public_id: str) -> ResponseReturnValue:
    """Send an invitation once more; the earlier link opens nothing any more."""
    sent = authority_people.send_again(
        db(), public_id=public_id, link=invitation_address, actor=actor(), now=now()
    )  # fmt: skip
    flash(f"A new invitation is on its way to {sent.email}. The earlier link opens nothing any more.", "success")
    return redirect(url_for(".index"))


@blueprint.post("/invitations/<public_id>/withdraw")
@requires(Permission.STAFF_INVITE)
@commits
def withdraw_invitation(public_id: str) -> ResponseReturnValue:
    """Withdraw an invitation."""
    ended = authority_people.withdraw(db(), public_id=public_id, actor=actor(), now=now())
    flash(f"The invitation of {ended.email} is withdrawn. Its link opens nothing any more.", "success")
    return redirect(url_for(".index"))
