"""Invitations: which letters there are, each as it would be issued, and what the officer adds to it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.domain.notices.invitations import INVITATIONS, words_for
from assurance.persistence.queries.awards import list_letters
from assurance.persistence.queries.correspondence import list_requests
from assurance.persistence.queries.paper_drafts import find_draft
from assurance.services.correspondence import compose, debriefs, invitations, write_details, written_on
from assurance.web.guards import actor, allows, now, procurement, requires
from assurance.web.staff.letters.blueprint import blueprint
from assurance.web.staff.letters.forms import DetailsForm
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/")
@requires(Permission.BIDS_VIEW)
def index(ref: str) -> ResponseReturnValue:
    """The invitations with what became of each, and the de-briefs that bidders asked for."""
    rows = [(kind, words_for(procurement().procedure.regime, kind), _step(kind), _issued(kind)) for kind in INVITATIONS]
    return render_template(
        "staff/letters/index.html", procurement=procurement(), invitations=rows,
        requests=[(each, debriefs.due_on(each)) for each in list_requests(db(), procurement().id)],
    )  # fmt: skip


@blueprint.get("/<kind>")
@requires(Permission.BIDS_VIEW)
def show(ref: str, kind: str) -> ResponseReturnValue:
    """One invitation as it was issued, or as it would be now."""
    return _page(kind, None), 200


@blueprint.post("/<kind>")
@requires(Permission.PROCUREMENT_RUN)
@commits
def details(ref: str, kind: str) -> ResponseReturnValue:
    """Write what the invitation adds to the stored fields."""
    form = DetailsForm()

    def act() -> None:
        write_details(
            db(), procurement=procurement(), kind=kind, text=form.text.data or "", version=form.expected_version,
            actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The invitation says it now. It is issued with the step that invites.", "success")
        return redirect(url_for(".show", ref=ref, kind=kind))
    return _page(kind, form), form.status


def _page(kind: str, form: DetailsForm | None) -> str:
    if kind not in INVITATIONS:
        raise NotFound("There is no such letter")
    issued, to = _issued(kind), invitations.recipients(db(), procurement(), kind)
    if form is None and allows(Permission.PROCUREMENT_RUN) and not invitations.is_out(procurement(), kind):
        draft = find_draft(db(), procurement().id, kind)
        form = DetailsForm(formdata=None, version=draft.version if draft else 0, text=draft.text if draft else "")
    letter = issued[0].content if issued else compose(db(), procurement(), to[0], kind) if to else None
    return render_template(
        "staff/letters/show.html", procurement=procurement(), kind=kind, form=form, issued=issued, letter=letter,
        words=words_for(procurement().procedure.regime, kind), step=_step(kind),
        written=written_on(letter) if letter else None,
        names=[each.bid.organisation.name for each in issued] or [each.organisation.name for each in to],
    )  # fmt: skip


def _issued(kind: str) -> list[Any]:
    return [each for each in list_letters(db(), procurement().id, kind) if each.issued_at]


def _step(kind: str) -> str:
    """Name the step that issues an invitation."""
    return next((move.label for move in procurement().procedure.moves if kind in move.letters), "")
