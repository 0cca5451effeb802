"""Texts that share words with an idea of the dialogue: what waits for the second person, and what was decided."""

from __future__ import annotations

import json
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.held_texts import get_held
from assurance.services import clarifications
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.clarifications.forms import RELEASE, DecideHeldForm
from assurance.web.staff.clarifications.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/held/<held_id>")
@requires(Permission.DISCLOSURE_VIEW)
def held(ref: str, held_id: str) -> ResponseReturnValue:
    """What is to be sent, the idea it shares words with, the reason given, and what the second person decided."""
    row = get_held(db(), procurement().id, held_id)
    return _page(row, DecideHeldForm(version=row.version))


@blueprint.post("/held/<held_id>")
@requires(Permission.DISCLOSURE_RELEASE)
@commits
def decide_held(ref: str, held_id: str) -> ResponseReturnValue:
    """Release the text, or keep it back with a reason."""
    row, form = get_held(db(), procurement().id, held_id), DecideHeldForm()

    def act() -> None:
        common: dict[str, Any] = {"row": row, "actor": actor(), "now": now(), "version": form.expected_version}
        if form.decision.data == RELEASE:
            clarifications.release(db(), **common)
        else:
            clarifications.keep_back(db(), reason=form.reason.data or "", **common)

    if attempt(form, act):
        released = row.decision == "released"
        flash("It is released and sent." if released else "It is kept back. Its writer is told why.", "success")
        return redirect(url_for(".held", ref=ref, held_id=held_id))
    return _page(row, form)


def to_held(row: Any) -> ResponseReturnValue:
    """Say that a text waits for the second person, and show it."""
    flash("Nothing is sent yet: somebody else has to release it, because it shares words with an idea.", "success")
    return redirect(url_for(".held", ref=procurement().reference, held_id=row.public_id))


def _page(row: Any, form: DecideHeldForm) -> ResponseReturnValue:
    page = render_template(
        "staff/clarifications/held.html", procurement=procurement(), row=row, form=form,
        content=json.loads(row.content), findings=json.loads(row.findings),
        why_not=clarifications.why_not_released(row, actor()),
    )  # fmt: skip
    return page, form.status
