"""The page of background work, and what becomes of work that has failed for good."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.adapters.clock import system_clock
from assurance.domain.authority.permissions import Permission
from assurance.domain.background import duty_of, is_chore
from assurance.persistence.queries import background
from assurance.services import second_tries
from assurance.web.guards import actor, now, requires
from assurance.web.staff.background import presenters
from assurance.web.staff.background.forms import SetAsideForm, TryAgainForm
from assurance.web.transaction import attempt, commits, db

blueprint = Blueprint("background", __name__, url_prefix="/background-work")


@blueprint.get("/")
@requires(Permission.WORK_VIEW)
def index() -> ResponseReturnValue:
    """Who works, what has failed for good, what is being built, and what is done again and again."""
    really, authority = system_clock(), actor().organisation_id
    found = presenters.workers(db(), really)
    own, others = presenters.building(db(), authority)
    return render_template(
        "staff/background/index.html", workers=found, own=own, others=others,
        chores=presenters.chores(db(), [each.slot for each in found if each.is_alive], really),
        late=presenters.late(db(), now(), really), again=TryAgainForm(formdata=None),
        failed=presenters.failed(background.list_open(db(), authority)),
        settled=presenters.failed(background.list_settled(db(), authority)),
    )  # fmt: skip


@blueprint.post("/<letter_id>/try-again")
@requires(Permission.WORK_MEND)
@commits
def try_again(letter_id: str) -> ResponseReturnValue:
    """Let it be tried again."""
    letter = background.get_letter(db(), actor().organisation_id, letter_id)

    def act() -> None:
        second_tries.try_again(db(), letter=letter, actor=actor(), now=now(), really=system_clock())

    if attempt(TryAgainForm(), act):
        flash("It is tried again within a minute. If it fails again, it is listed here again.", "success")
    return redirect(url_for(".index"))


@blueprint.route("/<letter_id>/set-aside", methods=["GET", "POST"])
@requires(Permission.WORK_MEND)
@commits
def set_aside(letter_id: str) -> ResponseReturnValue:
    """Leave it undone, with a reason."""
    letter = background.get_letter(db(), actor().organisation_id, letter_id)
    form = SetAsideForm()

    def act() -> None:
        second_tries.set_aside(db(), letter=letter, reason=form.reason.data, actor=actor(), now=now())

    if attempt(form, act):
        flash("It is set aside. The reason is on record.", "success")
        return redirect(url_for(".index"))
    page = render_template(
        "staff/background/set_aside.html", form=form, letter=letter, duty=duty_of(letter.work, letter.job),
        is_chore=is_chore(letter.work),
    )  # fmt: skip
    return page, form.status
