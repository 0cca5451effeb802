"""The register of representations, and who reviews each."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.award.further import DECISIONS
from assurance.domain.award.returns import MOVES, is_carried_out
from assurance.persistence.queries.awards import get_representation
from assurance.persistence.queries.disclosure import list_register
from assurance.persistence.queries.procurements import find_last_return
from assurance.services import representation_reviewers
from assurance.services.disclosure import waits_until
from assurance.web.forms.fields import choices
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.award.records_forms import ReviewerForm
from assurance.web.staff.award.routes import blueprint
from assurance.web.transaction import attempt, commits, db

FOLLOWS = {"return": MOVES, "abandon": ("abandon",)}
"""The moves that carry out a further decision."""


@blueprint.get("/representations")
@requires(Permission.RANKING_VIEW)
def register(ref: str) -> ResponseReturnValue:
    """Every representation with when it came, what was asked and given, who reviews it and what was decided."""
    return render_template(
        "staff/award/register.html", procurement=procurement(), rows=list_register(db(), procurement().id),
        decisions=DECISIONS, waits_until=waits_until,
    )  # fmt: skip


@blueprint.route("/representations/<representation_id>/reviewer", methods=["GET", "POST"])
@requires(Permission.REPRESENTATION_ASSIGN)
@commits
def assign_reviewer(ref: str, representation_id: str) -> ResponseReturnValue:
    """Give a representation to a reviewer that took no part."""
    row = get_representation(db(), procurement().id, representation_id)
    form = reviewer_form(row)

    def act() -> None:
        representation_reviewers.assign(
            db(), representation=row, reviewer_id=int(form.reviewer.data), actor=actor(), now=now()
        )

    if attempt(form, act):
        flash("The reviewer is on record.", "success")
        return redirect(url_for(".representation", ref=ref, representation_id=representation_id))
    page = render_template("staff/award/assign_reviewer.html", form=form, procurement=procurement(), row=row)
    return page, form.status


def reviewer_form(row: Any) -> ReviewerForm:
    """Offer those who may review it."""
    form = ReviewerForm(reviewer=str(row.reviewer_id or ""))
    people = representation_reviewers.list_independent(db(), procurement())
    form.reviewer.choices = choices([(str(user.id), f"{user.name}, {user.job_title}") for user in people])
    return form


def is_done(of: Any, row: Any) -> bool:
    """Say whether the step that the decision goes back to was taken again."""
    return row.decision == "return" and is_carried_out(row.decision, row.decided_at, find_last_return(db(), of.id))


def moves_after(of: Any, row: Any) -> list[Any]:
    """List the moves that carry out the decision on a representation, where the procedure has them from here."""
    if is_done(of, row):
        return []
    moves = of.procedure.lifecycle.moves
    found = [moves[trigger] for trigger in FOLLOWS.get(row.decision, ()) if trigger in moves]
    return [move for move in found if of.stage in move.source]
